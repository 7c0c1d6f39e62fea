"""A child: started, restarted, ended, with real processes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.up import family
from flows.up.child import DEAF_SECONDS, Child
from flows.up.restarts import OFTEN
from tests.conftest import poll

READS = "import os, sys; sys.stdout.write('up\\n'); sys.stdout.flush(); os.read(0, 1)"
"""Ends when its parent is gone, as all children do."""


class Healthy:
    """A probe that a test decides on."""

    answer = True

    def __call__(self) -> bool:
        return self.answer


@pytest.fixture
def healthy() -> Healthy:
    return Healthy()


@pytest.fixture
def child(tmp_path: Path, healthy: Healthy) -> Iterator[Child]:
    command = [sys.executable, "-S", "-c", READS]
    made = Child("thing", command, dict(os.environ), tmp_path / "thing.log", healthy, str(tmp_path))
    yield made
    made.kill()


def look(child: Child) -> str:
    return child.look(time.monotonic())


def test_it_is_healthy_once_it_answers(child: Child, healthy: Healthy):
    healthy.answer = False
    child.start()
    assert (look(child), child.health) == ("", "starting")
    healthy.answer = True
    assert (look(child), child.health) == ("", "healthy")


def test_one_that_is_killed_is_said_and_started_again(child: Child):
    child.start()
    look(child)
    child.process.kill()
    child.process.wait()
    assert look(child).startswith("thing was killed (signal 9); it is started again in 0.5 s.")
    assert child.health == "restarting"
    assert child.look(child.start_at - 0.1) == ""
    assert not child.alive
    child.look(child.start_at)
    assert child.alive


def test_one_that_dies_often_is_tried_rarely_and_its_last_words_are_said(child: Child):
    child.command = [sys.executable, "-S", "-c", "import sys; sys.exit('no such disk')"]
    for death in range(OFTEN):
        child.start()
        child.process.wait()
        said = look(child)
        assert ("no such disk" in said) == (death == OFTEN - 1)
    assert str(child.log) in said
    assert child.start_at - time.monotonic() > 20


def test_silence_is_said_once_and_so_is_its_end(child: Child, healthy: Healthy):
    child.start()
    look(child)
    healthy.answer = False
    assert "does not answer" in look(child)
    assert look(child) == ""
    healthy.answer = True
    assert look(child) == "thing answers again."


def test_a_deaf_server_is_restarted_and_a_deaf_worker_is_not(child: Child, healthy: Healthy):
    child.start()
    look(child)
    healthy.answer = False
    look(child)
    later = time.monotonic() + DEAF_SECONDS + 1
    assert child.look(later) == ""
    assert child.alive
    child.restart_deaf = True
    assert "is restarted" in child.look(later)
    assert not child.alive


def test_it_ends_when_it_is_told(child: Child):
    child.start()
    child.end()
    child.process.wait(10)
    assert (child.health, look(child)) == ("stopped", "")


def test_a_long_log_is_put_aside(child: Child):
    child.log.write_bytes(b"x" * 6_000_000)
    child.start()
    poll(lambda: child.log.read_bytes() == b"up\n", lambda: str(child.log.stat().st_size))
    assert child.log.with_suffix(".log.1").stat().st_size == 6_000_000


ORPHAN = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"], start_new_session=True)
"""


@pytest.mark.parametrize("leaves", [False, True])
def test_what_a_dead_one_has_left_goes_or_works_on(child: Child, leaves: bool):
    """A server's second process would hold the port; a worker's runs go on."""
    child.leaves_orphans = leaves
    child.command = [sys.executable, "-c", ORPHAN]
    child.start()
    child.process.wait()
    assert [p.is_running() for p in family.members(child.mark)] == [True]
    look(child)
    assert len(family.members(child.mark)) == leaves


def test_marks_are_told_apart(child: Child, tmp_path: Path):
    child.start()
    assert family.members(child.mark)
    assert family.members(family.mark(str(tmp_path), ""))
    assert not family.members(family.mark(str(tmp_path), "thin"))
    assert not family.members(family.mark(str(tmp_path)[:-1], ""))
    assert family.kill(child.mark) == 1
    assert not psutil.pid_exists(child.process.pid) or child.process.wait() == -9
