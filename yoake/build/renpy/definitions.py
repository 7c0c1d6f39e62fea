"""What the script refers to: people, pictures, gallery, endings, credits, options."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from yoake.build.renpy.names import Pictures, folder_of, speaker
from yoake.build.renpy.text import literal, one_line, quoted
from yoake.build.renpy.theme import opened
from yoake.game.model import Game, GameCredit

SPRITE_HEIGHT = 690
"""Pixels of the 720 that a person's picture takes up."""


def sprite_zooms(game: Game, files: Mapping[str, Path]) -> dict[str, float]:
    """The zoom at which each character's pictures fill the height; one a person, so that nobody changes size."""
    zooms: dict[str, float] = {}
    for character in game.characters:
        heights = [picture_size(files[file])[1] for file in character.sprites.values()]
        zooms[character.id] = round(SPRITE_HEIGHT / max(heights), 4) if heights else 1.0
    return zooms


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels."""
    return opened(path).size


def characters_script(game: Game) -> str:
    """`characters.rpy`: a `Character` for everybody."""
    lines = ["# The people of the story.", ""]
    for person in game.characters:
        name = quoted(one_line(person.name))
        lines.append(f"define {speaker(person.id)} = Character({name}, color={literal(person.colour)})")
    return "\n".join(lines) + "\n"


def pictures_script(game: Game, names: Pictures, files: Mapping[str, Path]) -> str:
    """`pictures.rpy`: an image name for every picture of the story."""
    lines = ["# The pictures of the story."]
    for character in game.characters:
        lines.append("")
        for key, file in character.sprites.items():
            lines.append(f"image {names.of_sprite[character.id, key]} = {literal(folder_of(file))}")
    lines.append("")
    for key, name in names.of_file.items():
        file = key.split(":", 1)[1]
        at = literal(folder_of(file))
        whole = picture_size(files[file]) == (1280, 720)
        picture = at if whole else f'Transform({at}, xysize=(1280, 720), fit="cover", align=(0.5, 0.5))'
        lines.append(f"image {name} = {picture}")
    return "\n".join(lines) + "\n"


def extras_script(game: Game, names: Pictures, credits: list[GameCredit], kinds: Mapping[str, str]) -> str:
    """`extras.rpy`: what the gallery and the credits list.

    Args:
        kinds: words for the kinds of credit.
    """
    pictures = [
        f"    ({literal(p.id)}, {literal(names.of_file[f'event:{p.file}'])}, {quoted(one_line(p.title))}),"
        for p in game.gallery
    ]
    endings = [f"    ({literal(e.id)}, {quoted(one_line(e.title))})," for e in game.endings]
    named = [
        f"    ({quoted(kinds.get(c.kind, c.kind))}, {quoted(one_line(c.name))}, {_details(c.licence, c.url)}, "
        f"{quoted(c.text) if c.text.strip() else literal('')}),"
        for c in credits
    ]
    return "\n".join(
        [
            "# What the gallery and the credits list.",
            "",
            "define yoake_pictures = [", *pictures, "]",
            "",
            "define yoake_endings = [", *endings, "]",
            "",
            "define yoake_credits = [", *named, "]",
            "",
        ]
    )  # fmt: skip


def _details(*parts: str) -> str:
    text = "   ".join(one_line(part) for part in parts if part.strip())
    return quoted(text) if text else literal("")


def options_script(game: Game) -> str:
    """`options.rpy`: name, saves, sound. The folder of the saves is named by the project and the title."""
    title = " ".join(one_line(game.title).split())
    saves = f"{game.project}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    music = game.interface.title_music
    lines = [
        "# Options of the game.",
        "",
        f"define config.name = {literal(title)}",
        'define config.version = "1.0"',
        f"define build.name = {literal(game.project)}",
        f"define config.save_directory = {literal(saves)}",
        'define config.window_icon = "gui/window_icon.png"',
        "define config.has_sound = True",
        "define config.has_music = True",
        "define config.has_voice = True",
        f"define config.main_menu_music = {'None' if music is None else literal(folder_of(music))}",
        "define config.rollback_enabled = True",
        "define config.enter_transition = Dissolve(0.25)",
        "define config.exit_transition = Dissolve(0.25)",
        "define config.intra_transition = Dissolve(0.2)",
        "define config.after_load_transition = Dissolve(0.4)",
        "define config.end_game_transition = Dissolve(0.8)",
        'define config.window = "auto"',
        "define config.window_show_transition = Dissolve(0.2)",
        "define config.window_hide_transition = Dissolve(0.2)",
        "default preferences.text_cps = 45",
        "default preferences.afm_time = 15",
    ]
    if game.language == "ja":
        lines.append('define config.language = "japanese"')
    sample = next((s.voice for scene in game.scenes for s in scene.steps if s.kind == "say" and s.voice), None)
    if sample is not None:
        lines.append(f"define config.sample_voice = {literal(folder_of(sample))}")
    effect = next((s.file for scene in game.scenes for s in scene.steps if s.kind == "sound"), None)
    if effect is not None:
        lines.append(f"define config.sample_sound = {literal(folder_of(effect))}")
    lines += [
        "",
        "init python:",
        '    for pattern in ("**~", "**.bak", "**/.**", "**/#**"):',
        "        build.classify(pattern, None)",
        '    build.documentation("*.md")',
        '    build.documentation("*.txt")',
    ]
    return "\n".join(lines) + "\n"
