"""Reads what the catalog holds of a project: which runs there were, and how its assets are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from yoake.catalog.catalog import Catalog
from yoake.catalog.tables import asset, attempt, product, run, stored_object
from yoake.errors import InvalidRequestError

LOOKED_BACK = 100
"""How many runs are searched for the last one that looked at the whole project."""


@dataclass(frozen=True, slots=True)
class AssetState:
    """How an asset was left by the last run that looked at it."""

    address: str
    category: str
    type: str
    status: str
    fingerprint: str
    sha256: str | None
    reason: str
    error_code: str | None
    run_id: str
    updated_at: str

    @property
    def spec(self) -> str:
        """Id of its task spec."""
        return self.address.partition("/")[0]

    @property
    def item(self) -> str:
        """Its name within a fan-out; empty where there is none."""
        return self.address.partition("/")[2]


@dataclass(frozen=True, slots=True)
class AssetContent:
    """What is known of an asset's file and of how it was made."""

    suffix: str
    """Empty where there is no file."""
    media_type: str
    facts: Mapping[str, Any]
    """Parameters of the request, and over them what the provider said of the result."""
    credits: tuple[Mapping[str, Any], ...]
    seconds: float
    provider: str
    model: str
    degraded: bool
    made_at: str
    """Empty for what is no product."""


def open_records(url: str) -> Catalog:
    """Opens a catalog to read from, without creating one.

    Raises:
        InvalidRequestError: `status.no-catalog` where no run has written one yet.
        YoakeError: `catalog.unreachable`, `catalog.newer`.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise InvalidRequestError(
            "status.no-catalog",
            "Nothing was made here yet: the output folder has no catalog.",
            next_step="Make something with `yoake generate FILE`, or name the folder with --out.",
        )
    return Catalog(url)


def projects(catalog: Catalog) -> list[str]:
    """Names of all projects that ever had a run, the last one first."""
    query = select(run.c.project).group_by(run.c.project).order_by(func.max(run.c.number).desc(), run.c.project)
    with catalog.engine.connect() as connection:
        return [str(name) for (name,) in connection.execute(query)]


def present_assets(catalog: Catalog, project: str) -> list[AssetState]:
    """The assets that the project has now, by address.

    The catalog also remembers assets that a project had once. A run of the whole project records every asset it has,
    so what neither the last such run nor a later one has recorded is gone.
    """
    columns = [asset.c[name] for name in AssetState.__slots__]
    with catalog.engine.connect() as connection:
        query = select(*columns).where(asset.c.project == project).order_by(asset.c.address)
        found = [AssetState(*row) for row in connection.execute(query)]
    since: set[str] = set()
    for one in catalog.runs(project, LOOKED_BACK):
        since.add(one.id)
        if one.status in ("done", "failures") and not one.settings.get("only"):
            return [a for a in found if a.run_id in since]
    return found


def contents(catalog: Catalog, project: str, assets: list[AssetState]) -> dict[str, AssetContent]:
    """What the catalog knows of the files of these assets, and of what was asked for, by address."""
    products = _products(catalog, project)
    tries = _last_attempts(catalog, project)
    suffixes = _suffixes(catalog)
    found = {}
    for one in assets:
        made, tried = products.get(one.fingerprint), tries.get(one.address)
        facts: dict[str, Any] = dict((tried.settings or {}).get("params") or {}) if tried else {}
        facts.pop("duration_seconds", None)  # what was asked for; how long it became is in the measures
        if tried and "seconds" in (tried.measures or {}):
            facts["duration_seconds"] = tried.measures["seconds"]
        model = (tried.model or "") if tried else ""
        if made is not None and one.sha256 == made.sha256:
            found[one.address] = AssetContent(
                suffix=made.suffix,
                media_type=made.media_type,
                facts={**facts, **made.meta},
                credits=tuple(made.credits),
                seconds=made.seconds,
                provider=made.provider,
                model=model,
                degraded=bool(made.degraded),
                made_at=made.made_at,
            )
        else:
            # a placeholder is no product: only its bytes and what was asked for are known
            suffix = suffixes.get(one.sha256, "") if one.sha256 else ""
            found[one.address] = AssetContent(suffix, "", facts, (), 0.0, "", "", degraded=False, made_at="")
    return found


def _products(catalog: Catalog, project: str) -> dict[str, Any]:
    t = product.c
    columns = (
        t.fingerprint, t.sha256, t.suffix, t.media_type, t.meta, t.credits, t.seconds, t.provider, t.degraded,
        t.made_at,
    )  # fmt: skip
    with catalog.engine.connect() as connection:
        return {r.fingerprint: r for r in connection.execute(select(*columns).where(t.project == project))}


def _last_attempts(catalog: Catalog, project: str) -> dict[str, Any]:
    t = attempt.c
    last = select(func.max(t.id)).where(t.project == project).group_by(t.address)
    columns = (t.address, t.settings, t.measures, t.model)
    with catalog.engine.connect() as connection:
        return {r.address: r for r in connection.execute(select(*columns).where(t.id.in_(last)))}


def _suffixes(catalog: Catalog) -> dict[str, str]:
    t = stored_object.c
    with catalog.engine.connect() as connection:
        return dict(connection.execute(select(t.sha256, t.suffix)).tuples().all())


def moment(text: str) -> datetime:
    """A time as the catalog writes it."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
