"""Deployed runs on a real server with a real worker: cancelled, and killed -9 one process after the other.

Ten points, worker and flow killed together among them, which only missing heartbeats tell (two minutes each):
`python -m benchmarks kills`.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.conftest import poll
from tests.samples.kills import JOBS, Killed, machine_for_kills

SILENT_SECONDS = 40.0
"""Shorter than shipped, so that a run whose worker died too is found sooner; heartbeats come every 30 seconds."""
SEED = 4


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    with machine_for_kills(tmp_path_factory.mktemp("machine"), 1, SILENT_SECONDS) as there:
        yield there


def test_cancelling_ends_the_jobs_at_the_services_and_leaves_nothing_behind(killed: Killed):
    run = killed.start("cancelled")
    killed.wait(lambda: "running" in killed.outcomes(), "cancelled")
    killed.machine.cancel(run)
    poll(lambda: "running" not in killed.outcomes(), lambda: str(killed.outcomes()), 15)
    assert killed.outcomes() == ["cancelled"]
    assert killed.machine.wait_for(run) == "CANCELLED"
    assert killed.rows("cancelled", "select status from run") == [("interrupted",)]
    poll(lambda: killed.machine.flow_processes() == [], lambda: str(killed.machine.flow_processes()), 30)


def test_killed_processes_cost_time_and_nothing_else(killed: Killed):
    killed.gpu.clock.speed = 6
    killed.start("killed")
    points = sorted(Random(SEED).sample(range(JOBS - 1), 3))
    killed.kill("killed", "flow", points[0])
    killed.kill("killed", "worker", points[1])
    killed.kill("killed", "server", points[2])
    killed.finished("killed")
