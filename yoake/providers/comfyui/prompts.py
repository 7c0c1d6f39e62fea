"""The texts for a graph: rendered from the request by the workflow's templates, in Jinja2's sandbox."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from yoake.errors import InvalidRequestError
from yoake.library.manifest import Workflow
from yoake.library.wiring import PromptText
from yoake.providers.base import Input, Request
from yoake.providers.comfyui.colours import colour_name
from yoake.providers.comfyui.upstream import wishes
from yoake.texts.models import Appearance
from yoake.words import Language

_LONGEST = 6000
_UNNOTED = ("negative", "plain_negative", "lyrics")
"""Texts that say what is not wanted, or are sung: what reviewers missed does not belong there."""
_MOST_DOCUMENT_BYTES = 4 * 1024 * 1024
_SYNTAX = str.maketrans(dict.fromkeys("()[]{}<>\\|", " ") | {"\n": " ", "\r": " ", "\t": " "})
"""What prompts read as weights, choices or embeddings: taken out of texts that nobody wrote as a prompt."""
_FOREIGN = re.compile(r"[^\x00-\u024f\u2010-\u2027]")
_EMBEDDING = re.compile(r"embedding\s*:", re.IGNORECASE)
_COMMAS = re.compile(r"\s*,[\s,]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def rendered(name: str, wanted: PromptText, workflow: Workflow, request: Request, given: Mapping[str, Input]) -> str:
    """The text that the manifest's `prompts` entry `name` asks for, with what reviewers missed in earlier versions.

    Args:
        given: the upstream pictures that feed the graph, by the name of their input.

    Raises:
        InvalidRequestError: `comfyui.bad-prompt`, where the template cannot be rendered.
    """
    environment = _environment(tuple(workflow.sources.items()), tuple(wanted.reads))
    try:
        text = environment.get_template(f"{wanted.template}.j2").render(context_of(workflow, request, given))
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise InvalidRequestError(
            "comfyui.bad-prompt",
            f"{request.address}: the text {name!r} of the workflow {workflow.name} cannot be made ({error}).",
            next_step=f"Correct prompts/media/{wanted.template}.j2.",
        ) from error
    if not any(word in (name, wanted.template) for word in _UNNOTED) and "negative" not in name:
        text = ", ".join((text.rstrip(), *(readable(note, wanted.reads) for note in request.notes)))
    return tidy(text)


@lru_cache(maxsize=64)
def _environment(sources: tuple[tuple[str, str], ...], languages: tuple[Language, ...]) -> SandboxedEnvironment:
    """Templates that see each other and nothing else, compiled once."""
    environment = ImmutableSandboxedEnvironment(loader=DictLoader({f"{name}.j2": text for name, text in sources}))
    environment.filters["colour"] = colour_name
    environment.filters["readable"] = lambda text: readable(text, languages)
    return environment


def tidy(text: str) -> str:
    """One line without empty tags and control characters, no longer than models read."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return _COMMAS.sub(", ", line).strip(" ,")[:_LONGEST].rstrip(" ,")


def readable(text: object, languages: Collection[Language]) -> str:
    """A text from a setting as a prompt may hold it: plain, and nothing where the model does not read its script."""
    if not isinstance(text, str):
        return ""
    plain = " ".join(_EMBEDDING.sub("", text.translate(_SYNTAX)).split())
    foreign = len(_FOREIGN.findall(plain))
    if "ja" not in languages and foreign * 10 > len(plain):
        return ""
    return plain if "ja" in languages else _FOREIGN.sub("", plain)


def context_of(workflow: Workflow, request: Request, given: Mapping[str, Input]) -> dict[str, Any]:
    """What a template sees; plain data only."""
    settings = _settings(request)
    pictures = list(given.values())
    facts = dict(pictures[0].meta) if pictures else {}
    people = {str(c["id"]): c for c in settings["characters"] if c.get("id")}
    told = {str(i.meta["character"]): _person_of(i.meta) for i in pictures if i.meta.get("character")}
    names = wishes(request, "character") or wishes(request, "characters") or list(told)
    shown = [people.get(name) or told[name] for name in dict.fromkeys(names) if name in people or name in told]
    named = wishes(request, "place") or [str(facts.get("place") or "")]
    place = next((p for p in settings["places"] if str(p.get("id")) == named[0]), {})
    return {
        "params": dict(request.params),
        "prompt": request.prompt or "",
        "item": dict(request.item or {}),
        "language": request.language,
        "category": request.category,
        "makes": workflow.makes,
        "character": shown[0] if shown else {},
        "people": shown,
        "place": place,
        "facts": facts,
        "given": {name: dict(source.meta) or {"address": source.address} for name, source in given.items()},
    }


def _person_of(meta: Mapping[str, Any]) -> dict[str, Any]:
    """A person as a picture's facts tell of them; the embedded provider calls the appearance `look`."""
    look = meta.get("look")
    drawn = dict(look) if isinstance(look, Mapping) else {}
    looks = {key: drawn[key] for key in Appearance.model_fields if key in drawn}
    who = {key: drawn[key] for key in ("gender", "age_group") if key in drawn}
    return {"appearance": looks, **who, **meta}


def _settings(request: Request) -> dict[str, list[dict[str, Any]]]:
    """Characters and places of the settings among the inputs."""
    found: dict[str, list[dict[str, Any]]] = {"characters": [], "places": []}
    for source in request.inputs_of("application/json"):
        document = _document(request, source)
        for key, entries in found.items():
            given = document.get(key) if isinstance(document, dict) else None
            entries += [e for e in given if isinstance(e, dict)] if isinstance(given, list) else []
    return found


def _document(request: Request, source: Input) -> Any:
    try:
        if source.path.stat().st_size > _MOST_DOCUMENT_BYTES:
            raise ValueError(f"it has more than {_MOST_DOCUMENT_BYTES:,} bytes")
        return json.loads(source.path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidRequestError(
            "comfyui.bad-setting",
            f"{request.address} cannot read {source.address}: {_plainly(error, source)}.",
            next_step=f"Make {source.address} anew with --redo.",
        ) from error


def _plainly(error: Exception, source: Input) -> str:
    """What is wrong, without where the file lies."""
    return str(error).replace(str(source.path), "the file")[:200]
