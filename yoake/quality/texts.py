"""Checks of texts: documents that follow a schema, and plain ones."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator

from pydantic import ValidationError

from yoake.errors import InvalidRequestError
from yoake.quality.report import Notes
from yoake.quality.subject import Subject
from yoake.texts.registry import SCHEMAS

_PROSE = frozenset(
    {"text", "title", "summary", "description", "prompt", "logline", "personality", "speech_style", "role", "genre",
     "era", "themes", "name"}
)  # fmt: skip
"""Keys whose values are read by people; the others are ids, colours and choices."""
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30ff]")
_KANJI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3005]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ENOUGH_LETTERS = 12
"""Below this, a share of letters says nothing."""
_ENOUGH_BYTES = 600


def inspect(subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    """Decodes, follows its schema, is in the project's language, of a sensible length and does not repeat itself."""
    if subject.schema is not None and subject.schema not in SCHEMAS:
        raise InvalidRequestError(
            "quality.unknown-schema",
            f"{subject.schema[:60]!r} is not a schema.",
            next_step=f"There are {', '.join(sorted(SCHEMAS))}.",
        )
    try:
        raw = subject.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        notes.find("text.encoding", f"The text is not UTF-8: byte {error.start} does not fit.")
        return
    prose = _document(raw, subject.schema, notes) if subject.media_type == "application/json" else raw
    if prose is None:
        return
    _length(prose, limits, notes)
    if subject.schema is not None or subject.media_type == "text/plain":
        _language(prose, subject, limits, notes)
    _repetition(prose, limits, notes)


def _document(raw: str, schema: str | None, notes: Notes) -> str | None:
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        notes.find("text.json", f"The text is no JSON: {str(error)[:120]}.")
        return None
    model = SCHEMAS[schema] if schema is not None else None
    if model is not None:
        try:
            model.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the document"
            notes.find(
                "text.schema",
                f"The text does not follow {schema} ({error.error_count()} mistakes): {place}: {first['msg']}"[:300]
                + ".",
            )
            return None
    return "\n".join(_strings(document, everything=model is None))


def _strings(document: object, *, everything: bool) -> Iterator[str]:
    """What people read in the document; without recursion, as it may be deep."""
    waiting: list[tuple[object, bool]] = [(document, everything)]
    while waiting:
        value, prose = waiting.pop()
        if isinstance(value, str):
            if prose:
                yield value
        elif isinstance(value, list):
            waiting += [(element, prose) for element in reversed(value)]
        elif isinstance(value, dict):
            waiting += [(element, everything or key in _PROSE) for key, element in reversed(value.items())]


def _length(prose: str, limits: dict[str, float], notes: Notes) -> None:
    characters = notes.measure("characters", len(prose.strip()))
    if characters < limits["min_characters"]:
        notes.find("text.too-short", f"The text has {characters:.0f} characters, not {limits['min_characters']:.0f}.")
    elif characters > limits["max_characters"]:
        notes.find("text.too-long", f"The text has {characters:.0f} characters, over {limits['max_characters']:.0f}.")


def _language(prose: str, subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    kana, kanji, latin = (len(pattern.findall(prose)) for pattern in (_KANA, _KANJI, _LATIN))
    letters = sum(letter.isalpha() for letter in prose)
    if letters < _ENOUGH_LETTERS:
        return
    own = kana + kanji if subject.language == "ja" else latin
    share = notes.measure("language_share", own / letters)
    name = "Japanese" if subject.language == "ja" else "English"
    if share < limits["min_language_share"]:
        notes.find("text.language", f"The text is not in {name}: only {share:.0%} of its letters are.")
    elif subject.language == "ja" and kana + kanji and kana / (kana + kanji) < limits["min_kana_share"]:
        notes.find("text.language", "The text is not in Japanese: it has almost no kana, as if it were Chinese.")


def _repetition(prose: str, limits: dict[str, float], notes: Notes) -> None:
    data = prose.encode()
    if len(data) < _ENOUGH_BYTES:
        return
    ratio = notes.measure("compression", len(data) / len(zlib.compress(data, 6)))
    if ratio > limits["max_compression"]:
        notes.find("text.repetitive", f"The text says the same again and again: it compresses {ratio:.0f} to 1.")
