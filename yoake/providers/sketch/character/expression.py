"""How each expression moves the face."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

from yoake.texts.models import Expression

EXPRESSIONS: tuple[Expression, ...] = get_args(Expression)

Lids = Literal["open", "smiling", "closed"]
Mouth = Literal["smile", "grin", "laugh", "frown", "gritted", "round", "wavy", "small", "line", "yawn"]


@dataclass(frozen=True)
class Face:
    """What an expression does to the parts of the face."""

    lids: Lids
    openness: float
    """Height of the eyes against the normal one."""
    slant: float
    """How far the upper lids fall towards the nose (positive, angry) or away from it (negative, sad)."""
    iris: float
    """Size of the iris against the normal one."""
    gaze: tuple[float, float]
    brow_y: float
    """Shift of the brows, in head units; negative is up."""
    brow_tilt: float
    """Fall of the brows towards the nose; negative rises."""
    brow_arch: float
    mouth: Mouth
    blush: float
    """0 (none) to 1 (deep)."""
    marks: tuple[str, ...] = ()
    """Comic marks: tear, drop (sweat), vein, sparkle, burst, hatch (blush lines), bubble, joy."""


FACES: dict[Expression, Face] = {
    "normal": Face("open", 1.0, 0, 1.0, (0, 0), 0, 0, 6, "smile", 0.4),
    "happy": Face("open", 1.03, -2, 1.06, (0, -1), -7, -2, 9, "grin", 0.8, ("sparkle",)),
    "sad": Face("open", 0.66, -6, 0.95, (-2, 5), 2, -13, 2, "frown", 0.25, ("tear",)),
    "angry": Face("open", 0.8, 11, 0.86, (0, 0), 9, 15, 1, "gritted", 0.5, ("vein",)),
    "surprised": Face("open", 1.2, -2, 0.68, (0, 0), -15, -4, 9, "round", 0.3, ("burst",)),
    "shy": Face("open", 0.76, -5, 1.0, (10, 5), -2, -9, 5, "wavy", 1.0, ("hatch",)),
    "worried": Face("open", 0.94, -5, 0.88, (-5, 1), -5, -15, 3, "small", 0.3, ("drop",)),
    "laughing": Face("smiling", 1.0, 0, 1.0, (0, 0), -9, -2, 10, "laugh", 0.95, ("joy", "hatch")),
    "serious": Face("open", 0.76, 5, 0.92, (0, -1), 5, 6, 1, "line", 0.12),
    "sleepy": Face("open", 0.36, -4, 1.0, (0, 7), -4, -5, 4, "yawn", 0.45, ("bubble",)),
}

_OTHER_WORDS: dict[str, Expression] = {
    "smile": "happy", "smiling": "happy", "joy": "happy", "glad": "happy", "delighted": "happy", "嬉": "happy",
    "笑顔": "happy", "微笑": "happy", "laugh": "laughing", "笑": "laughing", "grin": "laughing", "cry": "sad",
    "tear": "sad", "sorrow": "sad", "lonely": "sad", "悲": "sad", "泣": "sad", "mad": "angry", "fury": "angry",
    "rage": "angry", "annoyed": "angry", "怒": "angry", "shock": "surprised", "surpris": "surprised",
    "amazed": "surprised", "驚": "surprised", "embarrass": "shy", "blush": "shy", "照": "shy", "恥": "shy",
    "anxious": "worried", "nervous": "worried", "scared": "worried", "fear": "worried", "troubled": "worried",
    "confus": "worried", "困": "worried", "不安": "worried", "怖": "worried", "determined": "serious",
    "cool": "serious", "stern": "serious", "thinking": "serious", "真剣": "serious", "真面目": "serious",
    "tired": "sleepy", "yawn": "sleepy", "bored": "sleepy", "眠": "sleepy", "疲": "sleepy", "neutral": "normal",
    "default": "normal", "calm": "normal", "普通": "normal", "通常": "normal",
}  # fmt: skip


def expression_named(name: str) -> Expression:
    """The expression that a name means: itself, a word like it ('smile'), or always the same one for the name."""
    wanted = name.strip().lower()
    for expression in EXPRESSIONS:
        if expression in wanted:
            return expression
    for word, expression in _OTHER_WORDS.items():
        if word in wanted:
            return expression
    if not wanted:
        return "normal"
    return EXPRESSIONS[hashlib.sha256(wanted.encode("utf-8", "surrogatepass")).digest()[0] % len(EXPRESSIONS)]
