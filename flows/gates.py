"""The reviews of a run: opens them as assets get their files, and hears what people decide while something is held."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from yoake.graph.asset import Asset
from yoake.graph.revision import reason_of
from yoake.review.decision import Decision, Standing
from yoake.workspace.candidate_rows import candidate_rows

if TYPE_CHECKING:
    from flows.live_run import LiveRun

LOOK_SECONDS = 1.0
"""How often the catalog is asked for new decisions while something is held."""
REVIEWED = ("gate", "after")


async def nobody(addresses: Sequence[str]) -> None:
    """Nobody asks people for their decision: `yoake review` shows what waits."""


class Gates:
    """Belongs to the event loop of one run; what takes time happens in threads.

    Decisions reach the run here alone, whoever made them wherever: they are read from the catalog.
    """

    def __init__(self, live: LiveRun) -> None:
        self.live = live
        self.opened: Callable[[Sequence[str]], Awaitable[Any]] = nobody
        """Told the addresses of assets that are held from now on; several at a time where they come together."""
        self._reviews = live.workspace.catalog.reviews
        self._project = live.workspace.project.project
        self._last_id = live.state.last_decision
        self._to_open: list[tuple[str, list[dict[str, Any]], dict[str, Any] | None]] = []
        self._to_tell: list[str] = []
        self._opening: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._idle_since: float | None = None

    def begin(self) -> None:
        """Opens the reviews of what was there before the run; to be called when stock is taken, before `drive`."""
        state = self.live.state
        known = {row.address: row.sha256 for row in self._reviews.waiting(self._project)}
        reviewed = {spec.id for spec in self.live.workspace.specs if spec.review in REVIEWED}
        asked = [address for address in known if address.partition("/")[0] in reviewed]
        if len(asked) < len(known):
            self._reviews.close_all_but(self._project, asked)
        if not reviewed:
            return
        for asset in state.assets.values():
            if self._is_to_review(asset):
                row = self._row(asset)
                if known.get(asset.address) != row["sha256"]:
                    self._reviews.open_review(row)
                if asset.held:
                    self._to_tell.append(asset.address)

    def start(self) -> None:
        """From now on decisions are heard; to be called in the run's event loop."""
        self._tend()

    def settled(self, assets: Iterable[Asset]) -> None:
        """Assets have got their files: candidates are noted to choose from, and reviews are opened."""
        for asset in assets:
            candidates = candidate_rows(asset, self.live.run_id)
            review = self._row(asset) if self._is_to_review(asset) else None
            if candidates or review is not None:
                self._to_open.append((asset.address, candidates, review))
            if asset.held:
                self._to_tell.append(asset.address)
        self._tend()

    def is_over(self) -> bool:
        """Whether a run that only waits for people has done so for long enough."""
        loop = asyncio.get_running_loop()
        if self._idle_since is None:
            self._idle_since = loop.time()
            if self.live.gate_linger_seconds > 0:
                self.live.listener.said(f"Waiting for reviews: yoake review {self._project}")
                loop.call_later(self.live.gate_linger_seconds, self.live.safely, self.live.look)
        return loop.time() - self._idle_since >= self.live.gate_linger_seconds

    async def close(self) -> None:
        """Hears nothing more; what has been opened is told."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        while self._opening is not None and not self._opening.done():
            await asyncio.gather(self._opening, return_exceptions=True)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _is_to_review(self, asset: Asset) -> bool:
        if asset.held:
            return True
        if asset.spec.review != "after" or asset.locked or asset.status not in ("made", "up-to-date"):
            return False
        standing = self.live.state.standings.get(asset.address)
        return standing is None or (asset.record is not None and asset.record.sha256 not in standing.approved)

    def _row(self, asset: Asset) -> dict[str, Any]:
        record = asset.record
        assert record is not None
        return {
            "project": self._project, "address": asset.address, "mode": asset.spec.review,
            "fingerprint": asset.fingerprint, "sha256": record.sha256, "suffix": record.suffix,
            "run_id": self.live.run_id,
        }  # fmt: skip

    def _tend(self) -> None:
        """Starts what is to be done beside the run, where it is not under way."""
        if (self._to_open or self._to_tell) and (self._opening is None or self._opening.done()):
            self._opening = self.live.background(self._open())
        if self.live.state.held and (self._watching is None or self._watching.done()):
            self._watching = self.live.background(self._watch())

    async def _open(self) -> None:
        while self._to_open or self._to_tell:
            rows, self._to_open = self._to_open, []
            told, self._to_tell = self._to_tell, []
            await asyncio.to_thread(self._write, rows)
            if told:
                self.live.listener.said(f"For review: {_named(told)} (yoake review {self._project})")
                await self.opened(told)

    def _write(self, rows: Iterable[tuple[str, list[dict[str, Any]], dict[str, Any] | None]]) -> None:
        for address, candidates, review in rows:
            if candidates:
                self._reviews.record_candidates(self._project, address, candidates)
            if review is not None:
                self._reviews.open_review(review)

    async def _watch(self) -> None:
        while self.live.state.held:
            await asyncio.sleep(LOOK_SECONDS)
            news = await asyncio.to_thread(self._reviews.decisions, self._project, self._last_id)
            if not news:
                continue
            self._last_id = news[-1].id
            standings = await asyncio.to_thread(self._reviews.standings, self._project)
            for decision in {d.address: d for d in news}.values():
                self._hear(decision, standings)

    def _hear(self, decision: Decision, standings: dict[str, Standing]) -> None:
        self._idle_since = None
        anew = decision.kind in ("reject", "redo")
        self.live.decided(decision.address, standings[decision.address], reason_of(decision) if anew else "")


def _named(addresses: Sequence[str]) -> str:
    more = f" and {len(addresses) - 3} more" if len(addresses) > 3 else ""
    return f"{', '.join(addresses[:3])}{more}"
