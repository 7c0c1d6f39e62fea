"""How a project stands: its last run, its assets by category, what failed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from yoake.catalog.catalog import Catalog
from yoake.errors import InvalidRequestError, YoakeError
from yoake.reporting.forecasts import Forecast, read_forecast
from yoake.reporting.records import AssetState, moment, present_assets, projects
from yoake.reporting.reviews import NOBODY_ASKED, ReviewStatus, review_status
from yoake.reporting.said import Said, take_apart
from yoake.store.paths import Layout, safe_step
from yoake.words import CATEGORIES
from yoake.workspace.lock import project_lock

RunEnd = Literal["running", "done", "failures", "waiting", "out-of-time", "interrupted", "crashed"]
Standing = Literal["made", "up-to-date", "placeholder", "skipped", "failed", "blocked", "waiting"]
"""waiting: it was not made before, and the run that would have tried again has not come to it (yet)."""
STANDINGS: tuple[Standing, ...] = ("made", "up-to-date", "placeholder", "skipped", "failed", "blocked", "waiting")
UNDECIDED: frozenset[RunEnd] = frozenset(("running", "waiting", "out-of-time", "interrupted", "crashed"))
"""Ends of a run that has not looked at everything."""
TROUBLES: tuple[Standing, ...] = ("failed", "placeholder", "skipped")


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run that had anything to make."""

    id: str
    ended: RunEnd
    started_at: datetime
    seconds: float
    """How long it took; of one that goes on, how long it has gone on; of a crashed one, until its last sign of life."""
    project_file: str
    only: tuple[str, ...]
    forecast: Forecast | None = None

    @property
    def finish(self) -> datetime:
        """When it ended; of one that goes on, now."""
        return self.started_at + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """A category's assets by how they stand."""

    category: str
    counts: dict[Standing, int]

    @property
    def total(self) -> int:
        """All its assets."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Trouble:
    """An asset that is not there as it should be, and why."""

    address: str
    category: str
    status: str
    said: Said


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """Everything that `yoake status` tells of a project."""

    project: str
    run: LastRun
    categories: tuple[CategoryCount, ...]
    """In the order of the vocabulary; only those that the project has."""
    troubles: tuple[Trouble, ...]
    """Failed first, then placeholders and skipped ones."""
    blocked: tuple[Trouble, ...]
    """Assets that wait for a failed one."""
    degraded: tuple[str, ...] = ()
    """Assets that are there, and were made with less than was asked for."""
    reviews: ReviewStatus = NOBODY_ASKED
    """What waits for people, and what they decided."""

    def count(self, *standings: Standing) -> int:
        """How many assets stand so; all without an argument."""
        return sum(c.counts.get(s, 0) for c in self.categories for s in standings or STANDINGS)


def project_status(
    catalog: Catalog,
    layout: Layout,
    project: str,
    *,
    assets: list[AssetState] | None = None,
    clock: datetime | None = None,
) -> ProjectStatus:
    """How a project stands.

    Args:
        assets: its present assets, where they are at hand already.
        clock: the time now.

    Raises:
        InvalidRequestError: `status.no-runs` where no run of the project is recorded.
    """
    assets = present_assets(catalog, project) if assets is None else assets
    run = _last_run(catalog, layout, project, assets, clock or datetime.now(UTC))
    counted: dict[str, Counter[Standing]] = {}
    for one in assets:
        counted.setdefault(one.category, Counter())[_standing(one, run)] += 1
    less = catalog.degraded(project)
    order = {name: i for i, name in enumerate(CATEGORIES)}
    known = sorted(counted, key=lambda c: (order.get(c, len(order)), c))  # type: ignore[call-overload]
    return ProjectStatus(
        project=project,
        run=run,
        categories=tuple(CategoryCount(c, {s: counted[c][s] for s in STANDINGS if counted[c][s]}) for c in known),
        troubles=tuple(t for status in TROUBLES for t in _troubles(assets, status, run)),
        blocked=tuple(_troubles(assets, "blocked", run)),
        degraded=tuple(a.address for a in assets if a.sha256 is not None and a.fingerprint in less),
        reviews=review_status(catalog, project, assets),
    )


def all_statuses(catalog: Catalog, layout: Layout, *, clock: datetime | None = None) -> list[ProjectStatus]:
    """How every project of an output folder stands, the last one first."""
    return [project_status(catalog, layout, name, clock=clock) for name in projects(catalog)]


def is_at_work(layout: Layout, project: str) -> bool:
    """Whether a run of the project holds its lock now.

    The lock is tried for a moment: there is no way to ask for it that works on every system.
    """
    if not (layout.locks / f"{safe_step(project)}.lock").exists():
        return False
    try:
        with project_lock(layout, project):
            return False
    except YoakeError as error:
        if error.code == "run.busy":
            return True
        if error.code == "store.read-only":  # in such a folder no run can be at work
            return False
        raise


def _last_run(catalog: Catalog, layout: Layout, project: str, assets: Iterable[AssetState], clock: datetime) -> LastRun:
    newest = next(iter(catalog.runs(project, 1)), None)
    if newest is None:
        raise InvalidRequestError(
            "status.no-runs",
            f"No run of {project} is recorded here.",
            next_step=f"Known are: {', '.join(projects(catalog)) or 'none'}; --out names another folder.",
        )
    started, ended = moment(newest.started_at), newest.status
    if ended == "running" and not is_at_work(layout, project):
        ended = "crashed"
    if newest.finished_at is not None:
        seconds = newest.seconds if newest.seconds is not None else _span(started, [moment(newest.finished_at)])
    elif ended == "running":
        seconds = _span(started, [clock])
    else:
        seconds = _span(started, [moment(a.updated_at) for a in assets if a.run_id == newest.id])
    settings = newest.settings
    return LastRun(
        id=newest.id,
        ended=ended,
        started_at=started,
        seconds=seconds,
        project_file=str(settings.get("project_file") or ""),
        only=tuple(str(name) for name in settings.get("only") or ()),
        forecast=read_forecast(newest.forecast, started),
    )


def _span(started: datetime, ends: list[datetime]) -> float:
    return max([0.0, *((end - started).total_seconds() for end in ends)])


def _standing(asset: AssetState, run: LastRun) -> Standing:
    here = asset.run_id == run.id
    if asset.status in ("made", "up-to-date"):
        return "made" if here and asset.status == "made" else "up-to-date"
    if not here and run.ended in UNDECIDED:
        return "waiting"
    return next((s for s in STANDINGS if s == asset.status), "blocked")


def _troubles(assets: Iterable[AssetState], status: Standing, run: LastRun) -> list[Trouble]:
    return [
        Trouble(a.address, a.category, a.status, take_apart(a.reason, a.error_code))
        for a in assets
        if _standing(a, run) == status
    ]
