"""Runs the benchmarks that are named, or all."""

from __future__ import annotations

import argparse
import importlib

ALL = {
    "overhead": "benchmarks.engine.overhead",
    "scale": "benchmarks.engine.scale",
    "schedule": "benchmarks.schedule.compare",
}


def main() -> None:
    """Parses the command line and runs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="which; all by default")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller")
    given = parser.parse_args()
    for name in given.names or ALL:
        importlib.import_module(ALL[name]).main(given.quick)


if __name__ == "__main__":
    main()
