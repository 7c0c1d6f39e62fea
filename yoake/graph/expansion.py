"""Fan-out: one task spec becoming many assets, by `vary` over its parameters or by `foreach` over a result."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from yoake.definition.models import TaskSpec
from yoake.graph.asset import Asset
from yoake.library.manifest import Library, Manifest
from yoake.texts.registry import collection
from yoake.words import CATEGORY_OF_TYPE, Category

UNSAFE = re.compile(r"[^a-z0-9_-]+")


def manifest_of(spec: TaskSpec, library: Library) -> Manifest | None:
    """The manifest of the spec's workflow or template, where it names one."""
    if spec.workflow:
        return library.workflows.get(spec.workflow)
    return library.templates.get(spec.template) if spec.template else None


def category_of(spec: TaskSpec, library: Library) -> Category:
    """The spec's own category, else its manifest's, else its type's."""
    if spec.category:
        return spec.category
    manifest = manifest_of(spec, library)
    return manifest.category if manifest else CATEGORY_OF_TYPE[spec.type]


def is_dynamic(spec: TaskSpec) -> bool:
    """Whether the number of assets is known only once an upstream result is there."""
    return spec.foreach is not None or speaks_lines(spec)


def speaks_lines(spec: TaskSpec) -> bool:
    """Whether it is a voice that speaks its character's lines, one asset a line."""
    return spec.type == "voice_gen" and "character" in spec.params and "text" not in spec.params


def expand(spec: TaskSpec, library: Library, results: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Asset]:
    """The assets of a spec whose upstream specs are settled.

    Args:
        results: spec id -> the JSON results of its assets in order; only text results are here.

    Returns:
        At least one asset for a spec without `foreach`; for a `foreach` over an empty result, none.
    """
    manifest = manifest_of(spec, library)
    params = _resolved(manifest, spec.params)
    category = category_of(spec, library)
    if is_dynamic(spec):
        items = _items(spec, results)
        taken: dict[str, int] = {}
        assets = []
        for order, item in enumerate(items):
            fields = item if isinstance(item, Mapping) else {"value": item}
            name = _unique(_name_of(item, order), taken)
            known = manifest.parameters if manifest else {}
            own = {k: v for k, v in fields.items() if k in known and v is not None}
            assets.append(Asset(f"{spec.id}/{name}", spec, category, name, {**params, **own}, dict(fields), order))
        return assets
    lists = [(key, to) for key, to in (manifest.vary if manifest else {}).items() if isinstance(params.get(key), list)]
    if not lists:
        return [Asset(spec.id, spec, category, None, params, None, 0)]
    rest = {k: v for k, v in params.items() if k not in dict(lists)}
    taken = {}
    assets = []
    for order, values in enumerate(itertools.product(*(params[key] for key, _ in lists))):
        name = _unique("-".join(_safe(str(v)) for v in values), taken)
        own = {to: value for (_, to), value in zip(lists, values, strict=True)}
        assets.append(Asset(f"{spec.id}/{name}", spec, category, name, {**rest, **own}, None, order))
    return assets


def _resolved(manifest: Manifest | None, own: Mapping[str, Any]) -> dict[str, Any]:
    filled = {k: p.default for k, p in manifest.parameters.items() if p.default is not None} if manifest else {}
    return {**filled, **own}


def _items(spec: TaskSpec, results: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Any]:
    if spec.foreach:
        source, field = spec.foreach.split(".", 1)
        found = [element for document in results.get(source, ()) for element in collection(document, field)]
    else:
        # the nearest upstream that holds lines: a dialogue where there is one, else the scenario
        found = []
        for source in reversed(spec.depends_on):
            found = [line for document in results.get(source, ()) for line in collection(document, "lines")]
            if found:
                break
    if speaks_lines(spec):
        speaker = spec.params["character"]
        found = [line for line in found if isinstance(line, Mapping) and line.get("speaker") == speaker]
    return found


def _name_of(item: Any, order: int) -> str:
    if isinstance(item, Mapping):
        named = item.get("id") or item.get("scene")
        if isinstance(named, str) and _safe(named):
            return _safe(named)
    elif isinstance(item, str) and _safe(item):
        return _safe(item)
    return f"{order + 1:04d}"


def _safe(text: str) -> str:
    return UNSAFE.sub("_", text.lower()).strip("_")[:64]


def _unique(name: str, taken: dict[str, int]) -> str:
    name = name or "item"
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}_{taken[name]}"
