"""Processors of text: merging JSON documents, joining texts."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field

from yoake.fingerprint import canonical_json
from yoake.processors.base import MEGABYTE, Params, inputs_of, unusable
from yoake.providers.base import Input, Product, Request

_MOST_BYTES = 32 * MEGABYTE
_DEEPEST = 64


class MergeJson(Params):
    """Parameters of `merge_json`."""

    shape: Literal["merge", "list", "mapping"] = Field(
        "merge",
        description="one document (later ones win, lists are joined), a list of them, or a mapping by address",
    )


class ConcatText(Params):
    """Parameters of `concat_text`."""

    separator: str = Field("\n\n", max_length=200)


def merge_json(request: Request, params: MergeJson) -> Product:
    """Puts all upstream JSON documents into one."""
    documents = [(i.address, load_json(request, i)) for i in inputs_of(request, ["application/json"])]
    merged: Any
    if params.shape == "list":
        merged = [document for _, document in documents]
    elif params.shape == "mapping":
        merged = dict(documents)
    else:
        merged = documents[0][1]
        for _, document in documents[1:]:
            merged = _merged(merged, document)
    path = request.folder / "merged.json"
    path.write_bytes(canonical_json(merged) + b"\n")
    return Product(path, "application/json", {"documents": len(documents)})


def concat_text(request: Request, params: ConcatText) -> Product:
    """Joins all upstream texts: plain ones, and the `text` of JSON documents."""
    parts = []
    for source in inputs_of(request, ["text/plain", "application/json"]):
        if source.media_type.startswith("text/plain"):
            parts.append(_read(request, source))
            continue
        document = load_json(request, source)
        if not isinstance(document, dict) or not isinstance(document.get("text"), str):
            raise unusable(request, source, "it is a document without a `text`")
        parts.append(document["text"])
    joined = params.separator.join(part.strip("\n") for part in parts)
    path = request.folder / "joined.txt"
    path.write_bytes(joined.encode() + b"\n")
    return Product(path, "text/plain", {"texts": len(parts), "characters": len(joined)})


def load_json(request: Request, source: Input) -> Any:
    """The upstream document.

    Raises:
        InvalidRequestError: `process.input`, where it is no JSON, or nested too deep to be one of ours.
    """
    try:
        document = json.loads(_read(request, source))
    except (ValueError, RecursionError) as error:
        raise unusable(request, source, f"it is no JSON: {error}") from error
    if _depth(document) > _DEEPEST:
        raise unusable(request, source, f"it is nested over {_DEEPEST} deep")
    return document


def _read(request: Request, source: Input) -> str:
    if source.path.stat().st_size > _MOST_BYTES:
        raise unusable(request, source, f"it is larger than {_MOST_BYTES // MEGABYTE} MB")
    try:
        return source.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise unusable(request, source, "it is no UTF-8 text") from error


def _depth(value: Any) -> int:
    deepest, stack = 0, [(value, 1)]
    while stack:
        at, depth = stack.pop()
        deepest = max(deepest, depth)
        if depth > _DEEPEST:
            break
        inner = at.values() if isinstance(at, dict) else at if isinstance(at, list) else ()
        stack.extend((one, depth + 1) for one in inner)
    return deepest


def _merged(first: Any, second: Any) -> Any:
    if isinstance(first, dict) and isinstance(second, dict):
        both = dict(first)
        for key, value in second.items():
            both[key] = _merged(first[key], value) if key in first else value
        return both
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    return second
