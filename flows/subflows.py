"""The category subflows of a live run: each begins when its category is first needed, one after the other."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any

from flows.category_line import CategoryLine
from yoake.errors import YoakeError
from yoake.words import Category

StartCategory = Callable[[Category], Awaitable[Any]]


class Subflows:
    """Belongs to the run's event loop.

    Args:
        failed: told what broke a subflow itself, or that it ended before its work did.
    """

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        self.lines: dict[Category, CategoryLine] = {}
        self._failed = failed
        self._running: dict[Category, asyncio.Task[Any]] = {}
        self._start: StartCategory | None = None
        self._starting = asyncio.Lock()
        self._context = contextvars.copy_context()

    def open(self, start: StartCategory) -> None:
        """From now on subflows may begin; to be called in the context of the parent flow run.

        Args:
            start: runs the subflow of a category until its line is closed.
        """
        self._context = contextvars.copy_context()
        self._start = start

    def line(self, category: Category) -> CategoryLine:
        """The way to a category's subflow, which begins if it has not."""
        if category not in self.lines:
            assert self._start is not None
            line = self.lines[category] = CategoryLine(category)
            # what leads here may come from a thread, whose context knows no parent flow run
            self._running[category] = asyncio.get_running_loop().create_task(
                self._start_in_turn(self._start, line), context=self._context.copy()
            )
        return self.lines[category]

    async def close(self) -> None:
        """Lets every subflow end, and waits for that."""
        for line in self.lines.values():
            line.close()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _start_in_turn(self, start: StartCategory, line: CategoryLine) -> None:
        # several subflows created at once meet 503s on SQLite and stall for seconds (docs/adr/0002)
        async with self._starting:
            running = asyncio.ensure_future(start(line.category))
            begun = asyncio.ensure_future(line.begun.wait())
            await asyncio.wait({running, begun}, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
        try:
            state = await running
        except BaseException as error:
            self._failed(error)
            raise
        if line.in_flight:
            ended = f"The subflow of {line.category} ended before its work did"
            why = getattr(state, "message", None)
            self._failed(YoakeError("run.category-lost", f"{ended}: {why}" if why else f"{ended}."))
