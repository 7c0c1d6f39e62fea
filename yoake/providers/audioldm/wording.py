"""What AudioLDM is asked for. It understands English only, so every kind of effect has its words here."""

from __future__ import annotations

from collections.abc import Mapping

from yoake.errors import InvalidRequestError
from yoake.providers.base import Request
from yoake.providers.sketch.sound.kinds import KIND_NAMES, kind_of
from yoake.texts.models import SoundKind

_WORDS: Mapping[SoundKind, tuple[str, float]] = {
    "click": ("a short soft interface click", 1.0),
    "cursor": ("a tiny interface tick", 1.0),
    "cancel": ("a short low interface beep, cancel", 1.0),
    "page": ("turning a page of a book", 1.5),
    "chime": ("a school bell chime, four notes, distant", 6.0),
    "bell": ("a small bell rings once", 3.0),
    "door_open": ("a wooden door opens with a creak", 2.5),
    "door_close": ("a wooden door closes", 2.0),
    "knock": ("knocking three times on a wooden door", 2.0),
    "footsteps": ("footsteps of one person walking on a wooden floor", 4.0),
    "run": ("footsteps of one person running on pavement", 4.0),
    "rain": ("steady rain", 10.0),
    "wind": ("wind blowing through trees", 10.0),
    "waves": ("waves on a sandy beach", 10.0),
    "birds": ("small birds singing in the morning", 8.0),
    "cicadas": ("cicadas in summer", 8.0),
    "crickets": ("crickets at night", 8.0),
    "crowd": ("murmur of a crowd in a hall, no single voice", 8.0),
    "applause": ("an audience applauds", 5.0),
    "heartbeat": ("a heartbeat, close", 4.0),
    "glass": ("a glass shatters on the floor", 2.0),
    "sword": ("a sword is drawn and swung, metallic ring", 2.0),
    "magic": ("a magic spell, shimmering and rising", 3.0),
    "sparkle": ("a bright sparkle, glittering chimes", 2.0),
    "thunder": ("thunder, rolling away", 6.0),
    "train": ("a train passes by", 8.0),
    "car": ("a car drives past", 5.0),
    "phone": ("a mobile phone rings", 4.0),
    "camera": ("a camera shutter clicks once", 1.0),
    "fire": ("a camp fire crackles", 8.0),
    "splash": ("something splashes into water", 2.0),
    "whoosh": ("a fast whoosh", 1.0),
    "typing": ("typing on a computer keyboard", 4.0),
    "clock": ("a clock ticks", 5.0),
}
"""Words, and the seconds that suit the kind."""
NEGATIVE = "music, speech, low quality"
_LONGEST = 400


def kind_for(request: Request) -> SoundKind:
    """The kind that is asked for, else what the prompt sounds like.

    Raises:
        InvalidRequestError: `sound.parameter`.
    """
    named = request.params.get("kind")
    if named is None:
        return kind_of(_own_words(request), request.seed)
    for kind in KIND_NAMES:
        if named == kind:
            return kind
    raise InvalidRequestError(
        "sound.parameter",
        f"{request.address}: {str(named)[:40]!r} is not a kind of sound effect.",
        next_step=f"The kinds are {', '.join(KIND_NAMES)}.",
    )


def order_for(request: Request, kind: SoundKind) -> dict[str, object]:
    """The body of `POST /generate`. Parameters: `prompt`, `negative_prompt`, `duration_seconds`, `steps`, `guidance`.

    Raises:
        InvalidRequestError: `sound.parameter`.
    """
    words, seconds = _WORDS[kind]
    own = _own_words(request)
    if own and own.isascii():
        # a kind that was only guessed from English words adds nothing to them
        words = f"{own}, {words}" if request.params.get("kind") else own
    words = ", ".join((words, *(" ".join(note.split()) for note in request.notes if note.isascii())))
    variant = request.params.get("variant", 1)
    return {
        "prompt": words[:_LONGEST],
        "negative_prompt": str(request.params.get("negative_prompt") or NEGATIVE)[:_LONGEST],
        "duration_seconds": _number(request, "duration_seconds", seconds, 0.05, 47),
        "steps": int(_number(request, "steps", 50, 1, 200)),
        "guidance_scale": _number(request, "guidance", 3.5, 0, 30),
        "seed": (request.seed + (variant if isinstance(variant, int) else 0)) % 2**32,
    }


def _own_words(request: Request) -> str:
    return ", ".join(str(w).strip() for w in (request.prompt, request.params.get("prompt")) if w and str(w).strip())


def _number(request: Request, name: str, default: float, low: float, high: float) -> float:
    value = request.params.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidRequestError(
            "sound.parameter",
            f"{request.address}: {name} must be a number from {low:g} to {high:g}, and is {str(value)[:40]!r}.",
        )
    return float(value)
