"""The run that is under way here, so that a flow finds the run it belongs to.

Where "here" is a context (`contextvars`): a subflow's is a copy of its parent's, and a night's flows know nothing of
each other.
"""

from __future__ import annotations

from contextvars import ContextVar

from flows.live_run import LiveRun

_under_way: ContextVar[LiveRun | None] = ContextVar("yoake-run", default=None)


def enter(live: LiveRun) -> None:
    """Makes a run known in this context and those copied from it."""
    _under_way.set(live)


def leave(_live: LiveRun) -> None:
    """Forgets a run that is over."""
    _under_way.set(None)


def current() -> LiveRun | None:
    """The run under way in this context, if there is one."""
    return _under_way.get()
