"""Texts and JSON documents in and out, within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from yoake.errors import InvalidRequestError
from yoake.processors.inputs import bounded_size, unreadable
from yoake.providers.base import Input, Request

MOST_BYTES = 4 * 1024 * 1024
_MOST_DEPTH = 64


def read_text(request: Request, source: Input) -> str:
    """A text in UTF-8.

    Raises:
        InvalidRequestError: `process.unreadable`.
    """
    bounded_size(request, source, MOST_BYTES)
    try:
        return source.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(request, source, f"the text is not UTF-8 ({error})") from error


def read_json(request: Request, source: Input) -> Any:
    """A JSON document, at most 64 levels deep.

    Raises:
        InvalidRequestError: `process.unreadable`.
    """
    raw = read_text(request, source)
    try:
        document = json.loads(raw, parse_constant=_no_number)
        # half of a surrogate pair is JSON, but no text that can be written
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise unreadable(request, source, f"the text is no JSON ({error})") from error
    if max(depth for _, _, depth in _walk(document)) > _MOST_DEPTH:
        raise unreadable(request, source, f"the document is more than {_MOST_DEPTH} levels deep")
    return document


def strings(document: Any, key: str | None = None) -> Iterator[str]:
    """The texts in a document, in order: all values, or those under `key` alone (and the document, if it is one)."""
    for name, value, depth in _walk(document):
        if isinstance(value, str) and (key is None or name == key or depth == 0):
            yield value


def write_json(request: Request, document: Any) -> Path:
    """Writes a document; its keys stay in their order.

    Raises:
        InvalidRequestError: `process.too-large`.
    """
    return _write(request, "result.json", json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_text(request: Request, text: str) -> Path:
    """Writes a text in UTF-8.

    Raises:
        InvalidRequestError: `process.too-large`.
    """
    return _write(request, "result.txt", text)


def common_meta(sources: list[Input]) -> dict[str, Any]:
    """The facts that all upstream assets agree on."""
    first, *others = (source.meta for source in sources)
    return {k: v for k, v in first.items() if all(k in meta and meta[k] == v for meta in others)}


def _write(request: Request, name: str, text: str) -> Path:
    data = text.encode()
    if len(data) > MOST_BYTES:
        raise InvalidRequestError(
            "process.too-large",
            f"{request.address} would have {len(data):,} bytes; {MOST_BYTES:,} are allowed.",
            next_step="Let it depend on less.",
        )
    path = request.folder / name
    path.write_bytes(data)
    return path


def _walk(document: Any) -> Iterator[tuple[str | None, Any, int]]:
    """Every value with the key it stands under and its depth, in order; without recursion, as it may be deep."""
    waiting: list[tuple[str | None, Any, int]] = [(None, document, 0)]
    while waiting:
        key, value, depth = waiting.pop()
        yield key, value, depth
        if isinstance(value, dict):
            waiting += [(k, v, depth + 1) for k, v in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(key, v, depth + 1) for v in reversed(value)]


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
