"""`place_picture`: a background, or the same place at another hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from PIL import Image

from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Product, Request
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Season
from yoake.providers.sketch.place.draw import Place, place_image
from yoake.providers.sketch.place.kind import KINDS, describe
from yoake.providers.sketch.place.relight import relight
from yoake.providers.sketch.raster import save_png
from yoake.texts.models import TimeOfDay, Weather

TIMES: tuple[TimeOfDay, ...] = get_args(TimeOfDay)
WEATHERS: tuple[Weather, ...] = get_args(Weather)
_SEASONS: tuple[Season, ...] = get_args(Season)


def _choice(request: Request, key: str, allowed: tuple[str, ...], default: str) -> str:
    """A parameter, else the item's value of the same name, else `default`."""
    value = request.params.get(key)
    if value is None:
        value = (request.item or {}).get(key)
    if value is None:
        return default
    if value not in allowed:
        raise InvalidRequestError(
            "image.parameter",
            f"{request.address}: the parameter {key} is {str(value)[:40]!r}, which no background has.",
            next_step=f"Use one of {', '.join(allowed)}.",
        )
    return str(value)


def place_of(meta: Mapping[str, Any]) -> Place | None:
    """The place that a picture's meta tells of, where the sketch provider drew it, else none."""
    kind, seed, time, weather = (meta.get(k) for k in ("kind", "variant_seed", "time_of_day", "weather"))
    if kind not in KINDS or not isinstance(seed, int) or time not in TIMES or weather not in WEATHERS:
        return None
    season = meta.get("season")
    return Place(kind, seed, time, weather, cast(Season, season) if season in _SEASONS else None)


def meta_of(place: Place, name: str) -> dict[str, Any]:
    """What a background's product says of it; `place_of` reads it again."""
    return {
        "place": name, "kind": place.kind, "time_of_day": place.time, "weather": place.weather,
        "season": place.actual_season, "variant_seed": place.seed, "width": WIDTH, "height": HEIGHT,
    }  # fmt: skip


def place_picture(request: Request) -> Product:
    """Draws a background of 1280 x 720 (workflows `background` and `time_of_day_variation`).

    With an upstream background the same place is drawn at another hour; an upstream picture from elsewhere (ComfyUI)
    has its colours changed instead.

    Raises:
        InvalidRequestError: `image.parameter`, where the hour or the weather is none that there is.
    """
    upstream = _upstream(request)
    seen = place_of(upstream.meta) if upstream else None
    named = request.params.get("place") or (request.item or {}).get("place") or (request.item or {}).get("id")
    if upstream and upstream.meta.get("place"):
        named = upstream.meta["place"]
    name = str(named or request.address.rsplit("/", 1)[-1])
    time = cast(TimeOfDay, _choice(request, "time_of_day", TIMES, "day"))
    weather = cast(Weather, _choice(request, "weather", WEATHERS, "clear"))
    if seen:
        # `clear` is what a manifest fills in where nobody asked: the weather stays what it was
        weather = seen.weather if weather == "clear" else weather
        # the season stays what it was: leaves do not turn because it starts to rain
        place = replace(seen, time=time, weather=weather)
    else:
        kind, season = describe(request, str(named) if named else None)
        place = Place(kind, request.seed, time, weather, season)
    if upstream and not seen:
        with Image.open(upstream.path) as picture:
            image = relight(picture.convert("RGB"), time, weather)
    else:
        image = place_image(place)
    path = request.folder / "place.png"
    save_png(image, path)
    meta = meta_of(place, name)
    if upstream and not seen:
        meta = {"place": name, "time_of_day": time, "weather": weather}
    return Product(path, "image/png", {**meta, "width": image.width, "height": image.height})


def _upstream(request: Request) -> Input | None:
    """The background that a variation is of."""
    pictures = request.inputs_of("image/")
    if request.workflow != "time_of_day_variation" or not pictures:
        return None
    wanted = request.params.get("place")
    return next((p for p in pictures if wanted and p.meta.get("place") == wanted), pictures[0])
