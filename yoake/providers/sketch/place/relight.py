"""Another hour for a picture that was not drawn here: its colours are changed, channel by channel."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.light import outdoors
from yoake.texts.models import TimeOfDay, Weather


def relight(picture: Image.Image, time: TimeOfDay, weather: Weather) -> Image.Image:
    """`picture` (RGB, taken to show daylight) as it would look at another hour and in another weather."""
    light = outdoors(time, weather)
    toned = ImageEnhance.Color(picture).enhance(light.saturation)
    veil = col.parse(light.veil)
    table: list[int] = []
    for gain, over in zip(light.gain, veil, strict=True):
        table += [
            max(0, min(255, round(v * gain * (1 - light.veil_share) + over * light.veil_share))) for v in range(256)
        ]
    toned = toned.point(table)
    if light.lamps < 0.5:
        return toned
    # what was bright in daylight goes on shining: sky and windows
    bright = picture.convert("L").point([max(0, v - 200) * 2 for v in range(256)]).filter(ImageFilter.BoxBlur(8))
    glow = Image.merge("RGB", [bright.point([round(v * k) for v in range(256)]) for k in (0.55, 0.42, 0.20)])
    return ImageChops.screen(toned, glow)
