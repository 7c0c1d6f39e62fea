"""One measured run in a process of its own: prints seconds and the process's peak memory as JSON.

`python -m benchmarks.engine.one_run load|run FILE OUT`
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.engine.noop import make_all, opened
from yoake.collector import collector_paused
from yoake.graph.run_state import Selection


def load(project: Path, out: Path) -> dict[str, Any]:
    """Opens the project, takes stock of it and ranks its specs."""
    began = time.perf_counter()
    with collector_paused(for_good=True):  # as the command line does
        _, workspace = opened(project, out)
        state = workspace.take_stock(Selection())
        state.start()
        ranks = state.graph.remaining_seconds({s.id: workspace.choice(s).estimate_seconds for s in workspace.specs})
    seconds = time.perf_counter() - began
    workspace.close()
    return {"seconds": seconds, "counts": state.counts(), "ranked": len(ranks)}


def run(project: Path, out: Path) -> dict[str, Any]:
    """Makes what has to be made, everything in this process but the Prefect server."""
    began = time.perf_counter()
    settings, workspace = opened(project, out)
    live, _ = make_all(settings, workspace)
    workspace.close()
    return {"seconds": time.perf_counter() - began, "counts": live.state.counts()}


def main() -> None:
    """Measures and prints."""
    kind, project, out = sys.argv[1:]
    found = {"load": load, "run": run}[kind](Path(project), Path(out))
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()
