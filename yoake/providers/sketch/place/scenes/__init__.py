"""One module a kind of place."""

from __future__ import annotations

from collections.abc import Callable

from yoake.providers.sketch.place.canvas import Canvas
from yoake.providers.sketch.place.scenes import (
    cafe,
    castle,
    classroom,
    forest,
    library,
    park,
    rooftop,
    room,
    school,
    seaside,
    shrine,
    station,
    street,
)
from yoake.texts.models import PlaceKind

SCENES: dict[PlaceKind, Callable[[Canvas], None]] = {
    "school": school.draw, "classroom": classroom.draw, "street": street.draw, "room": room.draw,
    "shrine": shrine.draw, "forest": forest.draw, "seaside": seaside.draw, "cafe": cafe.draw,
    "castle": castle.draw, "library": library.draw, "rooftop": rooftop.draw, "station": station.draw,
    "park": park.draw,
}  # fmt: skip
