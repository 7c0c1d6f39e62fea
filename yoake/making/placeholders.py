"""What stands in where an asset could not be made: the sketch of it, else a plain card or silence."""

from __future__ import annotations

from yoake.build.placeholder import placeholder_picture, placeholder_sound
from yoake.errors import YoakeError
from yoake.making.order import Order
from yoake.providers.base import Product, Request
from yoake.providers.registry import maker

SKETCHED = frozenset(("llm_gen", "text_gen", "image_gen", "video_gen", "animatediff", "voice_gen", "bgm_gen", "se_gen"))
SIZES = {"character": (760, 1280), "ui": (640, 360)}
PICTURE = (1280, 720)


def placeholder(order: Order, request: Request, error: YoakeError) -> Product | None:
    """A stand-in for an order that failed.

    Args:
        request: the order's request with a fresh folder.
        error: why it failed; a sketch that failed itself is not tried again.

    Returns:
        None where nothing can stand in: a text that the sketch cannot write either, a result of processing, a build.
    """
    if request.type in SKETCHED and order.provider != "sketch":
        try:
            return maker("sketch", request.type)(request)
        except YoakeError as sketch_error:
            error.add_note(f"the sketch failed too: {sketch_error}")
    if request.type == "image_gen":
        target = request.folder / "placeholder.png"
        width, height = SIZES.get(request.category, PICTURE)
        placeholder_picture(request.category, request.address, width, height, target)
        return Product(target, "image/png", meta=_facts(request))
    if request.type in ("voice_gen", "bgm_gen", "se_gen"):
        target = request.folder / "placeholder.ogg"
        placeholder_sound(target, 1.0)
        return Product(target, "audio/ogg", meta=_facts(request))
    return None


def _facts(request: Request) -> dict[str, object]:
    """What the stand-in shows, as far as the parameters say, so that it takes the right place in the game."""
    known = ("character", "expression", "outfit", "pose", "place", "time_of_day", "weather", "mood", "kind", "part")
    return {k: request.params[k] for k in known if k in request.params}
