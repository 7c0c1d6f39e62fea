"""The embedded provider: draws, speaks, composes and writes by rule, the same for the same seed.

It makes a whole game on a bare machine, stands in for any provider that is missing, and serves as the placeholder.
"""

from __future__ import annotations

from yoake.providers.base import Product, Request


def make(request: Request) -> Product:
    """Makes one asset of any generated type.

    The parts are imported when first needed: a worker that only speaks need not load the painter.

    Raises:
        YoakeError: the request cannot be met (each maker documents its codes).
    """
    match request.type:
        case "llm_gen" | "text_gen":
            from yoake.providers.sketch.story import text

            return text(request)
        case "image_gen":
            return _picture(request)
        case "video_gen" | "animatediff":
            from yoake.providers.sketch.clip import clip

            return clip(request)
        case "voice_gen":
            from yoake.providers.sketch.speech import speech

            return speech(request)
        case "bgm_gen":
            from yoake.providers.sketch.music import music

            return music(request)
        case "se_gen":
            from yoake.providers.sketch.sound import sound

            return sound(request)
        case other:
            raise ValueError(f"sketch makes no {other}")


def _picture(request: Request) -> Product:
    if request.workflow == "upscale":
        from yoake.providers.sketch.enlarge import enlarged

        return enlarged(request)
    if request.workflow == "hunyuan3d":
        from yoake.providers.sketch.standee import standee

        return standee(request)
    match request.category:
        case "background":
            from yoake.providers.sketch.place.picture import place_picture

            return place_picture(request)
        case "ui":
            from yoake.providers.sketch.interface.picture import interface_picture

            return interface_picture(request)
        case "event":
            from yoake.providers.sketch.event import event_picture

            return event_picture(request)
        case _:
            from yoake.providers.sketch.character import character_picture

            return character_picture(request)
