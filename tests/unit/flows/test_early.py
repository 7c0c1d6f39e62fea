"""Ctrl-C while a run is being prepared."""

from __future__ import annotations

import signal
import threading

import pytest

from flows.early import held_interruptions


def test_it_is_noted_and_heeded_where_nothing_is_half_done():
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with held_interruptions(said.append) as interruption:
        interruption.heed()
        signal.raise_signal(signal.SIGINT)
        assert interruption.wanted
        with pytest.raises(KeyboardInterrupt):
            interruption.heed()
    assert said == ["Stopping."]
    assert signal.getsignal(signal.SIGINT) == before


def test_a_second_one_is_not_kept_waiting():
    before = signal.getsignal(signal.SIGINT)
    with held_interruptions(str):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before


def test_in_another_thread_nothing_is_changed():
    before, found = signal.getsignal(signal.SIGINT), []

    def work() -> None:
        with held_interruptions(str) as interruption:
            found.append((interruption.wanted, signal.getsignal(signal.SIGINT) == before))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [(False, True)]
