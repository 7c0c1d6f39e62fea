"""What decides an asset's content: the parts of its fingerprint, and which upstream assets it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yoake.definition.models import Project, TaskSpec
from yoake.fingerprint import FORMAT, digest
from yoake.graph.asset import Asset
from yoake.graph.expansion import manifest_of, speaks_lines
from yoake.graph.revision import revised_notes, revised_prompt, revised_seed
from yoake.graph.structure import upstreams
from yoake.library.manifest import Library
from yoake.review.decision import NO_STANDING, Standing
from yoake.texts.registry import part_of

TITLED = frozenset(("llm_gen", "text_gen", "integrate", "build"))
"""Types whose content depends on the project's title and name; the interface's pictures do too."""
VOICE_USES = {"character_setting": "characters/{character}"}
SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class UpstreamSpec:
    """A settled upstream spec: its assets and ways to find some of them fast."""

    spec: TaskSpec
    assets: tuple[Asset, ...]
    digest: str
    """Over the addresses and contents of all its assets."""
    by_param: dict[str, dict[str, tuple[Asset, ...]]]
    """Filled by need: parameter -> value -> assets that have it; assets without the parameter are under ``""``."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An asset's fingerprint and the upstream assets it uses."""

    fingerprint: str
    inputs: tuple[Asset, ...]
    values: dict[str, Any]
    """Name of a part (`prompt`, `params.character`, `inputs.char_setting`) -> what it is."""


def identify(
    asset: Asset,
    project: Project,
    library: Library,
    upstream: Mapping[str, UpstreamSpec],
    provider: Mapping[str, Any],
    document: Callable[[str], Any],
    standing: Standing = NO_STANDING,
) -> Identity:
    """Fingerprint of an asset whose upstream specs are settled.

    Args:
        provider: the name of what makes it and its version-relevant settings.
        document: SHA-256 of a text result -> its parsed JSON.
        standing: what people have decided about it: where nobody has, the fingerprint is that of the spec alone.
    """
    spec = asset.spec
    manifest = manifest_of(spec, library)
    uses = dict(manifest.uses) if manifest else {}
    if spec.type == "voice_gen":
        uses = {**VOICE_USES, **uses}
    match = manifest.match if manifest else {}
    item_sources = _item_sources(spec) if asset.item is not None else frozenset()
    inputs: list[Asset] = []
    used: dict[str, Any] = {}
    for name in upstreams(spec):
        source = upstream[name]
        path = uses.get(source.spec.template or "")
        if path is not None:
            inputs.extend(source.assets)
            path = SLOT.sub(lambda m: str(asset.params.get(m.group(1), "")), path)
            used[name] = [part_of(document(a.record.sha256), path) if a.record else None for a in source.assets]
        elif name in item_sources:
            continue  # the element it is for is part of the fingerprint; the rest of that result is not used
        elif chosen := _chosen(asset, source, match):
            inputs.extend(chosen)
            used[name] = source.digest if chosen is source.assets else [[a.address, a.media_key] for a in chosen]
    titled = spec.type in TITLED or asset.category == "ui"
    values: dict[str, Any] = {
        "format": FORMAT,
        "type": spec.type,
        "category": asset.category,
        "provider": provider,
        "workflow": spec.workflow,
        "template": spec.template,
        "content": _content(spec, library),
        "prompt": revised_prompt(spec, standing),
        "seed": revised_seed(project.seed, asset.address, standing),
        "language": project.language,
        "title": project.title if titled else None,
        "project": project.project if titled else None,
        "item": asset.item,
        "quality": spec.quality,
    }
    if notes := revised_notes(standing):
        values["notes"] = notes
    for key, value in asset.params.items():
        values[f"params.{key}"] = value
    for key, value in used.items():
        values[f"inputs.{key}"] = value
    return Identity(digest(values), tuple(inputs), values)


def parts_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Short digests of the parts of an identity: enough to say later which of them changed."""
    return {key: digest(value)[:16] for key, value in values.items()}


def _content(spec: TaskSpec, library: Library) -> str | None:
    if spec.workflow:
        return library.content.get(f"workflow:{spec.workflow}")
    return library.content.get(f"template:{spec.template}") if spec.template else None


def _item_sources(spec: TaskSpec) -> frozenset[str]:
    if spec.foreach:
        return frozenset((spec.foreach.split(".", 1)[0],))
    return frozenset(spec.depends_on) if speaks_lines(spec) else frozenset()


def _chosen(asset: Asset, source: UpstreamSpec, match: Mapping[str, str]) -> tuple[Asset, ...]:
    """Those of an upstream spec's assets that this one uses (the manifest's `match`)."""
    chosen = source.assets
    for key, own in match.items():
        wanted = asset.params.get(own)
        if wanted is None:
            continue
        index = source.by_param.get(key)
        if index is None:
            index = source.by_param[key] = _index(source.assets, key)
        if set(index) <= {""}:
            continue
        values = [str(v) for v in wanted] if isinstance(wanted, list | tuple) else [str(wanted)]
        hits = {id(a) for value in ("", *values) for a in index.get(value, ())}
        chosen = (
            tuple(a for value in ("", *values) for a in index.get(value, ()))
            if chosen is source.assets
            else tuple(a for a in chosen if id(a) in hits)
        )
    return chosen


def _index(assets: tuple[Asset, ...], key: str) -> dict[str, tuple[Asset, ...]]:
    index: dict[str, list[Asset]] = {}
    for asset in assets:
        value = asset.params.get(key)
        index.setdefault("" if value is None else str(value), []).append(asset)
    return {value: tuple(found) for value, found in index.items()}
