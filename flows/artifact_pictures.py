"""Pictures in the Prefect UI as they come: a thumbnail at each task run, and a sheet of each category at the game's.

All of it happens beside the run. Where pictures come faster than they can be shown, some are seen on the sheet alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import ImageArtifact

from flows.artifact_progress import happens
from flows.artifact_words import harmless, key_of
from flows.live_run import LiveRun
from tasks.asset_line import degraded_of
from yoake.errors import YoakeError
from yoake.graph.asset import Asset, Record

PAUSE_SECONDS = 0.5
"""Seconds between two thumbnails: an asset costs the run a few milliseconds at most, whatever the API takes."""
BACKLOG = 8
"""Pictures that wait to be shown; of more, the oldest are left to the sheet."""


class Pictures:
    """Shows the pictures of one run; to be used in the context of its flow run."""

    def __init__(self, live: LiveRun) -> None:
        self._live = live
        self._waiting: deque[Asset] = deque(maxlen=BACKLOG)
        self._by_category: dict[str, list[Asset]] = {}
        self._complete: list[str] = []

    def offer(self, asset: Asset) -> None:
        """An asset has been settled."""
        record = asset.record
        is_picture = record is not None and record.media_type.startswith("image/")
        if is_picture and asset.status in ("made", "placeholder"):
            self._by_category.setdefault(asset.category, []).append(asset)
            self._waiting.append(asset)
        if not self._live.state.open_by_category.get(asset.category) and asset.category in self._by_category:
            self._complete.append(asset.category)

    async def keep(self, over: asyncio.Event) -> None:
        """Shows what comes until the run is over, and then what still waits, and the sheets that are missing."""
        while not await happens(over, PAUSE_SECONDS):
            if self._complete:
                await self._show_sheet(self._complete.pop(0))
            elif self._waiting:
                await self._show(self._waiting.popleft())
        while self._waiting:
            await self._show(self._waiting.popleft())
        for category in list(self._by_category):
            await self._show_sheet(category)

    async def _show(self, asset: Asset) -> None:
        from flows.artifact_sheet import single  # Pillow, which a run without pictures does without

        future, line = self._live.futures.get(asset.address), self._live.lines.get(asset.category)
        record = asset.record
        if future is None or record is None:
            return  # its file is gone again: it was made anew meanwhile
        uri = await asyncio.to_thread(lambda: (file := self._file(record)) and single(file))
        if uri:
            await ImageArtifact(
                image_url=uri,
                key=key_of(self._live.workspace.project.project, asset.address),
                description=caption(asset),
                task_run_id=future.task_run_id,
                flow_run_id=UUID(line.flow_run_id) if line is not None and line.flow_run_id else None,
            ).acreate()

    async def _show_sheet(self, category: str) -> None:
        from flows.artifact_sheet import MOST, sheet

        assets = self._by_category.pop(category, [])
        shown = [(a.address, a.record) for a in assets if a.record is not None]
        if len(shown) < 2:
            return

        def draw() -> str | None:
            found = [(address, self._file(record)) for address, record in shown]
            return sheet([(address, file) for address, file in found if file is not None])

        uri = await asyncio.to_thread(draw)
        if uri:
            project = self._live.workspace.project.project
            among = f", {MOST} of them" if len(shown) > MOST else ""
            await ImageArtifact(
                image_url=uri,
                key=key_of(project, "pictures", category),
                description=f"{project}: the {len(shown)} pictures of {category} made in this run{among}",
            ).acreate()

    def _file(self, record: Record) -> Path | None:
        """A picture's file; none where the store has lost it, which the next run notices."""
        try:
            return self._live.workspace.store.local(record.sha256, record.suffix)
        except YoakeError:
            return None


def caption(asset: Asset) -> str:
    """What is said of a picture below it."""
    record = asset.record
    less = " (degraded)" if record is not None and degraded_of(_fields(record)) else ""
    return harmless(f"{asset.address}: {asset.status}{less}")


def _fields(record: Record) -> dict[str, Any]:
    return {"degraded": record.degraded, "meta": dict(record.meta)}
