"""Draws the interface where the game brings no picture of its own: panels, buttons, sliders, ornaments."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageStat

Rgb = tuple[int, int, int]
SCALE = 3
"""Everything is drawn this many times larger, so that edges come out smooth."""
NIGHT: Rgb = (22, 22, 46)


def rgb(colour: str) -> Rgb:
    """`#rrggbb` as three numbers."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `other` in `one`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def hexed(colour: Rgb) -> str:
    """`#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def lightness(colour: Rgb) -> float:
    """Perceived brightness, 0 to 1 (ITU-R BT.601)."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255


@lru_cache(maxsize=64)
def panel(
    width: int, height: int, radius: int, top: tuple[int, ...], bottom: tuple[int, ...],
    edge: tuple[int, ...], edge_width: float = 2, inner: bool = False,
) -> Image.Image:  # fmt: skip
    """A rounded panel with a vertical blend of two RGBA colours and an edge; `inner` adds a fine second line."""
    big = (width * SCALE, height * SCALE)
    fill = Image.new("RGBA", (1, big[1]))
    for row in range(big[1]):
        share = row / max(1, big[1] - 1)
        fill.putpixel((0, row), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    fill = fill.resize(big)
    mask = Image.new("L", big, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, big[0] - 1, big[1] - 1), radius * SCALE, fill=255)
    fill.putalpha(ImageChops.multiply(fill.getchannel("A"), mask))
    lines = Image.new("RGBA", big, (*edge[:3], 0))
    draw = ImageDraw.Draw(lines)
    draw.rounded_rectangle(
        (0, 0, big[0] - 1, big[1] - 1), radius * SCALE, outline=tuple(edge), width=round(edge_width * SCALE)
    )
    if inner:
        gap = 6 * SCALE
        draw.rounded_rectangle(
            (gap, gap, big[0] - 1 - gap, big[1] - 1 - gap), max(1, radius - 6) * SCALE,
            outline=(*edge[:3], edge[3] // 3), width=SCALE,
        )  # fmt: skip
    return Image.alpha_composite(fill, lines).resize((width, height), Image.Resampling.LANCZOS)


def shade(width: int, height: int, colour: Rgb, left: int, right: int, bottom: int = 0) -> Image.Image:
    """A veil that goes from the alpha `left` to `right`, and towards the lower edge to `bottom` where that is more."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = (
        Image.linear_gradient("L").resize((width, height)).point([round(bottom * (i / 255) ** 3) for i in range(256)])
    )
    ease = [min(1.0, i / 170) for i in range(256)]
    alpha = across.point([round(left + (right - left) * (3 * e * e - 2 * e**3)) for e in ease])
    veil = Image.new("RGBA", (width, height), colour)
    veil.putalpha(ImageChops.lighter(alpha, down))
    return veil


def ornament(width: int, accent: Rgb) -> Image.Image:
    """A fine line that fades to both sides, with a small diamond in its middle."""
    height = 17
    big = Image.new("RGBA", (width * SCALE, height * SCALE), (*accent, 0))
    draw = ImageDraw.Draw(big)
    middle = (big.width / 2, big.height / 2)
    for x in range(big.width):
        share = 1 - abs(x - middle[0]) / middle[0]
        draw.line((x, middle[1] - 1, x, middle[1] + 1), fill=(*accent, round(235 * share**1.4)))
    for size, fill in ((7.5, (*NIGHT, 255)), (5.5, (*accent, 255))):
        reach = size * SCALE
        draw.polygon(
            [(middle[0] - reach, middle[1]), (middle[0], middle[1] - reach),
             (middle[0] + reach, middle[1]), (middle[0], middle[1] + reach)],
            fill=fill,
        )  # fmt: skip
    return big.resize((width, height), Image.Resampling.LANCZOS)


def rule(width: int, accent: Rgb) -> Image.Image:
    """A line under a heading, fading to the right."""
    line = Image.new("RGBA", (width, 3), accent)
    line.putalpha(Image.linear_gradient("L").rotate(90).resize((width, 3)).point([255 - i for i in range(256)]))
    return line


def card(accent: Rgb) -> Image.Image:
    """The ground of chapter cards, endings and credits: a night sky that dawns at the horizon."""
    sky = Image.new("RGB", (1280, 720), NIGHT)
    dawn = Image.new("RGB", sky.size, mix(NIGHT, accent, 0.55))
    glow = Image.linear_gradient("L").resize(sky.size).point([round(150 * (i / 255) ** 2.6) for i in range(256)])
    return Image.composite(dawn, sky, glow)


def knob(size: int, fill: Rgb, edge: Rgb) -> Image.Image:
    """A round handle."""
    big = Image.new("RGBA", (size * SCALE, size * SCALE), (*edge, 0))
    ImageDraw.Draw(big).ellipse(
        (SCALE, SCALE, size * SCALE - SCALE, size * SCALE - SCALE), fill=fill, outline=edge, width=2 * SCALE
    )
    return big.resize((size, size), Image.Resampling.LANCZOS)


def check(accent: Rgb, on: bool) -> Image.Image:
    """The box before a switch, on 26 x 34 pixels."""
    big = Image.new("RGBA", (26 * SCALE, 34 * SCALE), (*accent, 0))
    draw = ImageDraw.Draw(big)
    box = (6 * SCALE, 9 * SCALE, 22 * SCALE, 25 * SCALE)
    draw.rounded_rectangle(
        box, 4 * SCALE, fill=(*accent, 255) if on else None, outline=(*accent, 255 if on else 150), width=2 * SCALE
    )
    if on:
        tick = [(9.5 * SCALE, 17 * SCALE), (13 * SCALE, 20.5 * SCALE), (19 * SCALE, 13 * SCALE)]
        draw.line(tick, fill=NIGHT, width=round(2.4 * SCALE), joint="curve")
    return big.resize((26, 34), Image.Resampling.LANCZOS)


def locked(width: int, height: int, accent: Rgb) -> Image.Image:
    """The place of a gallery picture that was not met yet."""
    ground = panel(width, height, 8, (255, 255, 255, 26), (255, 255, 255, 14), (*accent, 70), 1.5).copy()
    body = Image.new("L", (width * SCALE, height * SCALE), 0)
    draw = ImageDraw.Draw(body)
    x, y = width * SCALE / 2, height * SCALE / 2
    reach = 15 * SCALE
    draw.arc((x - reach * 0.6, y - reach * 1.5, x + reach * 0.6, y + reach * 0.2), 180, 360, fill=255, width=3 * SCALE)
    draw.line((x - reach * 0.6 + 4, y - reach * 0.7, x - reach * 0.6 + 4, y), fill=255, width=3 * SCALE)
    draw.line((x + reach * 0.6 - 4, y - reach * 0.7, x + reach * 0.6 - 4, y), fill=255, width=3 * SCALE)
    draw.rounded_rectangle((x - reach, y - reach * 0.3, x + reach, y + reach), 4 * SCALE, fill=255)
    small = body.resize((width, height), Image.Resampling.LANCZOS).point([i // 2 for i in range(256)])
    ground.alpha_composite(Image.merge("RGBA", (*(Image.new("L", small.size, c) for c in accent), small)))
    return ground


def icon(accent: Rgb) -> Image.Image:
    """The window's icon: a sun rising over a line of hills."""
    size = 256 * SCALE
    sky = card(accent).resize((size, size))
    draw = ImageDraw.Draw(sky)
    draw.ellipse((size * 0.26, size * 0.34, size * 0.74, size * 0.82), fill=mix(accent, (255, 244, 214), 0.6))
    draw.polygon(
        [(0, size * 0.74), (size * 0.3, size * 0.6), (size * 0.55, size * 0.72), (size * 0.8, size * 0.58),
         (size, size * 0.7), (size, size), (0, size)],
        fill=mix(NIGHT, accent, 0.18),
    )  # fmt: skip
    mask = Image.new("L", (size, size), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size - 1, size - 1), size // 6, fill=255)
    out = sky.convert("RGBA")
    out.putalpha(mask)
    return out.resize((256, 256), Image.Resampling.LANCZOS)


def middle_colour(picture: Image.Image) -> tuple[Rgb, float]:
    """Mean colour and opacity (0 to 1) of the middle of a picture, where text will stand."""
    w, h = picture.size
    middle = picture.convert("RGBA").crop((w // 4, h // 4, max(w // 4 + 1, w * 3 // 4), max(h // 4 + 1, h * 3 // 4)))
    red, green, blue, alpha = ImageStat.Stat(middle).mean
    return (round(red), round(green), round(blue)), alpha / 255


def glowing(picture: Image.Image, accent: Rgb) -> Image.Image:
    """The same part under the mouse: warmer and lighter."""
    tint = Image.new("RGB", picture.size, mix(accent, (255, 255, 255), 0.25))
    lit = Image.blend(picture.convert("RGB"), tint, 0.45).convert("RGBA")
    lit.putalpha(picture.getchannel("A"))
    return lit


def softened(picture: Image.Image) -> Image.Image:
    """A quiet version of a picture, for behind the menus."""
    return picture.filter(ImageFilter.GaussianBlur(7))
