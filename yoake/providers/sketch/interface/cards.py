"""Full-size cards: the title picture, chapter and ending cards, the page behind menus."""

from __future__ import annotations

from random import Random

from PIL import Image

from yoake.providers.base import Request
from yoake.providers.sketch.interface.ornament import flourish, panel, rounded, rule, scatter
from yoake.providers.sketch.interface.theme import Theme
from yoake.providers.sketch.place.air import Air, air_of, air_over, air_under
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, Season, num
from yoake.providers.sketch.place.draw import Place, bloom, place_image
from yoake.providers.sketch.place.kind import kind_in, season_in
from yoake.providers.sketch.place.light import NEUTRAL, outdoors
from yoake.providers.sketch.place.picture import place_of
from yoake.providers.sketch.raster import find_font, plain, svg_to_image
from yoake.texts.models import PlaceKind, TimeOfDay

_PLACE_OF_THEME: dict[str, tuple[PlaceKind, TimeOfDay]] = {
    "sakura": ("school", "morning"), "starry": ("rooftop", "night"), "forest": ("forest", "morning"),
    "sunset": ("seaside", "evening"), "sea": ("seaside", "day"), "winter": ("shrine", "night"),
    "royal": ("castle", "evening"),
}  # fmt: skip


_SEASON_OF_THEME: dict[str, Season] = {"sakura": "spring", "sea": "summer", "forest": "summer", "winter": "winter"}


def title_place(request: Request, t: Theme) -> Place:
    """The place of the title picture: an upstream background's, else by genre and title, else by the theme."""
    kind, time = _PLACE_OF_THEME[t.name]
    for source in request.inputs_of("image/"):
        if known := place_of(source.meta):
            return Place(known.kind, known.seed, "evening" if time == "day" else time, known.weather, known.season)
    words = " ".join(
        str(v)
        for v in (request.title, request.params.get("genre"), request.prompt, request.params.get("description"))
        if v
    )
    named = kind_in(words)
    season = season_in(words) or _SEASON_OF_THEME.get(t.name)
    return Place(
        named if named and named != "street" else kind, t.seed, time, "snow" if t.name == "winter" else "clear", season
    )


def title_picture(request: Request, t: Theme) -> Image.Image:
    """The picture behind the title menu: a place at a telling hour; its left side is calm, for the menu."""
    place = title_place(request, t)
    light = outdoors(place.time, place.weather)
    scene = place_image(place).convert("RGBA")
    air: Air = air_of(request.title, place.time, place.actual_season, inside=False, seed=t.seed)
    scene.alpha_composite(air_under(air, light))
    scene.alpha_composite(air_over(air, light))
    c = Canvas(NEUTRAL, t.seed, place.actual_season)
    c.rect(0, 0, 620, HEIGHT, c.along((0, 0), (620, 0), (0, t.deep, 0.66), (0.5, t.deep, 0.34), (1, t.deep, 0)))
    c.rect(0, HEIGHT - 190, WIDTH, 190, c.along((0, HEIGHT - 190), (0, HEIGHT), (0, t.deep, 0), (1, t.deep, 0.55)))
    r = Random(f"{t.seed}/title")
    scatter(c, t, r, (0, 0, 420, HEIGHT), 16, [t.line, t.accent_light], (6, 30), 0.34)
    flourish(c, t, 22, 22, 120)
    flourish(c, t, WIDTH - 22, HEIGHT - 22, 120, -1, -1)
    scene.alpha_composite(svg_to_image(c.svg()))
    return bloom(scene.convert("RGB"), 186, 0.3)


def _wording(request: Request) -> str:
    """The words on a card, where the request brings some."""
    item = request.item or {}
    for value in (request.params.get("text"), item.get("title")):
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:60]
    return ""


def _heading(c: Canvas, t: Theme, request: Request, y: float) -> list[str]:
    """Writes the card's words, if any, in the middle; returns the lines."""
    words = _wording(request)
    if not words:
        return []
    font = find_font("serif")
    size = min(64.0, 90_000 / max(1.0, font.width(words, 100)))
    face = f'font-family="{font.family}" font-weight="bold" font-size="{num(size)}" text-anchor="middle"'
    at, rim = f'x="640" y="{num(y)}"', 'stroke-width="10" stroke-linejoin="round" opacity=".7"'
    body = plain(words)
    c.add(f'<text {at} {face} fill="{t.deep}" stroke="{t.deep}" {rim}>{body}</text>')
    c.add(f'<text {at} {face} fill="{t.ink}">{body}</text>')
    return [words]


def _card(request: Request, t: Theme, *, ending: bool) -> Image.Image:
    c = Canvas(NEUTRAL, t.seed, "spring")
    top, low = (t.accent, t.deep) if ending else (t.panel, t.deep)
    c.rect(0, 0, WIDTH, HEIGHT, c.along((0, 0), (0, HEIGHT), (0, low), (0.5, top), (1, low)))
    c.glow(640, 340, 620, t.accent_light, 0.5, ry=330)
    r = Random(f"{request.seed}/card")
    scatter(c, t, r, (0, 0, WIDTH, HEIGHT), 34, [t.line, t.accent_light, t.accent], (6, 64), 0.26)
    c.rect(
        0,
        262,
        WIDTH,
        196,
        c.along((0, 0), (WIDTH, 0), (0, t.deep, 0), (0.3, t.deep, 0.62), (0.7, t.deep, 0.62), (1, t.deep, 0)),
    )
    rule(c, t, 640, 262, 1000, 15)
    rule(c, t, 640, 458, 1000, 15)
    for sx, sy, x, y in (
        (1, 1, 30, 30),
        (-1, 1, WIDTH - 30, 30),
        (1, -1, 30, HEIGHT - 30),
        (-1, -1, WIDTH - 30, HEIGHT - 30),
    ):
        flourish(c, t, x, y, 150 if ending else 110, sx, sy)
    c.path(rounded(24, 24, WIDTH - 48, HEIGHT - 48, 26, notch=True), stroke=t.line, width=2, opacity=0.7)
    fonts = [find_font("serif")] if _heading(c, t, request, 384) else []
    return svg_to_image(c.svg(), *fonts).convert("RGB")


def chapter_card(request: Request, t: Theme) -> Image.Image:
    """The card before a chapter, with the words of `params.text` or the item's title."""
    return _card(request, t, ending=False)


def ending_card(request: Request, t: Theme) -> Image.Image:
    """The card of an ending."""
    return _card(request, t, ending=True)


def page_background(request: Request, t: Theme) -> Image.Image:
    """The page behind the save, load and settings menus."""
    c = Canvas(NEUTRAL, t.seed, "spring")
    c.rect(0, 0, WIDTH, HEIGHT, c.along((0, 0), (WIDTH, HEIGHT), (0, t.panel), (1, t.deep)))
    r = Random(f"{t.seed}/page")
    scatter(c, t, r, (0, 0, WIDTH, HEIGHT), 46, [t.line, t.accent_light, t.accent], (8, 90), 0.14)
    c.glow(WIDTH - 120, 60, 640, t.accent_light, 0.32)
    with c.layer(transform="translate(40,36)"):
        panel(c, t, WIDTH - 80, HEIGHT - 72, radius=30, opacity=0.55)
    flourish(c, t, 62, 58, 110)
    flourish(c, t, WIDTH - 62, HEIGHT - 58, 110, -1, -1)
    return svg_to_image(c.svg()).convert("RGB")
