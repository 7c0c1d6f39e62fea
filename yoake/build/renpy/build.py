"""Builds the Ren'Py project: a folder that the user's own Ren'Py SDK (8) opens, runs and distributes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from yoake.build.credits import FONT, KINDS, all_credits, credits_markdown
from yoake.build.font import subset_font
from yoake.build.renpy.definitions import (
    characters_script,
    extras_script,
    options_script,
    pictures_script,
    sprite_zooms,
)
from yoake.build.renpy.movie import playable_name, write_playable
from yoake.build.renpy.names import Pictures, folder_of
from yoake.build.renpy.script import chapter_scripts
from yoake.build.renpy.text import shown
from yoake.build.renpy.theme import Theme
from yoake.errors import InvalidRequestError
from yoake.game.model import Game, GameCredit

ENGINE = GameCredit(kind="engine", name="Ren'Py", licence="MIT", url="https://www.renpy.org")


def build_renpy(game: Game, files: Mapping[str, Path], folder: Path) -> list[str]:
    """Writes the project into `folder`, which is replaced as a whole; the same game gives the same bytes.

    Args:
        files: where each of the game's files lies, by its name in the game.

    Returns:
        Warnings, in English, one sentence each.

    Raises:
        InvalidRequestError: `build.missing-file`, `build.broken-picture`, `build.broken-video`.
        MissingToolError: `font.missing`.
    """
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        warnings = _write_project(game, files, partial)
        shutil.rmtree(folder, ignore_errors=True)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return warnings


def _write_project(game: Game, files: Mapping[str, Path], folder: Path) -> list[str]:
    for file in game.files:
        if file.name not in files or not files[file.name].is_file():
            raise InvalidRequestError(
                "build.missing-file",
                f"The file {file.name} of the game ({file.address}) is not there.",
                next_step="Generate the game again: yoake generate PROJECT.",
            )
    inside = folder / "game"
    _copy_template(game, folder)
    _copy_assets(game, files, inside)
    names = Pictures.of(game)
    credits = all_credits(game, (FONT, ENGINE))
    videos = {f.name: folder_of(playable_name(f.name)) for f in game.files if f.category == "video"}
    scripts = {
        "settings.rpy": Theme(game, files, inside).write(),
        "options.rpy": options_script(game),
        "characters.rpy": characters_script(game),
        "pictures.rpy": pictures_script(game, names, files),
        "extras.rpy": extras_script(game, names, credits, KINDS[game.language]),
        **chapter_scripts(game, names, sprite_zooms(game, files), videos),
    }
    for name, text in scripts.items():
        _write(inside / name, text)
    _write(folder / "CREDITS.md", credits_markdown(game, (FONT, ENGINE)))
    return _font(game, credits, inside)


def _font(game: Game, credits: list[GameCredit], inside: Path) -> list[str]:
    """Cuts the font to all that can be on the screen."""
    interface = "".join(path.read_text(encoding="utf-8") for path in sorted(inside.rglob("*.rpy")))
    told = "".join(shown(text) for text in _texts(game, credits))
    subset = subset_font(interface + told, inside / "fonts" / "game.otf")
    if not subset.missing:
        return []
    some = " ".join(f"{char} (U+{ord(char):04X})" for char in subset.missing[:20] if char.isprintable())
    return [f"The font has no glyph for {len(subset.missing)} characters of the text: {some}."]


def _texts(game: Game, credits: list[GameCredit]) -> Iterator[str]:
    yield game.title
    yield from (person.name for person in game.characters)
    yield from (ending.title for ending in game.endings)
    yield from (picture.title for picture in game.gallery)
    for credit in credits:
        yield from (credit.kind, credit.name, credit.licence, credit.url, credit.text)
    for scene in game.scenes:
        yield from (scene.title, scene.chapter)
        for step in scene.steps:
            if step.kind == "say":
                yield step.text
            elif step.kind == "menu":
                yield step.prompt
                yield from (option.text for option in step.options)


def _copy_assets(game: Game, files: Mapping[str, Path], inside: Path) -> None:
    for file in game.files:
        if file.category == "video":
            write_playable(files[file.name], file.name, inside / folder_of(playable_name(file.name)))
        elif file.category != "ui":  # the theme fits interface pictures to their places
            target = inside / folder_of(file.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files[file.name], target)


def _copy_template(game: Game, folder: Path) -> None:
    template = resources.files("yoake.build.renpy") / "template"
    _write(folder / "LICENSE-RENPY.txt", _read(template / "LICENSE-RENPY.txt"))
    _write(folder / "README.txt", _read(template / "language" / game.language / "README.txt"))
    for part in sorted((template / "game").iterdir(), key=lambda p: p.name):
        _write(folder / "game" / part.name, _read(part))
    language = template / "language" / game.language
    _write(folder / "game" / "words.rpy", _read(language / "words.rpy"))
    if game.language == "ja":
        _write(folder / "game" / "tl" / "japanese" / "common.rpy", _read(language / "common.rpy"))


def _read(part: Traversable) -> str:
    return part.read_text(encoding="utf-8")


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
