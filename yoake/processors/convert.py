"""`convert`: the same picture or sound in another file format."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from yoake.processors.base import COLOUR, OneInput, Processor
from yoake.processors.inputs import is_picture, is_sound, the_one
from yoake.processors.pictures import QUALITY as PICTURE_QUALITY
from yoake.processors.pictures import PictureFormat, open_picture, picture_meta, save_picture
from yoake.processors.sounds import QUALITY as SOUND_QUALITY
from yoake.processors.sounds import SoundFormat, open_sound, save_sound, sound_meta
from yoake.providers.base import Product, Request

_PICTURES: tuple[str, ...] = get_args(PictureFormat)


class ConvertParams(OneInput):
    """The format, and what belongs to it."""

    format: Literal["png", "jpeg", "webp", "ogg", "wav", "mp3", "opus"] = Field(description="file format")
    quality: int | None = Field(
        None, ge=1, le=100, description="of jpeg and webp (usually 90), ogg, mp3 and opus (usually 50)"
    )
    lossless: bool | None = Field(None, description="webp without loss")
    background: str | None = Field(
        None, pattern=COLOUR, description="colour #rrggbb behind transparent parts in a jpeg; white without"
    )

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        for name, formats in _BELONGS.items():
            if getattr(self, name) is not None and self.format not in formats:
                raise ValueError(f"{self.format} has no {name}: leave {name} out, or use {', '.join(formats)}")
        return self


_BELONGS = {"quality": ("jpeg", "webp", "ogg", "mp3", "opus"), "lossless": ("webp",), "background": ("jpeg",)}


def convert(request: Request, params: ConvertParams) -> Product:
    """Writes a picture as png, jpeg or webp, or a sound as ogg (Vorbis), wav (16 bit), mp3 or opus."""
    if params.format in _PICTURES:
        source = the_one(request, is_picture, params.input)
        picture = open_picture(request, source)
        path, media_type = save_picture(
            picture.image,
            request.folder,
            params.format,  # type: ignore[arg-type]  # one of _PICTURES
            quality=params.quality or PICTURE_QUALITY,
            lossless=bool(params.lossless),
            background=params.background or "#ffffff",
        )
        return Product(path, media_type, picture_meta(source, picture.image, scaled=(1.0, 1.0)))
    source = the_one(request, is_sound, params.input)
    sound = open_sound(request, source)
    format_: SoundFormat = params.format  # type: ignore[assignment]  # none of _PICTURES
    quality = params.quality or SOUND_QUALITY
    path, media_type = save_sound(sound.samples, sound.rate, request.folder, format_, quality=quality)
    return Product(path, media_type, sound_meta(source, sound.samples, sound.rate))


CONVERT = Processor(ConvertParams, convert)
