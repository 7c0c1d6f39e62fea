"""One module a kind of place."""

from __future__ import annotations

from collections.abc import Callable

from yoake.providers.sketch.place.canvas import Canvas
from yoake.providers.sketch.place.scenes import classroom, school, street
from yoake.texts.models import PlaceKind

SCENES: dict[PlaceKind, Callable[[Canvas], None]] = {
    "school": school.draw,
    "classroom": classroom.draw,
    "street": street.draw,
    "room": classroom.draw,
    "shrine": school.draw,
    "forest": school.draw,
    "seaside": street.draw,
    "cafe": classroom.draw,
    "castle": school.draw,
    "library": classroom.draw,
    "rooftop": school.draw,
    "station": street.draw,
    "park": school.draw,
}
