"""Requests for pictures of people: whose look, which expression, outfit and pose, and the file."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Product, Request
from yoake.providers.sketch.character.expression import expression_named
from yoake.providers.sketch.character.figure import HEIGHT, WIDTH, draw_svg, pose_named
from yoake.providers.sketch.character.look import Look, look_from_seed, look_of
from yoake.providers.sketch.character.wardrobe import outfit_named
from yoake.providers.sketch.raster import svg_to_png
from yoake.texts.models import Character, CharacterSetting


def character_picture(request: Request) -> Product:
    """Draws one person: the picture itself, another expression of it, or another outfit.

    Who it is comes from an upstream picture of a person, else from an upstream character setting with the id
    `params["character"]`, else from the seed. Expression, outfit and pose come from the parameters; what they
    leave open comes from the upstream picture, so that only what is asked for changes.

    Raises:
        InvalidRequestError: `picture.unknown-character`, where no upstream setting has the character;
            `picture.bad-look`, where an upstream picture's look cannot be read.
    """
    wanted = _text(request.params.get("character"))
    before = _earlier_picture(request, wanted)
    meta: dict[str, Any] = dict(before.meta) if before else {}
    look = _look(request, wanted, before)
    expression = expression_named(_text(request.params.get("expression")) or "normal")
    outfit = outfit_named(_text(request.params.get("outfit")) or _text(meta.get("outfit")) or "uniform")
    pose = pose_named(_text(request.params.get("pose")) or _text(meta.get("pose")) or "standing")
    path = request.folder / "character.png"
    path.write_bytes(svg_to_png(draw_svg(look, expression=expression, outfit=outfit, pose=pose)))
    return Product(
        path=path,
        media_type="image/png",
        meta={
            "look": look.model_dump(mode="json"),
            "character": wanted or _text(meta.get("character")),
            "expression": expression,
            "outfit": outfit,
            "pose": pose,
            "width": WIDTH,
            "height": HEIGHT,
        },
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _earlier_picture(request: Request, wanted: str) -> Input | None:
    """The upstream picture of the person; of the wanted one where several people are upstream."""
    people = [i for i in request.inputs_of("image/") if i.meta.get("look")]
    same = [i for i in people if wanted and _text(i.meta.get("character")) == wanted]
    found = same or people
    return found[0] if found else None


def _look(request: Request, wanted: str, before: Input | None) -> Look:
    if before is not None:
        try:
            return Look.model_validate(before.meta["look"])
        except ValidationError as error:
            raise InvalidRequestError(
                "picture.bad-look",
                f"The picture {before.address} says of its person what cannot be read.",
                next_step=f"Make {before.address} again.",
            ) from error
    settings = _settings(request)
    for person in settings:
        if person.id == wanted:
            return look_of(person, request.seed)
    if wanted and settings:
        raise InvalidRequestError(
            "picture.unknown-character",
            f"{request.address} asks for the character {wanted[:60]!r}, whom no character setting upstream has.",
            next_step=f"Use one of: {', '.join(person.id for person in settings)}.",
        )
    if len(settings) == 1:
        return look_of(settings[0], request.seed)
    return look_from_seed(wanted or request.address, request.seed, request.prompt or "")


def _settings(request: Request) -> list[Character]:
    people: list[Character] = []
    for source in request.inputs_of("application/json"):
        try:
            people += CharacterSetting.model_validate_json(source.path.read_bytes()).characters
        except ValidationError:
            continue  # another kind of text, such as the world or the plot
    return people
