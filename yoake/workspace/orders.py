"""Turns an asset that must be made into the order for it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from yoake.definition.models import Project
from yoake.game.assemble_input import MadeAsset
from yoake.graph.asset import Asset
from yoake.graph.identity import TITLED
from yoake.library.manifest import Library
from yoake.making.order import Fallback, Order, Site
from yoake.providers.base import Credit, Input, Request
from yoake.store.base import AssetStore
from yoake.workspace.providers import TIMEOUT_SECONDS, Choice, wants_alpha


def order_of(
    asset: Asset,
    project: Project,
    library: Library,
    choice: Choice,
    store: AssetStore,
    site: Site,
    run_id: str,
    *,
    fallback: Choice | None = None,
    lost: int = 0,
) -> Order:
    """The order for one asset whose inputs are all there.

    Args:
        fallback: who makes it where `choice` could not.
        lost: how many attempts at it in a row took their process with them.
    """
    spec = asset.spec
    titled = spec.type in TITLED or asset.category == "ui"
    template = library.templates.get(spec.template) if spec.template else None
    request = Request(
        project=project.project if titled else "",
        title=project.title if titled else "",
        language=project.language,
        address=(asset.of or asset).address,
        type=spec.type,
        category=asset.category,
        workflow=spec.workflow,
        template=spec.template,
        prompt=asset.identity["prompt"],
        params=asset.params,
        item=asset.item,
        seed=asset.identity["seed"],
        inputs=tuple(_input(i, store) for i in asset.inputs if i.record is not None),
        folder=Path(),
        notes=tuple(asset.identity.get("notes", ())),
    )
    schema = template.result if template else ("text" if spec.type in ("llm_gen", "text_gen") else None)
    return Order(
        run_id=run_id,
        site=site,
        project=project.project,
        request=request,
        fingerprint=asset.fingerprint,
        provider=choice.provider,
        model=choice.model,
        on_failure=spec.on_failure,
        timeout_seconds=spec.timeout_seconds or TIMEOUT_SECONDS,
        thresholds=spec.quality,
        schema=schema,
        alpha=wants_alpha(spec, library),
        inherited=_credits(asset) if spec.type == "data_process" else (),
        served=choice.served and not choice.refused,
        refused=choice.refused,
        workflow=library.workflows.get(spec.workflow) if spec.workflow else None,
        template=template,
        fallback=None if fallback is None else Fallback(fallback.provider, fallback.model, fallback.served),
        anew=asset.redo,
        before=asdict(asset.before) if asset.before is not None else None,
        lost=lost,
        candidate=asset.number,
        made_assets=tuple(_made(i) for i in asset.inputs if i.record) if spec.type == "integrate" else (),
    )


def _input(asset: Asset, store: AssetStore) -> Input:
    record = asset.record
    assert record is not None
    return Input(
        spec=asset.spec.id,
        address=asset.address,
        path=store.local(record.sha256, record.suffix),
        media_type=record.media_type,
        meta=record.meta,
        placeholder=record.placeholder,
    )


def _credits(asset: Asset) -> tuple[Credit, ...]:
    """The credits of everything that the asset uses, each once, in order."""
    found = (Credit(**c) for i in asset.inputs if i.record for c in i.record.credits)  # type: ignore[arg-type]
    return tuple(dict.fromkeys(found))


def _made(asset: Asset) -> MadeAsset:
    record = asset.record
    assert record is not None
    return MadeAsset(
        address=asset.address,
        spec_id=asset.spec.id,
        type=asset.spec.type,
        category=asset.category,
        media_type=record.media_type,
        sha256=record.sha256,
        meta=record.meta,
        params=asset.params,
        item=asset.item,
        placeholder=record.placeholder,
        credits=tuple(Credit(**c) for c in record.credits),  # type: ignore[arg-type]
    )
