"""Worker processes: what is light is made in the driver until they are up, one at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from flows.processes import Processes

SECONDS = 60.0


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes(1)
    yield made
    made.close()


class Busy:
    """A light call under way in this process, until it is told to end."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        self.began, self.ends = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=lambda: processes.run(self._work, light=True))

    def _work(self) -> None:
        self.began.set()
        self.ends.wait(SECONDS)

    def __enter__(self) -> Busy:
        self.thread.start()
        assert self.began.wait(SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        self.thread.join(SECONDS)


def test_what_is_light_waits_for_no_process_and_the_rest_goes_to_one(processes: Processes):
    assert processes.run(os.getpid, light=True) == os.getpid()
    processes.warm()
    with Busy(processes):
        assert processes.run(os.getpid, light=True) != os.getpid(), "a second one would fight over the interpreter"
        assert processes.run(os.getpid) != os.getpid()
    assert processes.run(os.getpid, light=True) != os.getpid(), "the processes are up"


def test_a_light_call_that_fails_leaves_the_place_free(processes: Processes):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            processes.run(divmod, 1, 0, light=True)
    assert processes.run(os.getpid, light=True) == os.getpid()
