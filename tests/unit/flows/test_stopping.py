"""SIGTERM stops a run in its own way, whoever took the signal meanwhile, and is given back afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from types import SimpleNamespace
from typing import Any

from flows.stopping import hold, stops_when_told


def run() -> Any:
    live = SimpleNamespace(stopping=False, listener=SimpleNamespace(said=lambda _: None))

    def stop() -> None:
        live.stopping = True

    live.stop = stop
    return live


async def test_a_run_that_is_told_to_end_stops_and_breaks_off_once():
    live, broken = run(), threading.Event()
    before = signal.getsignal(signal.SIGTERM)
    with stops_when_told(live, broken.set):
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.to_thread(broken.wait, 10)
        assert live.stopping
        broken.clear()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not broken.is_set()
    assert signal.getsignal(signal.SIGTERM) is before


async def test_the_signal_is_taken_back_from_a_subflow():
    live, broken = run(), threading.Event()

    def others(*_: object) -> None:
        raise AssertionError("the subflow's handler was called")

    with stops_when_told(live, broken.set):
        signal.signal(signal.SIGTERM, others)
        hold()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.to_thread(broken.wait, 10)
    before = signal.getsignal(signal.SIGTERM)
    hold()
    assert signal.getsignal(signal.SIGTERM) is before, "no run, no handler"
