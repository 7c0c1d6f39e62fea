"""A short text for a plain prompt, which this provider answers by rule and says so."""

from __future__ import annotations

import random

from yoake.providers.base import Request
from yoake.providers.sketch.story.roles import story_slots
from yoake.providers.sketch.story.subject import choose
from yoake.providers.sketch.story.voices import fill

_LONGEST_PROMPT = 400


def plain_text(request: Request) -> str:
    """A well-formed paragraph about the game and what was asked; the same for the same seed."""
    rng = random.Random(request.seed)
    theme = str(request.params.get("theme") or request.prompt or "")
    subject = choose(request.title, str(request.params.get("genre") or ""), theme, request.language, request.seed)
    asked = " ".join((request.prompt or "").split())[:_LONGEST_PROMPT]
    slots = {**story_slots(request.title, subject, None, request.language), "asked": asked}
    if request.language == "ja":
        openings = ("『{title}』は、{motif}をめぐる物語です。", "『{title}』の舞台は、こんな場所です。")
        close = "{incident}。{goal}ための、短い時間が始まります。"
        quoted = "お題: {asked}"
    else:
        openings = ("{title} is a story about {a_motif}.", "This is where {title} takes place.")
        close = "{incident^}. What follows is the short time in which to {goal}."
        quoted = "Asked for: {asked}"
    parts = [fill(rng.choice(openings), slots, {}), subject.plot.world, fill(close, slots, {})]
    if asked:
        parts.append(fill(quoted, slots, {}))
    return "\n".join(parts)
