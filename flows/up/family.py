"""All processes of one child of `yoake up`, whatever sessions they have put themselves into: they carry its mark.

A worker's runs, and the worker processes of those, may be in process groups of their own; the environment goes with
them all.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import psutil

MARK = "YOAKE_UP_CHILD"
"""The variable in each child's environment: data folder and name."""


def mark(data: str, name: str) -> str:
    """What the processes of a child carry."""
    return f"{data}#{name}"


def members(marked: str) -> list[psutil.Process]:
    """Living processes of a child, or of all children of a data folder where `marked` ends in `#`; never this one."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            carried = process.environ().get(MARK, "")
            ours = carried.startswith(marked) if marked.endswith("#") else carried == marked
            if ours and process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def kill_programs(marked: str, word: str) -> None:
    """Kills those processes of a child whose command line has a word: a worker, and not its runs."""
    for process in members(marked):
        with suppress(psutil.Error):
            if word in process.cmdline():
                process.kill()
                process.wait(5)


def kill(marked: str) -> int:
    """Kills them all, those included that are begun meanwhile.

    Returns:
        How many there were.
    """
    killed = 0
    while found := members(marked):
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
                killed += 1
        psutil.wait_procs(found, timeout=5)
    return killed
