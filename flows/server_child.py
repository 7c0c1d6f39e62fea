"""Runs `prefect server start` and ends with whoever started it, however that one ends.

The parent holds the other end of standard input: when it is gone, killed -9 included, the pipe closes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

GRACE_SECONDS = 10.0


def main() -> None:
    """Starts the server with the arguments given (`--host`, `--port`)."""
    when_parent_ends(_end_group)
    from prefect.cli import app

    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    app()


def when_parent_ends(then: Callable[[], None]) -> None:
    """Calls `then` in a thread once the other end of standard input is closed."""

    def watch() -> None:
        while os.read(0, 4096):
            continue
        then()

    threading.Thread(target=watch, daemon=True).start()


def exit_code(code: int) -> int:
    """The exit code that says what became of a process, as a shell does: 128 and the signal where one killed it."""
    return code if code >= 0 else 128 - code


def _end_group() -> None:
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)  # what ends in time never gets here
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
