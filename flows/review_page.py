"""What a person sees above the form of a review: the asset, its candidates, small pictures, where the files are."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yoake.reporting.thumbnails import Thumbnail, Thumbnails
from yoake.words import Language

LARGE = (640, 480)
SMALL = (240, 180)
"""Pictures fit into this many pixels: one asset by itself, or one of several."""
PICTURED = 40
"""Assets of a long list that are shown as pictures; the others by name."""
TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "again": "Your last answer was not taken", "file": "File", "kind": "Kind", "candidates": "Candidates",
        "number": "number", "score": "score", "seed": "seed", "picture": "picture", "chosen": "the provisional one",
        "waiting": "These assets wait for a look. Nothing is held up by them.",
        "some": "These assets wait for a decision, and what depends on some of them waits too.",
        "gate": "What depends on it waits for your decision; everything else goes on.",
        "after": "Nothing is held up by it.",
        "elsewhere": "The same from a terminal", "none": "Nothing waits for a review any more.",
    },
    "ja": {
        "again": "前の回答は受け付けられませんでした", "file": "ファイル", "kind": "種類", "candidates": "候補",
        "number": "番号", "score": "点数", "seed": "シード", "picture": "画像", "chosen": "仮の採用",
        "waiting": "次のアセットが確認を待っています。これらのために止まっているものはありません。",
        "some": "次のアセットが判断を待っています。一部については、それを使うものも待っています。",
        "gate": "このアセットを使うものが、あなたの判断を待っています。それ以外は進んでいます。",
        "after": "このアセットのために止まっているものはありません。",
        "elsewhere": "端末からも同じことができます", "none": "確認を待つものはもうありません。",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several variants."""

    number: int
    sha256: str
    seed: int | None
    score: float | None
    file: Path | None
    """A local file with its content; none where it is gone."""


@dataclass(frozen=True, slots=True)
class Item:
    """An asset that waits for a person."""

    address: str
    mode: str
    """gate or after."""
    sha256: str
    media_type: str
    place: str
    """Where people find its file."""
    file: Path | None
    """A local file with its content; none where it is gone."""
    candidates: tuple[Candidate, ...] = ()


def gate_page(item: Item, project: str, language: Language, refused: str = "") -> str:
    """Markdown about one asset.

    Args:
        refused: why the answer before was not taken.
    """
    texts = TEXTS[language]
    thumbnails = Thumbnails()
    try:
        picture = _picture(thumbnails, item, LARGE)
        small = [_thumbnail(thumbnails, c.file, item.media_type, SMALL) for c in item.candidates]
        lines = _refused(texts, refused)
        lines += [f"## {plain(item.address)}", "", texts[item.mode], ""]
        lines += [f"- {texts['file']}: `{item.place}`", f"- {texts['kind']}: {plain(item.media_type)}"]
        if picture is not None and picture.uri:
            lines += ["", f"![{plain(item.address)}]({picture.uri})"]
        if item.candidates:
            lines += ["", f"### {texts['candidates']}", ""]
            lines += [f"| {texts['number']} | {texts['score']} | {texts['seed']} | {texts['picture']} | |"]
            lines += ["|---:|---:|---:|---|---|"]
            lines += [_row(c, t, texts, c.sha256 == item.sha256) for c, t in zip(item.candidates, small, strict=True)]
        lines += ["", f"{texts['elsewhere']}: `yoake review {shlex.quote(project)}`"]
    finally:
        thumbnails.close()
    return "\n".join(lines) + "\n"


def morning_page(items: Sequence[Item], project: str, language: Language, refused: Sequence[str] = ()) -> str:
    """Markdown about everything that waits for a look in the morning."""
    texts = TEXTS[language]
    thumbnails = Thumbnails()
    try:
        pictures = [_picture(thumbnails, item, SMALL) for item in items[:PICTURED]]
        lines = _refused(texts, *refused)
        lines += [texts["some" if any(item.mode == "gate" for item in items) else "waiting"], ""]
        for number, item in enumerate(items):
            picture = pictures[number] if number < len(pictures) else None
            lines.append(f"- **{plain(item.address)}** `{item.place}`")
            numbers = ", ".join(f"{c.number} ({_score(c)})" for c in item.candidates)
            if numbers:
                lines.append(f"  {texts['candidates']}: {numbers}")
            if picture is not None and picture.uri:
                lines += ["", f"  ![{plain(item.address)}]({picture.uri})", ""]
        lines += ["", f"{texts['elsewhere']}: `yoake review {shlex.quote(project)}`"]
    finally:
        thumbnails.close()
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Text that markdown and the UI show as it is."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>()#+-.!|~&" else c for c in " ".join(text.split()))


def _refused(texts: Mapping[str, str], *sentences: str) -> list[str]:
    said = [sentence for sentence in sentences if sentence]
    return [f"> **{texts['again']}**: {plain(' '.join(said))}", ""] if said else []


def _row(candidate: Candidate, picture: Thumbnail | None, texts: Mapping[str, str], chosen: bool) -> str:
    seed = "" if candidate.seed is None else str(candidate.seed)
    image = f"![{candidate.number}]({picture.uri})" if picture is not None and picture.uri else ""
    mark = texts["chosen"] if chosen else ""
    return f"| {candidate.number} | {_score(candidate)} | {seed} | {image} | {mark} |"


def _score(candidate: Candidate) -> str:
    return "" if candidate.score is None else f"{candidate.score:.2f}"


def _picture(thumbnails: Thumbnails, item: Item, size: tuple[int, int]) -> Thumbnail | None:
    return _thumbnail(thumbnails, item.file, item.media_type, size)


def _thumbnail(thumbnails: Thumbnails, file: Path | None, media_type: str, size: tuple[int, int]) -> Thumbnail | None:
    if file is None or not media_type.startswith("image/"):
        return None
    return thumbnails.make(file, size)
