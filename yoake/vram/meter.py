"""How much VRAM something takes at most, measured while it happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

Reading = Callable[[], Awaitable[float | None]]
"""Tells the GB in use now; none where nobody can tell at the moment."""
_log = logging.getLogger(__name__)


class PeakMeter:
    """Reads in the background from the beginning of an `async with` to its end, or to `stop`.

        async with PeakMeter(read) as meter:
            product = await client.make(work)  # which calls meter.stop() as soon as its GPU is somebody else's
        meter.peak_gb

    A reading that fails is left out: measuring never breaks what is measured.

    Args:
        read: tells what is in use now.
        every_seconds: pause between two readings; the first few come faster, since many jobs take only seconds.
    """

    def __init__(self, read: Reading, every_seconds: float = 1.0) -> None:
        self._read = read
        self._every = every_seconds
        self._task: asyncio.Task[None] | None = None
        self._peak: float | None = None
        self._stopped = False
        self.failures = 0
        """Readings that failed."""

    @property
    def peak_gb(self) -> float | None:
        """The most that was read so far, in GB; none where nothing could be read."""
        return self._peak

    def stop(self) -> None:
        """Takes no reading into account any more: what follows on the GPU is somebody else's. Never waits."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()

    async def __aenter__(self) -> PeakMeter:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _watch(self) -> None:
        pause = self._every / 8
        while True:
            try:
                used = await self._read()
            except Exception as error:  # noqa: BLE001 - whatever it was, the asset is worth more than the reading
                self.failures += 1
                if self.failures == 1:
                    _log.warning("VRAM could not be read: %s", error)
            else:
                if used is not None and not self._stopped:
                    self._peak = used if self._peak is None else max(self._peak, used)
            await asyncio.sleep(pause)
            pause = min(self._every, pause * 2)
