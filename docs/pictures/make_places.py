"""Draws docs/pictures/places.png: nine places at three hours, as the embedded provider paints them.

Usage: python docs/pictures/make_places.py
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from yoake.providers.sketch.place.draw import Place, place_image
from yoake.providers.sketch.raster import save_png
from yoake.texts.models import PlaceKind, TimeOfDay

PLACES: list[tuple[PlaceKind, int]] = [
    ("school", 3), ("seaside", 2), ("cafe", 2), ("shrine", 1), ("library", 3), ("castle", 4), ("street", 2),
    ("forest", 1), ("rooftop", 2),
]  # fmt: skip
TIMES: list[TimeOfDay] = ["day", "evening", "night"]
WIDTH, HEIGHT, GAP = 256, 144, 4
COLUMNS = 3
"""Places beside each other; each shows its hours from left to right."""


def main() -> None:
    """Draws the sheet."""
    rows = -(-len(PLACES) // COLUMNS) * len(TIMES)
    size = (COLUMNS * (WIDTH + GAP) - GAP, rows * (HEIGHT + GAP) - GAP)
    sheet = Image.new("RGB", size, "#1c1a2e")
    for index, (kind, seed) in enumerate(PLACES):
        for step, time in enumerate(TIMES):
            picture = place_image(Place(kind, seed, time)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            row = index // COLUMNS * len(TIMES) + step
            sheet.paste(picture, (index % COLUMNS * (WIDTH + GAP), row * (HEIGHT + GAP)))
    # six bits a channel: nobody sees the difference, and the file is half as big
    sheet = sheet.point([v & 0xFC | v >> 6 for v in range(256)] * 3)
    save_png(sheet, Path(__file__).with_name("places.png"))


if __name__ == "__main__":
    main()
