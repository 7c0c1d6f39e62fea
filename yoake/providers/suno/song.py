"""What Suno is asked for: a mood in its words, lyrics if somebody is to sing, and a title that is found again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from yoake.errors import InvalidRequestError
from yoake.providers.base import Credit, Request
from yoake.providers.sketch.music.wording import MOOD_NAMES, mood_of
from yoake.providers.suno.wrapper import Clip, Song
from yoake.texts.models import Mood

_STYLES: Mapping[Mood, str] = {
    "title": "sweeping orchestral opening theme, piano and strings, hopeful, cinematic",
    "daily": "light acoustic slice of life, ukulele and clarinet, cheerful, playful",
    "calm": "gentle ambient piano, soft pads, peaceful, slow",
    "sad": "melancholic solo piano with cello, sorrowful, sparse",
    "tense": "suspenseful strings, ticking percussion, low drones, urgent",
    "romantic": "tender piano and violin ballad, warm, intimate",
    "mystery": "mysterious celesta and harp, eerie pads, whole tone",
    "festive": "Japanese festival, taiko, shinobue flute, joyful",
    "ending": "bittersweet orchestral finale, piano, strings, farewell",
    "battle": "epic fast orchestral battle, driving drums, brass, heroic",
}
LICENCES: Mapping[str, str] = {
    "free": "Suno free plan: not for commercial use",
    "pro": "Suno Pro plan: commercial use allowed",
    "premier": "Suno Premier plan: commercial use allowed",
}
"""Plan of the account -> licence of its songs."""
PLANS = tuple(LICENCES)
_LONGEST_STYLE = 200
_LONGEST_LYRICS = 2_900
_LONGEST_TITLE = 60


def mood_for(request: Request) -> Mood:
    """The mood that is asked for, else what the prompt sounds like.

    Raises:
        InvalidRequestError: `music.parameter`.
    """
    named = request.params.get("mood")
    if named is None:
        return mood_of(request.prompt, request.seed)
    for mood in MOOD_NAMES:
        if named == mood:
            return mood
    raise InvalidRequestError(
        "music.parameter",
        f"{request.address}: {str(named)[:40]!r} is not a mood.",
        next_step=f"The moods are {', '.join(MOOD_NAMES)}.",
    )


def new_mark() -> str:
    """Four random bytes: the same request made anew is another order."""
    return f"[{secrets.token_hex(4)}]"


def song_for(request: Request, mood: Mood, mark: str, model: str | None) -> Song:
    """The order for a request. Its parameters: `mood`, `prompt`, `tempo_bpm`, `instrumental`, `lyrics`."""
    words = [str(w).strip() for w in (request.prompt, request.params.get("prompt")) if w]
    words += [" ".join(note.split()) for note in request.notes]
    style = [*words, _STYLES[mood]]
    if tempo := request.params.get("tempo_bpm"):
        style.insert(0, f"{tempo} bpm")
    lyrics = str(request.params.get("lyrics") or "").strip()
    instrumental = bool(request.params.get("instrumental", not lyrics))
    title = f"{request.title} {request.address}"[:_LONGEST_TITLE].strip()
    return Song(
        title=f"{title} {mark}",
        mark=mark,
        style=", ".join(style)[:_LONGEST_STYLE],
        lyrics="" if instrumental else lyrics[:_LONGEST_LYRICS],
        instrumental=instrumental,
        model=model,
    )


def credit_of(clip: Clip, plan: str) -> Credit:
    """Who made the song and what may be done with it: that depends on the account's plan on the day it was made."""
    return Credit("music", f"Suno {clip.id}", LICENCES[plan], url="https://suno.com", text="Music: Suno")
