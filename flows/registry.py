"""Runs that are under way in this process, so that a subflow finds the run it belongs to."""

from __future__ import annotations

from flows.live_run import LiveRun

_runs: dict[str, LiveRun] = {}


def enter(live: LiveRun) -> None:
    """Makes a run known."""
    _runs[live.run_id] = live


def leave(live: LiveRun) -> None:
    """Forgets a run that is over."""
    _runs.pop(live.run_id, None)


def find(run_id: str | None) -> LiveRun | None:
    """The run with this id in this process, if there is one."""
    return _runs.get(run_id) if run_id else None
