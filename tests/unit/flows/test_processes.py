"""Worker processes: what is light is made in the driver until they are up, one at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.processes import Processes
from yoake.errors import YoakeError

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


def test_closed_while_they_start_from_two_sides_the_work_is_told_and_nothing_else_is_raised():
    made = Processes(1)
    made.start()
    with ThreadPoolExecutor(3) as threads:
        work = threads.submit(made.run, time.sleep, SECONDS)
        closing = [threads.submit(made.close) for _ in range(2)]
        assert [c.result(SECONDS) for c in closing] == [None, None]
        with pytest.raises(YoakeError) as told:
            work.result(SECONDS)
    assert told.value.code == "run.stopping"


def test_closed_before_they_start_they_never_do():
    made = Processes(1)
    made.close()
    with pytest.raises(YoakeError) as told:
        made.run(os.getpid)
    assert told.value.code == "run.stopping"
