"""`python -m benchmarks trigger`: from the press of the button in Prefect's UI to the first asset's file.

Beside it, on the same server and worker and in turn, Prefect's own bare deployment: a flow with one task that writes a
file. The difference is what Yoake takes to read the project, take stock, start its processes and make the asset.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from prefect import flow, task

from benchmarks.table import show
from tests.samples.prefect_machine import FINAL, PrefectMachine

ROUNDS, QUICK_ROUNDS = 5, 2
LIMIT_SECONDS = 180.0
GOAL_SECONDS = 3.0
GAME = """
title: 朝
seed: {seed}
game:
  {{characters: [{{id: hero}}], backgrounds: [park], bgm: [daily], se: [click], targets: [web], play_through: false}}
"""
DEPLOY_BARE = """
from prefect.client.orchestration import get_client
with get_client(sync_client=True) as client:
    flow = client.create_flow_from_name("bare")
    client.create_deployment(flow, "bare", entrypoint="benchmarks.trigger.bare", work_pool_name="gpu")
"""


@task
def write(path: str) -> None:
    """Writes one file."""
    Path(path).write_text("made", encoding="utf-8")


@flow(name="bare")
def bare(path: str) -> None:
    """What Prefect takes by itself."""
    write(path)


def main(quick: bool) -> None:
    """Measures and shows."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch, PrefectMachine(Path(scratch)) as machine:
        machine.deploy()
        machine.python(DEPLOY_BARE)
        machine.start_worker()
        folder = machine.folder
        for number in range(1 + (QUICK_ROUNDS if quick else ROUNDS)):
            file = folder / f"bare{number}.txt"
            bare_seconds = _until(machine, "bare/bare", {"path": str(file)}, file.parent, file.name)
            (folder / f"game{number}.yaml").write_text(GAME.format(seed=number), encoding="utf-8")
            out = folder / f"out{number}"
            run = {"project_file": f"game{number}.yaml", "out": str(out)}
            game_seconds = _until(machine, "generate-game/generate-game", {"run": run}, out, "*/assets/*/*.*")
            if number:  # the first of each fills caches
                rows.append({"round": number, "bare s": bare_seconds, "Yoake s": game_seconds})
    more = round(statistics.median(row["Yoake s"] - row["bare s"] for row in rows), 2)
    show(
        "trigger",
        "From the trigger to the first file",
        rows,
        f"Median {more:.2f} s more; goal {GOAL_SECONDS:g} s.",
        more={"median_more_s": more, "goal_s": GOAL_SECONDS},
    )


def _until(machine: PrefectMachine, deployment: str, parameters: dict[str, object], folder: Path, files: str) -> float:
    began = time.monotonic()
    run = machine.trigger(parameters, deployment)
    while not next(folder.glob(files), None):
        if time.monotonic() - began > LIMIT_SECONDS:
            raise TimeoutError(f"no file of {deployment}: {machine.run(run)['state']}\n{machine.log('worker')[-3000:]}")
        time.sleep(0.01)  # between two looks
    seconds = time.monotonic() - began
    if machine.state(run) not in FINAL:
        machine.cancel(run)  # what comes after the first file is not measured
    machine.wait_for(run, seconds=LIMIT_SECONDS)  # the next one has the worker to itself
    return seconds
