"""Ctrl-C while a run is still being prepared: kept until it can be heeded.

Raised just anywhere it may fall into an import, where Python swallows it or keeps the lock for which other threads then
wait, and the run hangs (seen with `kill -INT` at random moments).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.wanted = False

    def heed(self) -> None:
        """To be called where nothing is half done.

        Raises:
            KeyboardInterrupt: it was pressed.
        """
        if self.wanted:
            raise KeyboardInterrupt


@contextmanager
def held_interruptions(said: Callable[[str], None]) -> Iterator[Interruption]:
    """To the end of the block, or until somebody else handles the signal, Ctrl-C is only noted; a second one is not.

    Args:
        said: told in a sentence that it was pressed.
    """
    found = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield found  # signals reach the main thread alone
        return

    def note(number: int, frame: FrameType | None) -> None:
        if found.wanted:
            signal.default_int_handler(number, frame)
        found.wanted = True
        said("Stopping.")

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, note)
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
