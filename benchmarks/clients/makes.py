"""Makes the same asset many times by one client: `python -m benchmarks.clients.makes NAME ADDRESS CALLS`.

The last line is JSON: how many assets and calls, seconds, CPU seconds of this process and of its event loop alone, and
its memory on the way.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from benchmarks.clients.service import case_of
from tests.conformance.service_cases import Case
from tests.samples.service_work import work
from yoake.providers.clients import ServiceAddress, client_for

AT_ONCE = 8
WARM = 16
"""Assets before anything is measured: imports, tables, the pool of threads."""
EARLY = 1_000
"""The first look at memory, after so many calls."""


class Calls:
    """Counts the HTTP requests of this process."""

    def __init__(self) -> None:
        self.count = 0
        send = httpx.AsyncClient.send

        async def counted(client: httpx.AsyncClient, *given: Any, **more: Any) -> httpx.Response:
            self.count += 1
            return await send(client, *given, **more)

        httpx.AsyncClient.send = counted  # type: ignore[method-assign]


def memory_mb() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def measured(case: Case, url: str, wanted: int, folder: Path) -> dict[str, Any]:
    """Makes assets until there were so many calls."""
    calls = Calls()
    client = client_for(ServiceAddress(f"{case.kind}-0", case.kind, url, settings=case.settings))
    asked = case.asked(folder)
    made, aside = 0, 0.0

    def tidied(place: Path) -> None:
        """Room on the disk for the next ones, which is no client's work."""
        nonlocal aside
        before = time.thread_time()
        shutil.rmtree(place)
        aside += time.thread_time() - before

    async def make_until(enough: int) -> None:
        nonlocal made
        while calls.count < enough:
            made += 1
            place = folder / f"{made}"
            place.mkdir()
            # another seed each: what is asked for twice may come from a cache
            await client.make(work(replace(asked, folder=place, seed=made), model=case.model, timeout_seconds=300.0))
            tidied(place)

    async def together(enough: int) -> None:
        await asyncio.gather(*(make_until(enough) for _ in range(AT_ONCE)))

    await together(WARM)
    gc.freeze()  # as a run does with what is there when it begins (yoake.collector)
    made, aside, first = 0, 0.0, calls.count
    wall, cpu, loop = time.perf_counter(), time.process_time(), time.thread_time()
    await together(first + min(EARLY, wanted))
    early = memory_mb()
    await together(first + wanted)
    found = {
        "assets": made,
        "calls": calls.count - first,
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu - aside,
        "loop_seconds": time.thread_time() - loop - aside,
        "early_mb": early,
        "late_mb": memory_mb(),
    }
    await client.close()
    return found


def main(name: str, url: str, wanted: str) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(asyncio.run(measured(case_of(name), url, int(wanted), Path(scratch)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
