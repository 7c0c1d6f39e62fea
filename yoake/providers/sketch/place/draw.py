"""From kind, seed, hour and weather to a finished picture."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter

from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, Season
from yoake.providers.sketch.place.light import outdoors
from yoake.providers.sketch.place.scenes import SCENES
from yoake.providers.sketch.place.sky import weather as fall
from yoake.providers.sketch.raster import svg_to_image
from yoake.texts.models import PlaceKind, TimeOfDay, Weather

_BLOOM: dict[TimeOfDay, float] = {"morning": 0.34, "day": 0.22, "evening": 0.40, "night": 0.42}
"""How strongly bright things shine over what is beside them."""
INSIDE: tuple[PlaceKind, ...] = ("classroom", "room", "cafe", "library")
"""Kinds where neither rain nor snow falls in front of the picture."""
_SEASONS: tuple[Season, ...] = ("spring", "spring", "summer", "summer", "autumn", "autumn")


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that decides how a place looks: equal values are equal pictures."""

    kind: PlaceKind
    seed: int
    time: TimeOfDay = "day"
    weather: Weather = "clear"
    season: Season | None = None

    @property
    def actual_season(self) -> Season:
        """The season named, else winter under snow, else one by the seed."""
        if self.season:
            return self.season
        if self.weather == "snow":
            return "winter"
        return Random(f"{self.seed}/season").choice(_SEASONS)


def place_svg(place: Place) -> str:
    """The picture of a place as SVG, without the bloom of lights."""
    pick = Random(f"{place.seed}/look")
    light = outdoors(place.time, place.weather, pick.randrange(3))
    canvas = Canvas(light, place.seed, place.actual_season)
    SCENES[place.kind](canvas)
    if place.kind not in INSIDE:
        fall(canvas)
    rim = canvas.radial((0, "#0a0820", 0), (0.62, "#0a0820", 0), (1, "#0a0820", 0.42))
    canvas.ellipse(WIDTH / 2, HEIGHT / 2, WIDTH * 0.78, HEIGHT * 0.86, rim)
    return canvas.svg(mirrored=pick.random() < 0.5)


def bloom(image: Image.Image, threshold: int, strength: float) -> Image.Image:
    """Lets what is brighter than `threshold` (0..255) shine over its surroundings (integer arithmetic only)."""
    small = image.reduce(4)
    steep = [max(0, min(255, round((v - threshold) * 255 / (256 - threshold) * strength))) for v in range(256)]
    glow = small.point(steep * 3).filter(ImageFilter.BoxBlur(5)).filter(ImageFilter.BoxBlur(5))
    return ImageChops.screen(image, glow.resize(image.size, Image.Resampling.BILINEAR))


def place_image(place: Place) -> Image.Image:
    """The finished picture, RGB, 1280 x 720."""
    picture = svg_to_image(place_svg(place)).convert("RGB")
    return bloom(picture, 176, _BLOOM[place.time])
