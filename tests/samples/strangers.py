"""Others who use the same resources, as programs of their own: `python -m tests.samples.strangers WHAT TAG ...`."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path


class Book:
    """Who used a resource from when to when, written by several programs into one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def used(self, who: str, began: float) -> None:
        """Notes that somebody used it from `began` (monotonic) until now."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{began} {time.monotonic()} {who}\n")  # one write of one line: others write too

    def entries(self) -> list[tuple[float, float, str]]:
        """(began, ended, who) in the order in which they began."""
        lines = [line.split() for line in self.path.read_text(encoding="utf-8").splitlines()]
        return sorted((float(began), float(ended), who) for began, ended, who in lines)

    def most_at_once(self) -> int:
        """The most uses that overlapped."""
        steps = sorted(s for began, ended, _ in self.entries() for s in ((began, 1), (ended, -1)))
        now = most = 0
        for _, change in steps:
            now += change
            most = max(most, now)
        return most

    def stretches(self) -> list[str]:
        """Whose turn it was, one entry a turn."""
        turns: list[str] = []
        for _, _, who in self.entries():
            if not turns or turns[-1] != who:
                turns.append(who)
        return turns


def foreign_flow(tag: str, path: Path, at_once: int, in_turn: int) -> None:
    """A flow that knows nothing of Yoake: some tasks at once, then some one after the other.

    The latter are what is hardest to get in between; they end early once somebody did, twice.
    """
    from prefect import flow, task

    book = Book(path)

    @task(tags=[tag])
    def draw() -> None:
        began = time.monotonic()
        time.sleep(0.3)  # its work
        book.used("stranger", began)

    @flow
    def strangers() -> None:
        for future in [draw.submit() for _ in range(at_once)]:
            future.result()
        for _ in range(in_turn):
            if book.stretches().count("run") > 2:
                break
            draw()

    strangers()


def hold(tag: str) -> None:
    """Holds a resource until it is killed."""
    from flows.leases import Leases

    async def run() -> None:
        granted = asyncio.Event()
        leases = Leases([tag], lambda _: granted.set(), lambda *_: None)
        leases.want(tag)
        await granted.wait()
        print("held", flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


if __name__ == "__main__":
    what, tag, *rest = sys.argv[1:]
    if what == "hold":
        hold(tag)
    else:
        foreign_flow(tag, Path(rest[0]), int(rest[1]), int(rest[2]))
