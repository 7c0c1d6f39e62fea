"""Runs the benchmarks that are named, or all."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

from benchmarks.table import RESULTS


def _engine(name: str) -> Callable[[bool], object]:
    return lambda quick: importlib.import_module(f"benchmarks.engine.{name}").main(quick)


def _module(name: str) -> Callable[[bool], object]:
    return lambda quick: importlib.import_module(f"benchmarks.{name}").main(quick)


def _schedule(quick: bool) -> object:
    from benchmarks.schedule.__main__ import main as compare

    RESULTS.mkdir(exist_ok=True)
    return compare([*(["--quick"] if quick else []), "--json", str(RESULTS / "schedule.json")])


def _live(quick: bool) -> object:
    from benchmarks.live.command import main as live

    return live(quick)


ALL: dict[str, Callable[[bool], object]] = {
    "clients": _module("clients.command"),
    "kills": _module("kills"),
    "live": _live,
    "night": _module("night"),
    "overhead": _engine("overhead"),
    "scale": _engine("scale"),
    "schedule": _schedule,
    "trigger": _module("trigger"),
}


def main() -> None:
    """Parses the command line and runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(ALL)}; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in ALL]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(ALL)}")
    for name in given.names or ALL:
        ALL[name](given.quick)


if __name__ == "__main__":
    main()
