"""Builds the web game: a folder that plays from any static server, offline, with the same bytes everywhere."""

from __future__ import annotations

import hashlib
import html
import shutil
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from string import Template

from yoake.build.font import subset_font
from yoake.build.web.credits import credits_markdown
from yoake.build.web.engine import FILES as ENGINE_FILES
from yoake.build.web.interface_words import NO_SCRIPT, WORDS
from yoake.build.web.story import Story, used_files
from yoake.build.web.text import isolated, script_literal, shown
from yoake.build.web.theme import theme_css
from yoake.errors import InvalidRequestError
from yoake.game.model import Game

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Content-Security-Policy: nothing from elsewhere, no script in the page. The engine sets styles in markup."""
_STATIC = {
    "icon.svg": "icon.svg",
    "js": ("text.js", "audio.js", "stage.js", "cards.js", "flow.js", "screens.js", "main.js"),
    "css": ("stage.css", "screens.css"),
}


def build_web(game: Game, files: Mapping[str, Path], folder: Path, *, engine: Path) -> list[str]:
    """Writes the game into `folder`, which is replaced as a whole.

    Args:
        files: where each of the game's files lies, by its name in the game.
        engine: what `engine_folder` gave.

    Returns:
        Warnings, in English, one sentence each.

    Raises:
        InvalidRequestError: `build.missing-file` or `build.changed-file` where an asset is not what the game says.
        MissingToolError: `font.missing`.
    """
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        for name in sorted(ENGINE_FILES):
            _copy(engine / name, partial / "engine" / name)
        _copy_static(partial)
        _copy_assets(game, files, partial / "assets")
        story = Story(game).data
        _write(partial / "js/story.js", _script(game, story))
        _write(partial / "css/theme.css", theme_css(game, files))
        _write(partial / "index.html", _page(game))
        _write(partial / "CREDITS.md", credits_markdown(game))
        _write(partial / "README.txt", _static_text("README.txt"))
        _write(partial / "play.py", _static_text("play.py"))
        warnings = _font(game, story, partial)
        _replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return warnings


def _static_text(name: str) -> str:
    return (resources.files("yoake.build.web") / "static" / name).read_text(encoding="utf-8")


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> str:
    """Copies a file's bytes (not its rights or times) and gives their SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(2**20):
            digest.update(block)
            writer.write(block)
    return digest.hexdigest()


def _copy_static(folder: Path) -> None:
    for place, names in _STATIC.items():
        if isinstance(names, str):
            _write(folder / place, _static_text(names))
            continue
        for name in names:
            _write(folder / place / name, _static_text(name))


def _copy_assets(game: Game, files: Mapping[str, Path], folder: Path) -> None:
    expected = {file.name: file for file in game.files}
    for name in used_files(game):
        source = files.get(name)
        if source is None or not source.is_file() or name not in expected:
            raise InvalidRequestError(
                "build.missing-file", f"The game's file {name} is missing.", next_step="Generate it again."
            )
        if _copy(source, folder / name) != expected[name].sha256:
            raise InvalidRequestError(
                "build.changed-file",
                f"{name} ({expected[name].address}) is not the file that the game names: its content has changed.",
                next_step="Generate it again.",
            )


def _script(game: Game, story: dict[str, object]) -> str:
    words = script_literal(WORDS[game.language])
    return f'"use strict";\nwindow.yoakeWords = {words};\nwindow.yoakeStory = {script_literal(story)};\n'


def _page(game: Game) -> str:
    return Template(_static_text("index.html")).substitute(
        language=game.language,
        policy=html.escape(POLICY),
        title=html.escape(isolated(shown(game.title)).replace("\n", " ")),
        noscript=html.escape(NO_SCRIPT[game.language]),
    )


def _texts(data: object) -> Iterator[str]:
    """Every string in a piece of JSON data."""
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from _texts(value)
        case list():
            for value in data:
                yield from _texts(value)


def _font(game: Game, story: dict[str, object], folder: Path) -> list[str]:
    """The font with every character that the page can show, and a warning for those that it cannot draw."""
    text = "".join([*_texts(story), *_texts(dict(WORDS[game.language]))])
    return _missing(subset_font(text, folder / "font/game.woff2", flavor="woff2").missing)


def _missing(characters: tuple[str, ...]) -> list[str]:
    if not characters:
        return []
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:20])
    more = f" and {len(characters) - 20} more" if len(characters) > 20 else ""
    return [f"The font has no glyph for {named}{more}: another font of the player's system may draw it."]


def _replace(fresh: Path, folder: Path) -> None:
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
