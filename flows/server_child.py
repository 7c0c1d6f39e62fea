"""Runs `prefect server start` and ends with whoever started it, however that one ends.

The parent holds the other end of standard input: when it is gone, killed -9 included, the pipe closes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 10.0


def main() -> None:
    """Starts the server with the arguments given (`--host`, `--port`)."""
    threading.Thread(target=_watch_parent, daemon=True).start()
    from prefect.cli import app

    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    app()


def _watch_parent() -> None:
    while os.read(0, 4096):
        continue
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)  # what ends in time never gets here
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
