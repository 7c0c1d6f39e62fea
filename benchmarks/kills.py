"""`python -m benchmarks kills`: a deployed game, one of its processes killed -9 at ten random points, one game a point.

Heartbeats and windows as shipped, so that a game whose worker died too takes three minutes longer.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random
from typing import get_args

from benchmarks.table import show
from tests.samples.kills import JOBS, Victim, machine_for_kills

SEED, POINTS, QUICK_POINTS = 1, 10, 4
SPEED = 4.0
"""Simulated seconds of the GPU in a real one: a job takes five seconds."""


def main(quick: bool) -> None:
    """Measures and shows.

    Raises:
        AssertionError: a game did not end whole by itself, or something was made again.
    """
    chance, victims = Random(SEED), get_args(Victim)
    rows = []
    with tempfile.TemporaryDirectory() as scratch, machine_for_kills(Path(scratch), SPEED) as there:
        for point in range(QUICK_POINTS if quick else POINTS):
            victim, after, name = victims[point % len(victims)], chance.randrange(JOBS - 1), f"game{point}"
            began = time.monotonic()
            there.start(name, seed=point)
            there.kill(name, victim, after)
            there.finished(name)
            run = there.machine.run(there.runs[name])
            row = {"killed": victim, "after jobs": after, "tries": run["run_count"], "s": time.monotonic() - began}
            rows.append({**row, "ended": run["state"]["message"]})
    show("kills", "A deployed game, killed -9 once", rows, "Tries: 1 where the run lived on. Nothing was made twice.")
