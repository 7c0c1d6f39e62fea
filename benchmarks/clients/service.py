"""One simulated service in a process of its own, done with everything at once.

`python -m benchmarks.clients.service NAME` prints its address, and ends when its input does.
"""

from __future__ import annotations

import sys

from tests.conformance.service_cases import CASES, Case
from tests.simulators.gpu import Clock
from tests.simulators.suno import SunoSimulator

INSTANT = 1e9
"""Simulated seconds in a real one."""
CREDITS = 10**9


def case_of(name: str) -> Case:
    """The client that is called so.

    Raises:
        StopIteration: none is.
    """
    return next(case for case in CASES if case.name == name)


def main(name: str) -> None:
    """Serves until standard input ends."""
    with case_of(name).simulator(clock=Clock(INSTANT)) as simulator:
        if isinstance(simulator, SunoSimulator):
            simulator.account.credits = CREDITS
        print(simulator.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
