"""One run of a project at a time: the next one waits in words, and not for ever."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows import open_run
from yoake.errors import YoakeError
from yoake.store.paths import Layout
from yoake.workspace.lock import project_lock


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    return SimpleNamespace(layout=Layout(tmp_path / "out"), project=SimpleNamespace(project="tale"))


def test_it_begins_when_the_other_has_ended(
    workspace: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(open_run, "BUSY_SECONDS", 0.01)
    order: list[str] = []

    async def other() -> None:
        with project_lock(workspace.layout, "tale"):
            began.set()
            while not caplog.records:
                await asyncio.sleep(0)  # until the one that waits has said so
            order.append("other ends")

    async def waits() -> None:
        await began.wait()
        async with open_run._alone(workspace):
            order.append("begins")

    async def both() -> None:
        await asyncio.wait_for(asyncio.gather(other(), waits()), 30)

    began = asyncio.Event()
    monkeypatch.setattr(logging.getLogger("prefect.flow_runs"), "propagate", True)
    with caplog.at_level(logging.INFO, "prefect.flow_runs"):
        asyncio.run(both())
    assert order == ["other ends", "begins"]
    (record,) = caplog.records
    assert record.getMessage() == "Another run of tale is at work in out/. This one waits until it is done."


def test_it_gives_up_in_the_end(workspace: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(open_run, "BUSY_HOURS", 0.0)

    async def waits() -> None:
        async with open_run._alone(workspace):
            pytest.fail("the project is held by another run")

    with project_lock(workspace.layout, "tale"), pytest.raises(YoakeError) as refused:
        asyncio.run(waits())
    assert refused.value.code == "run.busy"
