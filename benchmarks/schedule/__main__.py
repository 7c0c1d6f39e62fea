"""`python -m benchmarks.schedule`: the scheduling policies compared; part of `make bench`."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from benchmarks.schedule.against_solver import SPECS, Against, against_solver
from benchmarks.schedule.compare import Cell, Result, compare
from benchmarks.schedule.speed import Speed, decision_speed
from yoake.scheduler.policies import POLICIES

SIZES, GPUS = (100, 400, 2000), (1, 2, 4)
QUICK_SIZES, QUICK_GRAPHS = (100, 400), 3


def main(arguments: list[str] | None = None) -> int:
    """Runs everything; 1 where a goal is missed."""
    options = _options(arguments)
    console = Console()
    sizes = options.sizes or (QUICK_SIZES if options.quick else SIZES)
    graphs = options.graphs or (QUICK_GRAPHS if options.quick else 30)
    cells = [Cell(specs, gpus, fan_out) for specs, gpus, fan_out in product(sizes, GPUS, (False, True))]
    with ProcessPoolExecutor(options.processes) as pool:
        results = []
        for cell, found in zip(cells, pool.map(compare, cells, [graphs] * len(cells)), strict=True):
            results += found
            print(f"{cell.specs} specs, {cell.gpus} GPUs done", file=sys.stderr, flush=True)
    _print_policies(console, results, graphs)
    speeds = [decision_speed(ready) for ready in (100, 1000, 10_000)]
    _print_speed(console, speeds)
    solved = [against_solver(seed, options.solver_seconds, options.processes) for seed in range(options.solver_graphs)]
    _print_solver(console, solved, options.solver_seconds)
    goals = _goals(results, speeds, solved)
    for text, met in goals:
        console.print(f"[{'green' if met else 'red'}]{'met   ' if met else 'MISSED'}[/] {text}")
    if options.json:
        data = {
            "graphs_a_cell": graphs,
            "policies": [r.as_json() for r in results],
            "decision_speed": [vars(s) for s in speeds],
            "solver_limit_seconds": options.solver_seconds,
            "against_solver": [s.as_json() for s in solved],
            "goals": [{"goal": text, "met": met} for text, met in goals],
        }
        options.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0 if all(met for _, met in goals) else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few graphs, no 2,000 specs, two games for the solver")
    parser.add_argument("--sizes", type=int, nargs="+", help=f"numbers of specs (default {SIZES})")
    parser.add_argument("--graphs", type=int, help="graphs a cell (default 30, quick 3)")
    parser.add_argument("--solver-graphs", type=int, help="games for CP-SAT (default 10, quick 2)")
    parser.add_argument("--solver-seconds", type=float, help="CP-SAT's time a game (default 60, quick 10)")
    parser.add_argument("--processes", type=int, default=1, help="processes, and threads of CP-SAT")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args(arguments)
    if options.solver_graphs is None:
        options.solver_graphs = 2 if options.quick else 10
    if options.solver_seconds is None:
        options.solver_seconds = 10.0 if options.quick else 60.0
    return options


def _print_policies(console: Console, results: list[Result], graphs: int) -> None:
    table = Table(title=f"Makespan / lower bound: mean (worst); model loads / least. {graphs} graphs a row")
    table.add_column("specs", justify="right")
    table.add_column("GPUs", justify="right")
    table.add_column("fan-out")
    for name in POLICIES:
        table.add_column(name, justify="right")
    for cell in dict.fromkeys((r.specs, r.gpus, r.fan_out) for r in results):
        row = {r.policy: r for r in results if (r.specs, r.gpus, r.fan_out) == cell}
        best = min(row.values(), key=lambda r: r.mean_ratio).policy
        table.add_row(
            f"{cell[0]:,}",
            str(cell[1]),
            "yes" if cell[2] else "no",
            *(_entry(row[name], bold=name == best) for name in POLICIES),
        )
    console.print(table)


def _entry(result: Result, *, bold: bool) -> str:
    ratio = f"{result.mean_ratio:.3f}"
    return f"{f'[bold]{ratio}[/]' if bold else ratio} ({result.worst_ratio:.2f}) {result.mean_switches:.1f}x"


def _print_speed(console: Console, speeds: list[Speed]) -> None:
    table = Table(title="Microseconds a decision, four GPUs, 14 classes")
    for title in ("assets ready", "mean", "median", "99 %"):
        table.add_column(title, justify="right")
    for s in speeds:
        table.add_row(f"{s.ready:,}", f"{s.mean_us:.0f}", f"{s.median_us:.0f}", f"{s.p99_us:.0f}")
    console.print(table)


def _print_solver(console: Console, solved: list[Against], limit_seconds: float) -> None:
    table = Table(title=f"{SPECS} specs, 2 GPUs of 16 GB, seconds: ours and CP-SAT's best within {limit_seconds:g} s")
    for title in ("game", "ours", "CP-SAT", "ours / CP-SAT", "lower bound"):
        table.add_column(title, justify="right")
    for s in solved:
        table.add_row(
            str(s.seed),
            f"{s.ours_seconds:.1f}",
            f"{s.solver_seconds:.1f}",
            f"{s.ratio:.4f}",
            f"{s.lower_bound_seconds:.1f}",
        )
    console.print(table)


def _goals(results: list[Result], speeds: list[Speed], solved: list[Against]) -> list[tuple[str, bool]]:
    ours = [r for r in results if r.policy == "yoake"]
    night = [r for r in ours if (r.specs, r.gpus) == (400, 2)]
    behind = [
        f"{r.policy} at {r.specs} specs, {r.gpus} GPUs"
        for r in results
        for o in ours
        if (o.specs, o.gpus, o.fan_out) == (r.specs, r.gpus, r.fan_out) and r.mean_ratio < o.mean_ratio - 1e-6
    ]
    besides = f", but {', '.join(behind)}" if behind else ""
    slowest = max(s.mean_us for s in speeds)
    goals = [
        (f"no other policy is better in the mean at any size{besides}", not behind),
        (f"a decision takes {slowest:.0f} microseconds (at most 200)", slowest <= 200),
    ]
    if night:
        average, worst = mean(r.mean_ratio for r in night), max(r.worst_ratio for r in night)
        switches = mean(r.mean_switches for r in night)
        goals += [
            (f"400 specs, 2 GPUs: mean {average:.4f} of the bound (at most 1.02)", average <= 1.02),
            (f"400 specs, 2 GPUs: worst {worst:.4f} of the bound (at most 1.06)", worst <= 1.06),
            (f"400 specs, 2 GPUs: {switches:.2f} times the least loads (at most 1.5)", switches <= 1.5),
        ]
    if solved:
        farthest = max(s.ratio for s in solved)
        goals.append((f"{SPECS} specs: at worst {farthest:.4f} of CP-SAT's best (at most 1.03)", farthest <= 1.03))
    return goals


if __name__ == "__main__":
    sys.exit(main())
