"""A small, complete game with real files, for the tests of both builds.

Two people with two outfits and three expressions, three backgrounds, an event picture, a clip, music, sounds, voices,
a whole set of interface parts, two menus, a branch that joins again and three endings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.samples import sample_files as make
from yoake.game.model import AssetFile, Game
from yoake.words import Category, Language

HOSTILE = (
    "jump Start",
    "end",
    "s hello",
    "{{x}} {{title}}",
    "{nil} {b}x{/b} {w=3} {p} [b] [[ [title!t]",
    "<script>alert(1)</script>",
    "<img src=x onerror=\"throw new Error('ran')\">",
    "</script><script>throw new Error('ran')</script>",
    "\"quotes\" 'single' \\backslash\\n %s %(x)s $ $x ${x} `tick` &amp; &lt;",
    "line one\nline two\n    jump start\n$ renpy.quit()",
    "separators \u2028 \u2029 \u0085 end",
    "right to left: \u202eevil\u202c \u2066iso",
    "control \x00\x07\x1b[31m chars",
    "show scene x with fadeIn",
    "# comment // /* */ <!-- -->",
)
"""Texts that would do harm if a build did not escape them."""

EXPRESSIONS = ("normal", "happy", "sad")
OUTFITS = ("uniform", "casual")

_WORDS: dict[str, dict[Language, str]] = {
    "title": {"ja": "星降る夜の約束", "en": "A Promise under the Stars"},
    "sakura": {"ja": "桜", "en": "Sakura"},
    "yuki": {"ja": "髙橋 雪", "en": "Yuki"},
    "chapter1": {"ja": "第一章　春の朝", "en": "Chapter 1: A spring morning"},
    "chapter2": {"ja": "第二章　星の夜", "en": "Chapter 2: A night of stars"},
    "morning": {"ja": "春の朝。桜並木の向こうに、校舎が見える。", "en": "A spring morning. The school lies ahead."},
    "hello": {"ja": "おはよう、先輩♪　今日は文化祭だよ‼", "en": "Good morning! It is the school festival today!"},
    "ready": {"ja": "……準備はできてる？", "en": "... Are you ready?"},
    "which": {"ja": "どうする？", "en": "What now?"},
    "run": {"ja": "一緒に走る", "en": "Run together"},
    "walk": {"ja": "川沿いをのんびり歩く", "en": "Walk along the river"},
    "ran": {"ja": "走ったから、まだ心臓がどきどきしてる♥", "en": "My heart is still beating fast from running."},
    "walked": {"ja": "風が気持ちいいね。", "en": "What a nice breeze."},
    "evening": {"ja": "夕方。祭りの明かりがともる――。", "en": "Evening. The lights of the festival come on."},
    "star": {"ja": "ねえ、流れ星に何を願う⁉", "en": "Say, what will you wish upon a falling star?"},
    "wish": {"ja": "何を願う？", "en": "What is your wish?"},
    "together": {"ja": "ずっと一緒にいたい", "en": "To stay together"},
    "future": {"ja": "いい未来になりますように", "en": "A good future"},
    "nothing": {"ja": "願いごとなんてない", "en": "I have no wish"},
    "good": {"ja": "星明かりの約束", "en": "A promise in starlight"},
    "normal": {"ja": "それぞれの道", "en": "Two paths"},
    "bad": {"ja": "消えた流れ星", "en": "The lost star"},
    "good_line": {"ja": "うん、約束だよ。", "en": "Yes. It is a promise."},
    "normal_line": {"ja": "また、いつか。", "en": "See you, some day."},
    "bad_line": {"ja": "星は、もう見えなかった。", "en": "The star could no longer be seen."},
}


class _Files:
    """Makes the game's files and keeps the list of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, Path] = {}
        self.entries: list[AssetFile] = []

    def add(self, category: Category, name: str, media_type: str, maker: Callable[..., None], *args: Any) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        maker(path, *args)
        self.paths[name] = path
        self.entries.append(
            AssetFile(
                address=name.rsplit(".", 1)[0].replace("/", "_", 1),
                category=category,
                name=name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                media_type=media_type,
            )
        )
        return name


def _make_files(files: _Files) -> None:
    for kind, sky, ground in (
        ("school_day", "#8cc8f0", "#7ab060"),
        ("river_day", "#a8d8f8", "#5aa0c0"),
        ("festival_night", "#1a2048", "#3a3050"),
    ):
        files.add("background", f"background/{kind}.jpg", "image/jpeg", make.background, sky, ground)
    for who, hair in (("sakura", "#c86a50"), ("yuki", "#58628c")):
        for outfit, clothes in zip(OUTFITS, ("#28365c", "#d07890"), strict=True):
            for face in EXPRESSIONS:
                name = f"character/{who}_{outfit}_{face}.png"
                files.add("character", name, "image/png", make.sprite, hair, clothes, face)
    files.add("event", "event/promise.jpg", "image/jpeg", make.background, "#402a60", "#20304a")
    files.add("ui", "ui/title.jpg", "image/jpeg", make.background, "#f0b8c8", "#88b070")
    files.add("ui", "ui/textbox.png", "image/png", make.panel, (1200, 220), (28, 20, 48, 215), "#ffc6d8")
    files.add("ui", "ui/namebox.png", "image/png", make.panel, (240, 60), (196, 80, 120, 240), "#ffffff")
    files.add("ui", "ui/button.png", "image/png", make.panel, (320, 72), (255, 255, 255, 225), "#d07890")
    files.add("bgm", "bgm/title.ogg", "audio/ogg", make.tone, [262, 330, 392, 330], 0.4)
    files.add("bgm", "bgm/daily.ogg", "audio/ogg", make.tone, [294, 370, 440, 370], 0.4)
    for sound, notes in (("click", [880.0]), ("chime", [660.0, 550.0]), ("sparkle", [990.0, 1320.0])):
        files.add("se", f"se/{sound}.ogg", "audio/ogg", make.tone, notes, 0.12)
    for line, note in (("l0002", 440.0), ("l0003", 350.0), ("l0007", 470.0)):
        files.add("voice", f"voice/{line}.ogg", "audio/ogg", make.tone, [note], 0.3)
    files.add("video", "video/star.mp4", "video/mp4", make.clip)


def sample_game(folder: Path, language: Language = "ja", hostile: str | None = None) -> tuple[Game, dict[str, Path]]:
    """Makes the sample game and its files.

    Args:
        folder: where the files go.
        language: of every text.
        hostile: put into every text of the game (title, names, lines, prompts, answers, endings, credits).

    Returns:
        The game, and the path of each of its files by name.
    """
    files = _Files(folder)
    _make_files(files)

    def t(key: str) -> str:
        text = _WORDS[key][language]
        return text if hostile is None else f"{hostile}{text}{hostile}"

    def say(key: str, speaker: str | None = None, voice: str | None = None) -> dict[str, Any]:
        return {"kind": "say", "speaker": speaker, "text": t(key), "voice": voice and f"voice/{voice}.ogg"}

    def show(who: str, sprite: str, position: str = "center") -> dict[str, Any]:
        return {"kind": "show", "character": who, "sprite": sprite, "position": position}

    def file(kind: str, name: str | None) -> dict[str, Any]:
        return {"kind": kind, "file": name}

    def menu(prompt: str, *options: tuple[str, str]) -> dict[str, Any]:
        return {"kind": "menu", "prompt": t(prompt), "options": [{"text": t(key), "to": to} for key, to in options]}

    def scene(name: str, chapter: str, *steps: dict[str, Any]) -> dict[str, Any]:
        return {"id": name, "title": t(chapter), "chapter": t(chapter), "steps": list(steps)}

    def ending(kind: str, *steps: dict[str, Any]) -> dict[str, Any]:
        return scene(
            f"ending_{kind}", "chapter2", *steps, say(f"{kind}_line", "sakura"), {"kind": "end", "ending": kind}
        )

    scenes = [
        scene(
            "start", "chapter1",
            file("background", "background/school_day.jpg"), file("music", "bgm/daily.ogg"), say("morning"),
            show("sakura", "uniform/normal"), say("hello", "sakura", "l0002"), file("sound", "se/chime.ogg"),
            show("sakura", "uniform/happy", "left"), show("yuki", "uniform/normal", "right"),
            say("ready", "yuki", "l0003"), menu("which", ("run", "running"), ("walk", "river")),
        ),
        scene(
            "running", "chapter1",
            show("sakura", "uniform/happy"), {"kind": "hide", "character": "yuki"}, say("ran", "sakura"),
            {"kind": "jump", "to": "festival"},
        ),
        scene(
            "river", "chapter1",
            file("background", "background/river_day.jpg"), show("sakura", "uniform/normal"), say("walked", "sakura"),
            {"kind": "jump", "to": "festival"},
        ),
        scene(
            "festival", "chapter2",
            file("background", "background/festival_night.jpg"), file("music", None), say("evening"),
            file("sound", "se/sparkle.ogg"), file("video", "video/star.mp4"),
            show("sakura", "casual/happy"), say("star", "sakura", "l0007"),
            menu("wish", ("together", "ending_good"), ("future", "ending_normal"), ("nothing", "ending_bad")),
        ),
        ending("good", file("event", "event/promise.jpg"), file("music", "bgm/daily.ogg")),
        ending("normal", show("sakura", "casual/sad"), show("yuki", "casual/sad", "right")),
        ending("bad", file("event", "event/promise.jpg"), say("evening"), file("event", None)),
    ]  # fmt: skip
    game = Game.model_validate(
        {
            "project": "sample",
            "title": t("title"),
            "language": language,
            "characters": [
                {
                    "id": who,
                    "name": t(who),
                    "colour": colour,
                    "sprites": {f"{o}/{e}": f"character/{who}_{o}_{e}.png" for o in OUTFITS for e in EXPRESSIONS},
                }
                for who, colour in (("sakura", "#ff9ab0"), ("yuki", "#9ab8ff"))
            ],
            "scenes": scenes,
            "endings": [{"id": kind, "title": t(kind), "kind": kind} for kind in ("good", "normal", "bad")],
            "gallery": [{"id": "promise", "title": t("good"), "file": "event/promise.jpg"}],
            "interface": {
                "title_picture": "ui/title.jpg",
                "parts": {part: f"ui/{part}.png" for part in ("textbox", "namebox", "button")},
                "title_music": "bgm/title.ogg",
                "sounds": {"click": "se/click.ogg"},
            },
            "credits": [
                {"kind": "music", "name": t("title"), "licence": "CC0-1.0", "text": t("hello")},
                {"kind": "software", "name": "Sample", "licence": "MIT", "url": "https://example.org/sample"},
            ],
            "files": [entry.model_dump() for entry in files.entries],
        }
    )
    return game, files.paths
