"""The look of one game: its interface pictures, fitted to their places, and the settings that name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from yoake.build.renpy import paint
from yoake.build.renpy.names import folder_of
from yoake.build.renpy.paint import NIGHT, Rgb, mix, panel, rgb
from yoake.build.renpy.text import literal, one_line, quoted
from yoake.errors import InvalidRequestError
from yoake.game.model import Game

WHITE: Rgb = (255, 255, 255)
INK: Rgb = (43, 36, 58)
HEIGHTS = {"textbox": 192, "namebox": 50, "button": 60, "button_hover": 60, "choice": 62, "choice_hover": 62}
"""Pixels to which a part's own picture is scaled before its corners are kept and its middle is stretched."""


@dataclass
class Theme:
    """Draws `gui/*.png` and writes `settings.rpy`."""

    game: Game
    files: Mapping[str, Path]
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def accent(self) -> Rgb:
        """The colour of the game's own name box or buttons, else of the first character's name.

        Light enough to be read on the night's ground.
        """
        colour = rgb(self.game.characters[0].colour) if self.game.characters else rgb("#ff9ab0")
        for name in ("namebox", "button_hover", "choice_hover"):
            part = self._part(name)
            if part is not None:
                own, opacity = paint.middle_colour(part)
                if opacity > 0.5 and max(own) - min(own) > 40:
                    colour = own
                    break
        while paint.lightness(colour) < 0.6:
            colour = mix(colour, WHITE, 0.2)
        return colour

    def write(self) -> str:
        """Draws everything into the folder and returns `settings.rpy`."""
        accent = self.accent
        deep = mix(NIGHT, accent, 0.22)
        (self.folder / "gui").mkdir(parents=True, exist_ok=True)
        self.settings = {"theme_accent": literal(paint.hexed(accent)), "theme_deep": literal(paint.hexed(deep))}
        self._small_parts(accent, deep)
        self._textbox(accent, deep)
        self._buttons(accent, deep)
        self._panel(accent, deep)
        self._cards(accent)
        self._title(accent)
        sounds = self.game.interface.sounds
        for ours, kind in (("click", "click"), ("cursor", "cursor")):
            file = sounds.get(kind)
            self.settings[f"theme_sound_{ours}"] = "None" if file is None else literal(folder_of(file))
        self.settings["yoake_title"] = quoted(one_line(self.game.title))
        breaking = "japanese-strict" if self.game.language == "ja" else "unicode"
        self.settings["yoake_line_breaking"] = literal(breaking)
        lines = ["# The look of this game.", "", "init offset = -4", ""]
        return "\n".join([*lines, *(f"define {name} = {value}" for name, value in self.settings.items())]) + "\n"

    def _save(self, name: str, picture: Image.Image) -> str:
        picture.save(self.folder / "gui" / f"{name}.png", format="PNG")
        return literal(f"gui/{name}.png")

    def _part(self, name: str) -> Image.Image | None:
        """The game's own picture of a part, scaled for its place; none where there is none that can be used."""
        file = self.game.interface.parts.get(name)
        if file is None:
            return None
        picture = opened(self.files[file]).convert("RGBA")
        box = picture.getchannel("A").point([255 if i > 8 else 0 for i in range(256)]).getbbox()
        if box is None:
            return None
        picture = picture.crop(box)
        height = HEIGHTS[name]
        return picture.resize(
            (max(2 * height // 2, round(picture.width * height / picture.height)), height), Image.Resampling.LANCZOS
        )

    def _frame(self, setting: str, name: str, picture: Image.Image) -> None:
        """A nine-patch: the ends keep their shape, the middle is stretched; parts have ornaments at their ends."""
        across = max(2, min(picture.height * 8 // 5, picture.width * 3 // 10))
        down = max(2, picture.height * 2 // 5)
        self.settings[setting] = f"Frame({self._save(name, picture)}, {across}, {down})"

    def _textbox(self, accent: Rgb, deep: Rgb) -> None:
        dark, darker = mix(deep, NIGHT, 0.3), NIGHT
        box = self._part("textbox") or panel(1200, 192, 26, (*dark, 214), (*darker, 236), (*accent, 215), 2.5, True)
        self._frame("theme_textbox", "textbox", box)
        self.settings["theme_textbox_text"] = _readable_on(box)
        bright = self.settings["theme_textbox_text"] != literal(paint.hexed(WHITE))
        self.settings["theme_textbox_outlines"] = "[]" if bright else '[(2, "#14122ab0", 0, 0)]'
        name = self._part("namebox") or panel(
            190, 50, 24, (*mix(deep, accent, 0.12), 248), (*mix(deep, NIGHT, 0.4), 248), (*accent, 255), 2
        )
        self._frame("theme_namebox", "namebox", name)
        self.settings["theme_name_outlines"] = '[(2, "#1c1533e0", 0, 0)]'

    def _buttons(self, accent: Rgb, deep: Rgb) -> None:
        idle = self._part("button") or panel(
            300, 60, 29, (*mix(deep, NIGHT, 0.3), 205), (*NIGHT, 225), (*accent, 150), 1.6
        )
        lit = panel(300, 60, 29, (*mix(accent, WHITE, 0.25), 245), (*accent, 245), (255, 255, 255, 235), 2)
        for kind, other, other_lit in (("button", idle, lit), ("choice", idle, lit)):
            own = self._part(kind)
            hover = self._part(f"{kind}_hover") or (paint.glowing(own, accent) if own is not None else other_lit)
            self._frame(f"theme_{kind}", kind, own or other)
            self._frame(f"theme_{kind}_hover", f"{kind}_hover", hover)
            self.settings[f"theme_{kind}_text"] = _readable_on(own or other)
            self.settings[f"theme_{kind}_hover_text"] = _readable_on(hover)
        self.settings["theme_button_faint_text"] = self.settings["theme_button_text"][:-1] + '70"'

    def _panel(self, accent: Rgb, deep: Rgb) -> None:
        """The ground of the menu pages, and the game's own frame over it."""
        file = self.game.interface.parts.get("frame")
        edge = 0 if file is not None else 120
        ground = panel(300, 200, 24, (*mix(deep, NIGHT, 0.4), 222), (*NIGHT, 236), (*accent, edge), 1.6, file is None)
        self.settings["theme_panel_frame"] = "None"
        if file is not None:
            margin = Image.new("RGBA", (320, 220), (*NIGHT, 0))
            margin.alpha_composite(ground, (10, 10))
            ground = margin
            frame = opened(self.files[file]).convert("RGBA")
            frame.thumbnail((400, 400), Image.Resampling.LANCZOS)
            side = min(frame.size) * 27 // 100
            if paint.middle_colour(frame)[1] < 0.2:  # an empty frame: what stands behind it stays readable
                self.settings["theme_panel_frame"] = f"Frame({self._save('frame', frame)}, {side}, {side})"
        self.settings["theme_panel"] = f"Frame({self._save('panel', ground)}, 44, 44)"

    def _cards(self, accent: Rgb) -> None:
        """The grounds of chapters and endings; the game's own have their ornaments already."""
        self._save("card", paint.card(accent))
        for name in ("chapter_card", "ending_card"):
            file = self.game.interface.parts.get(name)
            self.settings[f"theme_{name}"] = literal("gui/card.png")
            if file is not None:
                own = ImageOps.fit(opened(self.files[file]).convert("RGB"), (1280, 720), Image.Resampling.LANCZOS)
                self.settings[f"theme_{name}"] = self._save(name, own)
            self.settings[f"theme_{name}_plain"] = str(file is None)

    def _title(self, accent: Rgb) -> None:
        """The title picture; else the first event picture, background or a plain night."""
        interface = self.game.interface
        steps = [step for scene in self.game.scenes for step in scene.steps]
        background = next((s.file for s in steps if s.kind == "background"), None)
        file = interface.title_picture or background
        if file is None:
            picture = paint.card(accent)
        else:
            picture = ImageOps.fit(opened(self.files[file]).convert("RGB"), (1280, 720), Image.Resampling.LANCZOS)
        picture.save(self.folder / "gui" / "title.png", format="PNG")
        self.settings["theme_title_picture"] = literal("gui/title.png")
        soft = Image.blend(paint.softened(picture), Image.new("RGB", picture.size, NIGHT), 0.62)
        self.settings["theme_menu_picture"] = self._save("menu", soft)
        self.settings["theme_logo"] = "None"
        if interface.logo is not None:
            logo = opened(self.files[interface.logo]).convert("RGBA")
            box = logo.getchannel("A").getbbox()
            if box is not None:
                logo = logo.crop(box)
                logo.thumbnail((620, 216), Image.Resampling.LANCZOS)
                self.settings["theme_logo"] = self._save("logo", logo)

    def _small_parts(self, accent: Rgb, deep: Rgb) -> None:
        clear = (*accent, 0)
        soft, faint = (255, 255, 255, 44), (255, 255, 255, 20)
        self._save("title_shade", paint.shade(1280, 720, NIGHT, 150, 0, 70))
        self._save("ornament", paint.ornament(560, accent))
        self._save("rule", paint.rule(560, accent))
        veil = Image.new("RGBA", (1280, 40), NIGHT)
        veil.putalpha(Image.linear_gradient("L").resize(veil.size).point([min(190, i) for i in range(256)]))
        self._save("quick", veil)
        self._save("notice", panel(200, 44, 8, (*NIGHT, 226), (*NIGHT, 226), (*accent, 140), 1.2))
        for name, top, edge in (("slot", faint, 80), ("slot_hover", soft, 255)):
            self._save(name, panel(60, 60, 12, top, faint, (*accent, edge), 1.6))
        for name, top in (("full", (*accent, 255)), ("empty", soft)):
            self._save(f"bar_{name}", panel(40, 14, 7, top, top, clear))
            groove = Image.new("RGBA", (44, 22), clear)
            groove.alpha_composite(panel(44, 8, 4, top, top, clear), (0, 7))
            self._save(f"slider_{name}", groove)
        self._save("slider_thumb", paint.knob(22, accent, WHITE))
        self._save("slider_thumb_hover", paint.knob(22, WHITE, accent))
        self._save("scroll_base", panel(10, 30, 5, faint, faint, clear))
        self._save("scroll_thumb", panel(10, 30, 5, (*accent, 210), (*accent, 210), clear))
        self._save("check_on", paint.check(accent, on=True))
        self._save("check_off", paint.check(accent, on=False))
        self._save("locked", paint.locked(240, 135, accent))
        for name, alpha in (("thumb_idle", 90), ("thumb_hover", 255)):
            self._save(name, panel(240, 135, 4, clear, clear, (*accent, alpha), 2.5))
        self._save("window_icon", paint.icon(accent))


def _readable_on(picture: Image.Image) -> str:
    """The colour of text on a part, as a literal: dark on what is bright and opaque, else white."""
    colour, opacity = paint.middle_colour(picture)
    return literal(paint.hexed(INK if paint.lightness(colour) > 0.6 and opacity > 0.45 else WHITE))


def opened(path: Path) -> Image.Image:
    """The picture, decoded.

    Raises:
        InvalidRequestError: `build.broken-picture`.
    """
    try:
        with Image.open(path) as picture:
            picture.load()
            return picture
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidRequestError(
            "build.broken-picture",
            f"The picture {path.name} cannot be read: {error}.",
            next_step="Make the asset again: yoake generate PROJECT --redo ASSET.",
        ) from error
