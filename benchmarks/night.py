"""`python -m benchmarks night`: the full example by pattern B in a night in which much goes wrong.

Five of a hundred calls fail, the run is killed twice, a ComfyUI dies and comes back; then once more, undisturbed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import show
from flows.server import start_server
from tests.samples.hard_night import Night, hard_night
from tests.simulators.gpu import Clock
from tests.simulators.pattern_b import PatternB

ROOT = Path(__file__).parents[1]
CLOCK, QUICK_CLOCK = 30.0, 240.0
SHARE = 0.05
KILLS = (60, 200)
"""After so many jobs the run is killed; the full example has about five hundred."""
QUICK_KILLS = (20, 60)
LEAST_MADE = 10
"""What a run must have made before it is killed: there is something to lose."""
SEED = 1


def main(quick: bool) -> None:
    """Measures and shows.

    Raises:
        AssertionError: the game is not whole, something was made twice, or what must never happen has.
    """
    kills = QUICK_KILLS if quick else KILLS
    with (
        tempfile.TemporaryDirectory() as scratch,
        PatternB(Clock(QUICK_CLOCK if quick else CLOCK), SEED) as services,
    ):
        folder = Path(scratch)
        server = start_server(folder / "prefect")
        try:
            server.wait()
            _night(folder, services, server.api, kills)
        finally:
            server.stop()


def _night(folder: Path, services: PatternB, api: str, kills: tuple[int, ...]) -> None:
    services.write_nodes(folder / "nodes.yaml", poll_seconds="0.2")
    services.disturb(SHARE)
    night = Night(folder, ROOT / "examples" / "full" / "full.yaml", services, api, limit_seconds=3600)

    def after(jobs: int) -> Callable[[], bool]:
        return lambda: len(services.jobs()) >= jobs and night.made_now() >= LEAST_MADE

    began = time.monotonic()
    hard_night(night, [after(jobs) for jobs in kills])
    seconds = time.monotonic() - began
    missing = night.parts[-1].missing
    calls, faults, attempts = services.calls, sum(services.faults.values()), night.attempts()
    services.disturb(0)
    morning = night.through()
    second = night.through()
    violations = [*services.violations(), *(f"{asset} was made twice" for asset in night.made_again())]
    assets = night.rows("select count(*) from asset")[0][0]
    row = {
        "assets": assets,
        "runs": " ".join(part.ending for part in night.parts),
        "night s": round(seconds, 1),
        "morning s": round(morning.seconds, 1),
        "second run s": round(second.seconds, 1),
        "calls": calls,
        "failed calls": faults,
        "tries beyond the first": attempts.get("again", 0) + attempts.get("failed", 0),
        "placeholders": len(missing),
        "songs": len(services.songs),
        "songs paid": sum(services.songs.values()),
        "violations": len(violations),
    }
    title = f"examples/full, pattern B, {SHARE:.0%} of the calls fail, a clock of 1:{services.clock.speed:g}"
    note = "Runs: how each ended; morning: without faults, what was missing; second run: nothing to do."
    more = {
        "runs": [{"ending": p.ending, "seconds": p.seconds, "made": len(p.made)} for p in night.parts],
        "faults": dict(services.faults),
        "troubles": night.troubles(),
        "missing": missing,
        "violations": violations,
    }
    show("night", title, [row], note, more=more)
    assert not violations, violations
    assert morning.ending == second.ending == "0", morning.text[-4000:]
    assert "Everything was up to date" in second.text, second.text[-4000:]
    for target in ("web", "renpy"):
        assert (folder / "out" / "full" / target).is_dir(), f"there is no game for {target}"
