"""The theme of a project's interface: colours and a motif, chosen by the title's words, else by the project's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Literal

from yoake.errors import InvalidRequestError
from yoake.providers.base import Request
from yoake.providers.sketch.place import colour as col

Motif = Literal["petal", "star", "leaf", "wave", "diamond", "snow"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one family.

    Attributes:
        deep: darkest tone, the ground of panels.
        panel: middle tone, the upper end of a panel's gradient.
        line: borders and ornaments, a metal or a pale tint.
        accent: what is chosen or lit; `accent_light` its bright end.
        ink: text and icons on dark ground.
        motif: the ornament that comes back on every part.
        seed: scatters ornaments; the same for all parts of a project.
    """

    name: str
    deep: str
    panel: str
    line: str
    accent: str
    accent_light: str
    ink: str
    motif: Motif
    seed: int


_FAMILIES: dict[str, tuple[str, str, str, str, str, str, Motif]] = {
    "sakura": ("#3a1a38", "#6a3358", "#ffd3e0", "#e8628f", "#ff9dbb", "#fff5f8", "petal"),
    "starry": ("#0d1333", "#26316e", "#e8cf94", "#4f6fd8", "#8fb4ff", "#f6f4ff", "star"),
    "forest": ("#12281f", "#2b5240", "#e0dba6", "#4e9a5a", "#9fd47a", "#f8fbef", "leaf"),
    "sunset": ("#331630", "#72304f", "#ffd09a", "#e8743f", "#ffb45e", "#fff7ec", "diamond"),
    "sea": ("#08283a", "#1b5670", "#c9eef0", "#2597b0", "#6fdcd8", "#f2fdff", "wave"),
    "winter": ("#1a2540", "#41587f", "#e6f0fb", "#5f8fd0", "#a9d4ff", "#f8fcff", "snow"),
    "royal": ("#220f2c", "#4c2456", "#e6c27a", "#9c3f78", "#d887c0", "#fff8ee", "diamond"),
}
NAMES = tuple(_FAMILIES)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("winter", ("雪", "冬", "氷", "聖夜", "クリスマス", "snow", "winter", "ice", "christmas")),
    ("sakura", ("桜", "春", "花", "恋", "sakura", "cherry", "spring", "blossom", "love", "rose")),
    ("starry", ("星", "夜", "月", "空", "宇宙", "銀河", "star", "night", "moon", "sky", "galaxy", "space")),
    ("sea", ("海", "波", "夏", "青", "水", "渚", "島", "sea", "ocean", "summer", "blue", "wave", "island", "water")),
    ("sunset", ("夕", "黄昏", "暁", "夜明", "朝", "陽", "茜", "sunset", "dawn", "dusk", "daybreak", "twilight", "sun")),
    ("forest", ("森", "緑", "木", "葉", "風", "妖精", "forest", "green", "leaf", "wood", "wind", "fairy")),
    ("royal", ("王", "姫", "城", "魔", "騎士", "薔薇", "血", "探偵", "館", "king", "queen", "castle", "magic")),
)  # fmt: skip


def _colour(request: Request, key: str) -> str | None:
    value = request.params.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise InvalidRequestError(
            "image.parameter",
            f"{request.address}: {key} is {str(value)[:40]!r}, which is no colour.",
            next_step="Write it as #rrggbb, such as #e8628f.",
        )
    return value.lower()


def theme_of(request: Request) -> Theme:
    """The theme of the request's project: the same for every part of it.

    Raises:
        InvalidRequestError: `image.parameter`, where there is no such theme, or a colour is none.
    """
    seed = Random(f"{request.project}/theme").getrandbits(32)
    name = request.params.get("theme")
    if name is not None and name not in _FAMILIES:
        raise InvalidRequestError(
            "image.parameter",
            f"{request.address}: there is no interface theme {str(name)[:40]!r}.",
            next_step=f"Use one of {', '.join(NAMES)}, or leave theme out.",
        )
    if name is None:
        for text in (request.title, str(request.params.get("genre") or "")):
            lower = text.lower()
            name = name or next((n for n, words in _WORDS if any(w in lower for w in words)), None)
    name = str(name or Random(seed).choice(NAMES))
    deep, panel, line, accent, accent_light, ink, motif = _FAMILIES[name]
    if main := _colour(request, "main_colour"):
        deep, panel = col.mix(main, "#0a0818", 0.72), col.mix(main, "#1a1630", 0.42)
        accent, accent_light = col.mix(main, "#808080", 0.08), col.mix(main, "#ffffff", 0.42)
    line = _colour(request, "accent_colour") or line
    return Theme(name, deep, panel, line, accent, accent_light, ink, motif, seed)
