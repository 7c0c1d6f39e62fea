"""Cuts a Japanese font down to the characters of the final script, and says which ones it lacks."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from yoake.errors import MissingToolError

FAMILY = "Noto Sans CJK JP"
_USUAL_PLACES = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc"),
)
ALWAYS = frozenset(
    [chr(code) for block in (range(0x20, 0x7F), range(0x3000, 0x3100), range(0xFF01, 0xFFA0)) for code in block]
    + list("♪♥髙〆‼⁉…―—–‘’“”・×○●◎★☆→←↑↓■□▲▼△▽♡♫©")
)
"""What the engines' own interface and later small corrections need, whatever the script says."""
_NEED_NO_GLYPH = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u2028\u2029\u200e\u200f\u2060\ufeff") | frozenset(
    chr(code) for block in (range(0x202A, 0x202F), range(0x2066, 0x206A), range(0xFE00, 0xFE10)) for code in block
)


@dataclass(frozen=True)
class FontSubset:
    """A font file and the characters of the text that it cannot draw, in code order."""

    path: Path
    missing: tuple[str, ...]


def subset_font(text: str, target: Path, *, flavor: Literal["woff2"] | None = None) -> FontSubset:
    """Writes the part of Noto Sans CJK JP that `text` needs; the same text gives the same bytes on any machine.

    Args:
        text: everything the game shows; its order and repetitions do not matter.
        target: file to write, OpenType (CFF) by default.
        flavor: `woff2` compresses for the web.

    Raises:
        MissingToolError: `font.missing` where no Noto Sans CJK is installed.
    """
    source = find_font()
    wanted = ALWAYS | {c for c in text if c not in _NEED_NO_GLYPH and (c >= " " and not "\x7f" <= c <= "\x9f")}
    with _open(source) as font:
        drawn = font.getBestCmap()
        missing = tuple(sorted(c for c in wanted - ALWAYS if ord(c) not in drawn))
        options = Options(layout_features=["kern", "palt", "vert", "ccmp", "locl", "mark", "mkmk"])
        options.recalc_timestamp = False
        options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx", "BASE"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(c) for c in sorted(wanted)])
        subsetter.subset(font)
        font.recalcTimestamp = False
        font.flavor = flavor
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        font.save(partial)
    partial.replace(target)
    return FontSubset(target, missing)


@lru_cache(maxsize=1)
def find_font() -> Path:
    """The collection that holds Noto Sans CJK JP on this machine.

    Raises:
        MissingToolError: `font.missing`.
    """
    for place in _USUAL_PLACES:
        if place.is_file():
            return place
    if tool := shutil.which("fc-match"):
        answer = subprocess.run(
            [tool, "-f", "%{family}\n%{file}", f"{FAMILY}:style=Regular"],
            capture_output=True, text=True, timeout=30, check=False,
        ).stdout.split("\n")  # fmt: skip
        if len(answer) == 2 and FAMILY in answer[0] and Path(answer[1]).is_file():
            return Path(answer[1])
    raise MissingToolError(
        "font.missing",
        "No Japanese font was found for the game's text (Noto Sans CJK).",
        next_step="Install it: apt-get install fonts-noto-cjk.",
    )


def _open(source: Path) -> TTFont:
    if source.suffix.lower() not in (".ttc", ".otc"):
        return TTFont(source, lazy=True)
    with TTCollection(source, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection.fonts]
    if FAMILY not in names:
        raise MissingToolError(
            "font.missing",
            f"The font file {source.name} does not hold {FAMILY}.",
            next_step="Install it: apt-get install fonts-noto-cjk.",
        )
    return TTFont(source, fontNumber=names.index(FAMILY), lazy=True)
