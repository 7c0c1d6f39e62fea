"""Integration: all finished assets become one typed `game.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from yoake.build.placeholder import placeholder_picture
from yoake.errors import InvalidRequestError
from yoake.fingerprint import canonical_json
from yoake.game.assemble import assemble
from yoake.game.assemble_input import AssembleInput, MissingFile
from yoake.making.order import Order
from yoake.making.workshop import Workshop
from yoake.providers.base import Input, Product, Request
from yoake.store.inventory import row_of
from yoake.texts.models import CharacterSetting, Dialogue, Scenario, WorldSetting

M = TypeVar("M", bound=BaseModel)
KINDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("chapters", Scenario),
    ("characters", CharacterSetting),
    ("places", WorldSetting),
    ("scene", Dialogue),
)
"""A key that only this kind of document has at its top."""


def integrate(order: Order, request: Request, workshop: Workshop) -> Product:
    """Writes `game.json`; what the story asks for and nobody made gets a placeholder, stored like any asset.

    Raises:
        InvalidRequestError: `integrate.no-scenario` where no upstream asset is a scenario.
    """
    documents = _documents(request.inputs_of("application/json"))
    scenarios = [d for d in documents if isinstance(d, Scenario)]
    if not scenarios:
        raise InvalidRequestError(
            "integrate.no-scenario",
            f"{order.address} has no scenario to make a game from.",
            next_step="Let it depend on an llm_gen task with the template main_scenario.",
        )
    source = AssembleInput(
        project=request.project,
        title=request.title,
        language=request.language,
        scenario=scenarios[-1],
        characters=_last(documents, CharacterSetting),
        world=_last(documents, WorldSetting),
        dialogues=tuple(d for d in documents if isinstance(d, Dialogue)),
        assets=order.made_assets,
    )
    assembled = assemble(source)
    suffixes = {a.sha256: i.path.suffix for a, i in _with_files(order, request)}
    if assembled.missing:
        stand_ins = tuple(_stand_in(m, request.folder, workshop, suffixes) for m in assembled.missing)
        assembled = assemble(replace(source, assets=(*source.assets, *stand_ins)))
    path = request.folder / "game.json"
    path.write_bytes(canonical_json(assembled.game.model_dump(mode="json")) + b"\n")
    placeholders = sorted(f.name for f in assembled.game.files if f.placeholder)
    used = {f.sha256 for f in assembled.game.files}
    return Product(
        path,
        "application/json",
        meta={"placeholders": placeholders, "suffixes": {k: v for k, v in sorted(suffixes.items()) if k in used}},
    )


def _documents(inputs: Iterable[Input]) -> list[BaseModel]:
    found: list[BaseModel] = []
    for one in inputs:
        data: Any = json.loads(one.path.read_bytes())
        model = next((m for key, m in KINDS if isinstance(data, dict) and key in data), None)
        if model is not None:
            try:
                found.append(model.model_validate(data))
            except ValidationError as error:
                raise InvalidRequestError(
                    "integrate.bad-text", f"{one.address} is no valid text result: {error.errors()[0]['msg']}."
                ) from error
    return found


def _last(documents: list[BaseModel], model: type[M]) -> M | None:
    return next((d for d in reversed(documents) if isinstance(d, model)), None)


def _with_files(order: Order, request: Request) -> Iterable[tuple[Any, Input]]:
    by_address = {i.address: i for i in request.inputs}
    return ((a, by_address[a.address]) for a in order.made_assets if a.address in by_address)


def _stand_in(missing: MissingFile, folder: Path, workshop: Workshop, suffixes: dict[str, str]) -> Any:
    path = folder / "stand_in.png"
    placeholder_picture(missing.category, missing.label, missing.width, missing.height, path)
    stored = workshop.store.put(path, ".png")
    workshop.catalog.record_objects([row_of(stored)])
    suffixes[stored.sha256] = ".png"
    return missing.stand_in(stored.sha256)
