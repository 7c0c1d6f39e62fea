"""Where the time went: the slowest assets, seconds by category, and the last run as a timeline."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yoake.reporting.records import AssetContent, AssetState, moment

SLOWEST = 12
MOST_LANES = 16
"""More tries at once than this share the last lane."""
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)


@dataclass(frozen=True, slots=True)
class CategoryTime:
    """What a category's assets took, however many runs ago."""

    category: str
    assets: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A try on the timeline, or several of one category that follow each other too closely to be told apart."""

    category: str
    lane: int
    start: float
    """Share of the timeline's length, 0 to 1."""
    length: float
    label: str
    """The asset; empty for several."""
    count: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The tries of one run, side by side."""

    seconds: float
    lanes: int
    bars: tuple[Bar, ...]
    ticks: tuple[float, ...]
    """In seconds."""
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """What the report tells of times."""

    slowest: tuple[tuple[str, float], ...]
    """(address, seconds)."""
    categories: tuple[CategoryTime, ...]
    """The longest first."""
    tries: int
    """Of the last run."""
    retries: int
    failed: int
    retried: tuple[tuple[str, int], ...]
    """(address, tries) where more than one was needed, most tries first."""
    timeline: Timeline | None


def timing(assets: Sequence[AssetState], contents: Mapping[str, AssetContent], attempts: Sequence[Any]) -> Timing:
    """Where the time went.

    Args:
        attempts: the last run's, as rows of the catalog.
    """
    took = {a.address: contents[a.address].seconds for a in assets if a.address in contents}
    spent: dict[str, list[float]] = {}
    for one in assets:
        if took.get(one.address):
            spent.setdefault(one.category, []).append(took[one.address])
    tries: dict[str, int] = {}
    for row in attempts:
        tries[row.address] = tries.get(row.address, 0) + 1
    again = sorted(((a, n) for a, n in tries.items() if n > 1), key=lambda pair: (-pair[1], pair[0]))
    slowest = heapq.nlargest(SLOWEST, took.items(), key=lambda pair: (pair[1], pair[0]))
    return Timing(
        slowest=tuple((address, seconds) for address, seconds in slowest if seconds > 0),
        categories=tuple(
            sorted((CategoryTime(c, len(s), sum(s)) for c, s in spent.items()), key=lambda c: (-c.seconds, c.category))
        ),
        tries=len(attempts),
        retries=len(attempts) - len(tries),
        failed=sum(row.outcome not in ("made", "again") for row in attempts),
        retried=tuple(again[:SLOWEST]),
        timeline=timeline(attempts, {a.address: a.category for a in assets}),
    )


def timeline(attempts: Iterable[Any], categories: Mapping[str, str]) -> Timeline | None:
    """The tries of a run on as few lanes as show them side by side; none where there are none.

    Bars of one category that follow each other within a lane closer than a pixel become one, so that a run of ten
    thousand assets is drawn with some hundred bars.
    """
    spans = sorted(
        (moment(r.started_at).timestamp(), r.seconds, r.address, categories.get(r.address, ""), r.outcome != "made")
        for r in attempts
    )
    if not spans:
        return None
    begin = spans[0][0]
    whole = max(0.001, *(start + seconds - begin for start, seconds, *_ in spans))
    free: list[tuple[float, int]] = []  # (when it is free, lane)
    lanes = 0
    last: dict[int, Bar] = {}
    bars: list[Bar] = []
    for start, seconds, address, category, failed in spans:
        if free and (free[0][0] <= start or lanes == MOST_LANES):
            until, lane = heapq.heappop(free)
        else:
            until, lane = 0.0, lanes
            lanes += 1
        heapq.heappush(free, (max(until, start + seconds), lane))
        bar = Bar(category, lane, (start - begin) / whole, seconds / whole, address, 1, failed)
        before = last.get(lane)
        if before is not None and _touch(before, bar):
            last[lane] = _joined(before, bar)
            continue
        if before is not None:
            bars.append(before)
        last[lane] = bar
    bars += last.values()
    bars.sort(key=lambda b: (b.lane, b.start))
    step = next((t for t in TICKS if whole / t <= 10), whole / 8)
    return Timeline(
        seconds=whole,
        lanes=lanes,
        bars=tuple(bars),
        ticks=tuple(step * i for i in range(int(whole / step) + 1)),
        categories=tuple(sorted({b.category for b in bars})),
    )


def _touch(before: Bar, bar: Bar) -> bool:
    pixel = 1 / 1000
    return (
        before.category == bar.category
        and before.failed == bar.failed
        and bar.start - (before.start + before.length) < pixel
        and (bar.length < 3 * pixel or (before.count > 1 and before.length / before.count < 3 * pixel))
    )


def _joined(before: Bar, bar: Bar) -> Bar:
    end = max(before.start + before.length, bar.start + bar.length)
    return Bar(
        before.category, before.lane, before.start, end - before.start, "", before.count + bar.count, before.failed
    )
