"""What the model is told: the template filled in, or the prompt as it stands."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from yoake.errors import InvalidRequestError
from yoake.providers.base import Request
from yoake.providers.service import Work

_LARGEST_INPUT = 4_000_000
_TEMPLATE_OF_SCHEMA = {"scenario": "main_scenario"}
"""Templates whose result is called otherwise; a template sees its inputs by the template that made them."""
_KIND_BY_KEY = (("chapters", "scenario"), ("places", "world_setting"), ("characters", "character_setting"))
"""A key that only one kind of document has at its top."""
_SYSTEM = {
    "ja": "あなたは日本語で書く作家です。文章はすべて日本語で書き、求められた形のJSONだけを答えます。",
    "en": "You are a writer. All prose is in English, and you answer with JSON of the form asked for, nothing else.",
}
_PLAIN = {
    "ja": '答えは {"text": "…"} の形のJSONひとつ。textに本文を入れてください。',
    "en": 'Answer with one JSON object, {"text": "..."}, with the whole text in it.',
}

_MISSED = {
    "ja": "前の版への校閲者の指摘です。今回はこれを直してください。答えの形は変えないでください。",
    "en": "What reviewers missed in the last version; put it right this time. The form of the answer stays the same.",
}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def messages_for(work: Work, documents: dict[str, Any]) -> list[dict[str, str]]:
    """The chat that asks for the text.

    Raises:
        InvalidRequestError: `ollama.bad-template`, `ollama.no-prompt`.
    """
    request = work.request
    if work.template is not None:
        prompt = _filled_in(work.template.source, request, documents)
    elif request.prompt and request.prompt.strip():
        prompt = f"{request.prompt.strip()}\n\n{_PLAIN[request.language]}"
    else:
        raise InvalidRequestError(
            "ollama.no-prompt",
            f"{request.address} has neither a template nor a prompt.",
            next_step="Give it `template:` or `prompt:`.",
        )
    if request.notes:
        prompt = f"{prompt}\n\n{_MISSED[request.language]}\n" + "\n".join(f"- {_line(n)}" for n in request.notes)
    return [{"role": "system", "content": _SYSTEM[request.language]}, {"role": "user", "content": prompt}]


def _line(note: str) -> str:
    return " ".join(_CONTROLS.sub(" ", note).split())


def documents_of(request: Request) -> dict[str, Any]:
    """The texts upstream, parsed: by the template that made them, by their schema, and by their spec's id.

    The first of each kind counts, as for the embedded writer.

    Raises:
        InvalidRequestError: `story.input-invalid`.
    """
    found: dict[str, Any] = {}
    for one in request.inputs_of("application/json"):
        try:
            if one.path.stat().st_size > _LARGEST_INPUT:
                raise ValueError(f"over {_LARGEST_INPUT:,} bytes")
            document = json.loads(one.path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise InvalidRequestError(
                "story.input-invalid",
                f"{request.address}: the text of {one.address} cannot be read ({error}).",
                next_step=f"Make {one.address} again, or correct it by hand.",
            ) from error
        found.setdefault(one.spec, document)
        if kind := _kind(one.meta.get("schema"), document):
            found.setdefault(kind, document)
            found.setdefault(_TEMPLATE_OF_SCHEMA.get(kind, kind), document)
    return found


def _kind(named: object, document: object) -> str | None:
    if isinstance(named, str):
        return named
    return next((kind for key, kind in _KIND_BY_KEY if isinstance(document, dict) and key in document), None)


def _filled_in(source: str, request: Request, documents: dict[str, Any]) -> str:
    params = dict(request.params)
    people = params.get("characters")
    if isinstance(people, list):
        # who is asked for by id alone
        params["characters"] = [one if isinstance(one, dict) else {"id": one} for one in people]
    try:
        return (
            _compiled(source)
            .render(
                title=request.title,
                genre=params.get("genre"),
                theme=params.get("theme"),
                language=request.language,
                params=params,
                item=request.item,
                inputs=documents,
            )
            .strip()
        )
    except (TemplateError, TypeError, ValueError, ArithmeticError, OverflowError, LookupError) as error:
        raise InvalidRequestError(
            "ollama.bad-template",
            f"{request.address}: the template {request.template} cannot be filled in: {error}.",
            next_step="Correct the template, or the parameters that it uses.",
        ) from error


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    """A template in an environment of its own; compiling takes longer than the rest of a request."""
    return SandboxedEnvironment(autoescape=False).from_string(source)
