"""Runs PostgreSQL and ends it with whoever started this, however that one ends.

`python -m flows.up.postgres_child USER COMMAND...`: as root, the command runs as that user. SIGTERM here is a fast
shutdown there: nobody is waited for, and nothing is lost.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

from flows.server_child import exit_code, when_parent_ends
from flows.up.accounts import as_user

STOP_SECONDS = 15.0


def main() -> None:
    """Starts the command given and ends with its exit code."""
    user, *command = sys.argv[1:]
    process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, **as_user(user))
    ending = threading.Event()

    def end() -> None:
        if not ending.is_set():
            ending.set()
            process.send_signal(signal.SIGINT)
            threading.Thread(target=_insist, args=(process,), daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end())
    when_parent_ends(end)
    os._exit(exit_code(process.wait()))  # without waiting for the thread that reads


def _insist(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)  # immediate shutdown; it recovers at the next start


if __name__ == "__main__":
    main()
