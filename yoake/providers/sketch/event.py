"""`event_picture`: a moment of the story: people close up in a place, with the light and the air of that moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any, cast

from PIL import Image, ImageChops, ImageFilter
from pydantic import ValidationError

from yoake.providers.base import Input, Product, Request
from yoake.providers.sketch.character import Look, draw_svg, face_box
from yoake.providers.sketch.character.frame import Pose
from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.air import Air, air_of, air_over, air_under
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH
from yoake.providers.sketch.place.draw import INSIDE, Place, bloom, place_image
from yoake.providers.sketch.place.kind import describe
from yoake.providers.sketch.place.light import Light, outdoors
from yoake.providers.sketch.place.picture import TIMES, place_of
from yoake.providers.sketch.place.relight import relight
from yoake.providers.sketch.raster import save_png, svg_to_image
from yoake.texts.models import TimeOfDay

_STAND = {1: ((0.5,),), 2: ((0.335, 0.665), (0.31, 0.64), (0.36, 0.69)), 3: ((0.2, 0.8, 0.5), (0.22, 0.78, 0.5))}
"""Where people stand (share of the width), in the order they are painted; the last one is in front."""


def _wish(request: Request, key: str) -> Any:
    value = request.params.get(key)
    return (request.item or {}).get(key) if value is None else value


def _people(request: Request, expression: str) -> list[Input]:
    """One upstream picture a character, in the order asked for; the one that wears the right expression first."""
    shown: dict[str, Input] = {}
    for source in request.inputs_of("image/"):
        name = source.meta.get("character")
        if name is None and "look" not in source.meta:
            continue
        key = str(name if name is not None else source.spec)
        if key not in shown or (source.meta.get("expression") == expression != shown[key].meta.get("expression")):
            shown[key] = source
    wanted = _wish(request, "characters")
    names = [str(w) for w in wanted] if isinstance(wanted, list | tuple) else list(shown)
    return [shown[name] for name in dict.fromkeys(names) if name in shown][:3]


def _backdrop(request: Request, name: str | None, time: TimeOfDay) -> tuple[Image.Image, Place | None, str]:
    """The place behind the people at the event's hour: drawn anew where the sketch provider knows it."""
    scenery = [i for i in request.inputs_of("image/") if "character" not in i.meta and "look" not in i.meta]
    scenery.sort(key=lambda i: (i.meta.get("place") != name, i.meta.get("time_of_day") != time))
    if scenery and (not name or scenery[0].meta.get("place") in (name, None)):
        source = scenery[0]
        title = str(name or source.meta.get("place") or source.address)
        if known := place_of(source.meta):
            place = replace(known, time=time)
            return place_image(place), place, title
        with Image.open(source.path) as picture:
            image = picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        if source.meta.get("time_of_day", "day") == "day" != time:
            image = relight(image, time, "clear")
        return image, None, title
    kind, season = describe(request, name)
    # the seed of a place that no background shows: the same for every event there
    seed = Random(f"{request.project}/{name}").getrandbits(32) if name else request.seed
    place = Place(kind, seed, time, "clear", season)
    return place_image(place), place, name or kind


def _closer(image: Image.Image, r: Random, blur: float) -> Image.Image:
    """The background as a lens focused on the people sees it: nearer and soft."""
    w, h = WIDTH * 0.84, HEIGHT * 0.84
    x, y = (WIDTH - w) * r.uniform(0.2, 0.8), (HEIGHT - h) * r.uniform(0.25, 0.6)
    near = image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC, box=(x, y, x + w, y + h))
    return near.filter(ImageFilter.GaussianBlur(blur))


@dataclass(frozen=True, slots=True)
class _Person:
    """A cut-out person: pixels, and where the face is in them (centre and height), as far as that is known."""

    pixels: Image.Image
    face: tuple[float, float, float] | None


def _person(source: Input, expression: str, outfit: str | None, pose: str, close: float) -> _Person:
    """A person, drawn anew in the event's mood where the look is known, else as the upstream picture shows it.

    Args:
        close: height of the face in pixels.
    """
    try:
        look = Look.model_validate(source.meta["look"]) if source.meta.get("look") else None
    except ValidationError:
        look = None  # a look of another version: the picture itself still shows the person
    if look is None:
        with Image.open(source.path) as picture:
            figure = picture.convert("RGBA")
        box = figure.getchannel("A").point([255 if v > 8 else 0 for v in range(256)]).getbbox()
        return _Person(figure.crop(box) if box else figure, None)
    worn = outfit or str(source.meta.get("outfit") or "uniform")
    left, top, right, bottom = face_box(look, pose=pose)
    zoom = min(2.0, close / max(1, bottom - top))
    pixels = svg_to_image(draw_svg(look, expression=expression, outfit=worn, pose=pose), zoom=zoom)
    return _Person(pixels, ((left + right) / 2 * zoom, (top + bottom) / 2 * zoom, (bottom - top) * zoom))


def _lit(figure: Image.Image, light: Light, from_left: bool) -> Image.Image:
    """A figure in the light of the place: tinted a little, with a bright rim on the side of the light."""
    colours, alpha = figure.convert("RGB"), figure.getchannel("A")
    share = {"morning": 0.45, "day": 0.2, "evening": 0.6, "night": 0.52}[light.time]
    veil = col.parse(light.veil)
    table: list[int] = []
    for gain, over in zip(light.gain, veil, strict=True):
        for v in range(256):
            full = v * gain * (1 - light.veil_share) + over * light.veil_share
            table.append(max(0, min(255, round(v + (full - v) * share))))
    toned = colours.point(table)
    reach = max(3, figure.width // 75)
    inner = ImageChops.offset(alpha, reach if from_left else -reach, reach // 2)
    rim = ImageChops.subtract(alpha, inner).filter(ImageFilter.GaussianBlur(reach * 0.55))
    rim = ImageChops.multiply(rim, alpha).point([min(255, round(v * 0.8)) for v in range(256)])
    shine = Image.new("RGB", figure.size, cast(tuple[int, int, int], tuple(int(v) for v in col.parse(light.beam))))
    toned = Image.composite(ImageChops.screen(toned, shine), toned, rim)
    toned.putalpha(alpha)
    return toned


_CLOSE = {1: 330.0, 2: 276.0, 3: 232.0}
"""Height of a face in pixels by how many people are in the picture."""
_POSES: tuple[Pose, ...] = ("standing", "waving", "hands_together", "hand_on_hip", "standing")


def people_on(
    scene: Image.Image, sources: list[Input], light: Light, *, seed: int, expression: str, outfit: str | None
) -> None:
    """Paints up to three people into `scene` (RGBA, 1280 x 720), from the hips or the chest up."""
    r = Random(f"{seed}/people")
    count = len(sources)
    stands = r.choice(_STAND[count])
    for index, source in enumerate(sources):
        pose = r.choice(_POSES)
        tilt = r.uniform(-2.5, 2.5) if count == 1 else (1 if stands[index] < 0.5 else -1) * r.uniform(1.0, 3.5)
        person = _person(source, expression, outfit, pose, _CLOSE[count])
        front = count == 3 and index == 2
        figure = person.pixels
        middle = round(stands[index] * WIDTH)
        if person.face:
            pivot = (person.face[0], person.face[1])
            figure = figure.rotate(-tilt, Image.Resampling.BICUBIC, center=pivot)
            x, y = middle - round(pivot[0]), round(HEIGHT * (0.44 if front else 0.38)) - round(pivot[1])
        else:
            tall = figure.height / max(1, figure.width) > 2.1
            # full-length pictures are shown from the thigh up, busts as they are
            height = HEIGHT * ({1: 1.78, 2: 1.58, 3: 1.38}[count] if tall else {1: 1.12, 2: 1.02, 3: 0.92}[count])
            width = max(1, round(figure.width * height / figure.height))
            figure = figure.resize((width, round(height)), Image.Resampling.LANCZOS)
            x = middle - width // 2
            y = round(HEIGHT * (0.055 if count == 1 else 0.10)) if tall else HEIGHT - round(height * 0.97)
        figure = _lit(figure, light, from_left=stands[index] < 0.62)
        scene.paste(figure, (x, y), figure)


def event_picture(request: Request) -> Product:
    """Draws an event picture of 1280 x 720 (workflow `event_cg`) from upstream people and backgrounds.

    Raises:
        InvalidRequestError: from the place's parameters.
    """
    time_wish = _wish(request, "time_of_day")
    time: TimeOfDay = time_wish if time_wish in TIMES else "day"
    expression = str(_wish(request, "expression") or "happy")
    event = str(_wish(request, "event") or (request.item or {}).get("id") or request.address.rsplit("/", 1)[-1])
    words = " ".join(str(v) for v in (_wish(request, "description"), _wish(request, "title"), request.prompt) if v)
    named = _wish(request, "place")
    backdrop, place, name = _backdrop(request, str(named) if named else None, time)
    people = _people(request, expression)
    r = Random(f"{request.seed}/event")
    light = outdoors(time, place.weather if place else "clear", 0)
    air: Air = air_of(
        words,
        time,
        place.actual_season if place else "summer",
        inside=bool(place and place.kind in INSIDE),
        seed=request.seed,
    )
    scene = _closer(backdrop, r, 3.2 if people else 0.6).convert("RGBA")
    scene.alpha_composite(air_under(air, light))
    if people:
        outfit = _wish(request, "outfit")
        worn = str(outfit) if outfit else None
        people_on(scene, people, light, seed=request.seed, expression=expression, outfit=worn)
    scene.alpha_composite(air_over(air, light))
    picture = bloom(scene.convert("RGB"), 190, 0.34 if time in ("evening", "night") else 0.22)
    path = request.folder / "event.png"
    save_png(picture, path)
    meta = {
        "event": event, "characters": [str(p.meta.get("character", p.spec)) for p in people], "place": name,
        "time_of_day": time, "expression": expression, "season": air.season, "air": air.kind,
        "width": WIDTH, "height": HEIGHT,
    }  # fmt: skip
    return Product(path, "image/png", meta)
