"""`CREDITS.md`: everybody whose work is in the game, beside the game."""

from __future__ import annotations

import re

from yoake.build.web.engine import PACKAGE, VERSION
from yoake.build.web.text import shown
from yoake.game.model import Game, GameCredit
from yoake.words import Language

_HEADING: dict[Language, str] = {"ja": "クレジット", "en": "Credits"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$])")
ENGINE = GameCredit(
    kind="software",
    name=f"Monogatari ({PACKAGE} {VERSION})",
    licence="MIT",
    url="https://monogatari.io",
    text="engine/LICENSE",
)
FONT = GameCredit(kind="font", name="Noto Sans CJK JP", licence="OFL-1.1", url="https://github.com/notofonts/noto-cjk")


def all_credits(game: Game) -> list[GameCredit]:
    """The game's credits and those of what this build adds, each once."""
    own = [c for c in (ENGINE, FONT) if c.name not in {known.name for known in game.credits}]
    return [*game.credits, *own]


def credits_markdown(game: Game) -> str:
    """The credits by kind; every text stands there to the letter."""
    lines = [f"# {_plain(game.title)}: {_HEADING[game.language]}"]
    kinds = list(dict.fromkeys(c.kind for c in all_credits(game)))
    for kind in kinds:
        lines += ["", f"## {_plain(kind)}", ""]
        for credit in (c for c in all_credits(game) if c.kind == kind):
            details = [_plain(part) for part in (credit.licence, credit.url, credit.text) if part.strip()]
            lines.append(f"- **{_plain(credit.name)}**" + (f": {' / '.join(details)}" if details else ""))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Markdown that shows this text on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(shown(text).split()))
