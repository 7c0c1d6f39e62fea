"""Ctrl-C before a run looks out for it itself."""

from __future__ import annotations

import signal

import pytest

from cli import main as command


@pytest.fixture(autouse=True)
def handler():
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def wrapped() -> None:
    """As pydantic does where it is interrupted while Prefect is imported."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as error:
        raise ValueError("Error calling function: KeyboardInterrupt") from error


@pytest.mark.parametrize("app", [lambda: signal.raise_signal(signal.SIGINT), wrapped], ids=["bare", "wrapped"])
def test_an_interruption_is_one_whatever_a_library_makes_of_it(monkeypatch: pytest.MonkeyPatch, app):
    monkeypatch.setattr(command, "app", app)
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 130


def test_a_defect_is_no_interruption(monkeypatch: pytest.MonkeyPatch):
    def broken() -> None:
        raise ValueError("broken")

    monkeypatch.setattr(command, "app", broken)
    with pytest.raises(ValueError, match="broken"):
        command.main()
