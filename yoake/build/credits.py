"""`CREDITS.md`: everybody whose work is in the game."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yoake.game.model import Game, GameCredit
from yoake.words import Language

HEADING: dict[Language, str] = {"ja": "クレジット", "en": "Credits"}
KINDS: dict[Language, dict[str, str]] = {
    "ja": {
        "voice": "ボイス", "font": "フォント", "soundfont": "サウンドフォント", "model": "生成モデル",
        "music": "音楽", "software": "ソフトウェア", "engine": "エンジン",
    },
    "en": {
        "voice": "Voice", "font": "Font", "soundfont": "Sound font", "model": "Generative model",
        "music": "Music", "software": "Software", "engine": "Engine",
    },
}  # fmt: skip
FONT = GameCredit(kind="font", name="Noto Sans CJK JP", licence="OFL-1.1", url="https://github.com/notofonts/noto-cjk")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$.:@-])")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def all_credits(game: Game, added: Iterable[GameCredit] = ()) -> list[GameCredit]:
    """The game's credits and those of what a build adds, each name once."""
    known = {credit.name for credit in game.credits}
    return [*game.credits, *(credit for credit in added if credit.name not in known)]


def credits_markdown(game: Game, added: Iterable[GameCredit] = ()) -> str:
    """The credits by kind, as Markdown in the game's language; every text stands there to the letter.

    Args:
        added: what the build itself adds, such as the engine.
    """
    credits = all_credits(game, added)
    lines = [f"# {markdown(game.title)}: {HEADING[game.language]}"]
    for kind in dict.fromkeys(credit.kind for credit in credits):
        lines += ["", f"## {markdown(KINDS[game.language].get(kind, kind))}", ""]
        for credit in credits:
            if credit.kind == kind:
                details = [markdown(part) for part in (credit.licence, credit.url, credit.text) if part.strip()]
                lines.append(f"- **{markdown(credit.name)}**" + (f": {' / '.join(details)}" if details else ""))
    return "\n".join(lines) + "\n"


def markdown(text: str) -> str:
    """Markdown that shows this text on one line: no markup, no link, no control character."""
    return _MARKUP.sub(r"\\\1", " ".join(_UNSEEN.sub(" ", text).split()))
