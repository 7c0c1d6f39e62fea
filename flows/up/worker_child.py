"""Runs `prefect worker start` for `yoake up`, and ends it so that its runs can end well.

A worker that is told to end kills its runs at once (measured, Prefect 3.8). So it is held first, which keeps it from
starting new ones; its runs are told to end and say so to the server; then it goes itself. This happens at SIGTERM, and
also when `yoake up` is gone, however that ended: the pipe at standard input closes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import psutil

from flows.server_child import exit_code, when_parent_ends
from flows.up import family

RUNS_SECONDS = 30.0
"""How long runs may take to end."""
ALONE_SECONDS = 10.0
"""The same where `yoake up` is gone, and its server with it: they can tell nobody."""
WORKER_SECONDS = 5.0


def main() -> None:
    """Starts the worker with the arguments given (`--pool`, `--name`); ends with its exit code."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", *sys.argv[1:]], stdin=subprocess.DEVNULL
    )
    ending = threading.Event()
    ended = threading.Event()

    def end(seconds: float) -> None:
        if not ending.is_set():
            ending.set()
            threading.Thread(target=_end, args=(worker, ended, seconds), daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end(RUNS_SECONDS))
    when_parent_ends(lambda: end(ALONE_SECONDS))
    code = worker.wait()
    if ending.is_set():
        ended.wait(RUNS_SECONDS)
    os._exit(0 if ending.is_set() else exit_code(code))  # without waiting for the thread that reads


def runs(marked: str, worker: int) -> list[psutil.Process]:
    """The outermost processes of all runs under way, those included whose worker has died before."""
    inside = {process.pid: process for process in family.members(marked)}
    inside.pop(worker, None)
    found = []
    for process in inside.values():
        with suppress(psutil.Error):
            if process.ppid() not in inside:
                found.append(process)
    return found


def _end(worker: subprocess.Popen[bytes], ended: threading.Event, seconds: float) -> None:
    marked = os.environ[family.MARK]
    with suppress(ProcessLookupError):
        worker.send_signal(signal.SIGSTOP)
    for process in runs(marked, worker.pid):
        with suppress(psutil.Error):
            process.terminate()  # it alone: it ends its own worker processes when it does not need them any more
    deadline = time.monotonic() + seconds
    while runs(marked, worker.pid) and time.monotonic() < deadline:
        time.sleep(0.1)  # between two looks at what ends
    for process in runs(marked, worker.pid):
        with suppress(psutil.Error):
            process.kill()
    worker.terminate()
    worker.send_signal(signal.SIGCONT)
    with suppress(subprocess.TimeoutExpired):
        worker.wait(WORKER_SECONDS)
    family.kill(marked)
    ended.set()


if __name__ == "__main__":
    main()
