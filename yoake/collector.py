"""Python's cycle collector, kept out of the way while thousands of objects are made and none dies."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused(*, for_good: bool = False) -> Iterator[None]:
    """`with collector_paused():`, or `@collector_paused()` on a function.

    The collector looks at every young object each time some hundreds have been added; while a project is opened they
    all stay, and looking at them takes a third of the time. Inside another pause this one does nothing.

    Args:
        for_good: what is there now stays to the end of the process, so it is never looked at again. For a process
            that belongs to one project.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if for_good:
            gc.freeze()
        gc.enable()
