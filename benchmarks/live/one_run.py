"""One night run one way, in a process of its own: prints what was measured as JSON.

`python -m benchmarks.live.one_run yoake|prefect|dask SPECS SEED plain|fan-out CLOCK`
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict

from benchmarks.live.metrics import measures, reference
from benchmarks.live.night import night

GPUS = 2
WAYS = {"yoake": ("ours", "run_ours"), "prefect": ("stock", "run_stock"), "dask": ("with_dask", "run_dask")}


def main() -> None:
    """Runs and prints."""
    way, specs, seed, shape, clock = sys.argv[1:]
    plan = night(int(specs), GPUS, int(seed), fan_out=shape == "fan-out")
    module, name = WAYS[way]
    machine, more = getattr(importlib.import_module(f"benchmarks.live.{module}"), name)(plan, float(clock))
    print(json.dumps({"assets": len(plan.jobs()), **asdict(reference(plan)), **measures(machine), **more}))


if __name__ == "__main__":
    main()
