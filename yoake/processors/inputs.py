"""Which of a request's upstream assets a processor works on."""

from __future__ import annotations

from collections.abc import Callable

from yoake.errors import InvalidRequestError
from yoake.processors.base import suggestion, wrong_parameter
from yoake.providers.base import Input, Request


def is_picture(one: Input) -> bool:
    """A raster picture."""
    return one.media_type.startswith("image/") and one.media_type != "image/svg+xml"


def is_sound(one: Input) -> bool:
    """Music, an effect or a voice."""
    return one.media_type.startswith("audio/")


def is_json(one: Input) -> bool:
    """A JSON document."""
    return one.media_type == "application/json"


def is_text(one: Input) -> bool:
    """Something with words in it: a text or a JSON document."""
    return is_json(one) or one.media_type.startswith("text/")


NAMES: dict[Callable[[Input], bool], str] = {
    is_picture: "picture",
    is_sound: "sound",
    is_json: "JSON result",
    is_text: "text or JSON result",
}


def every(request: Request, fits: Callable[[Input], bool]) -> list[Input]:
    """All upstream assets of a kind, in order; at least one.

    Raises:
        InvalidRequestError: `process.no-input`.
    """
    found = [i for i in request.inputs if fits(i)]
    if not found:
        others = sorted({i.media_type for i in request.inputs})
        raise InvalidRequestError(
            "process.no-input",
            f"{request.address} works on a {NAMES[fits]}, and depends on "
            + (f"nothing but {', '.join(others)}." if others else "nothing that was made."),
            next_step=f"Name a task that makes a {NAMES[fits]} under depends_on.",
        )
    return found


def the_one(request: Request, fits: Callable[[Input], bool], named: str | None) -> Input:
    """The upstream asset that `named` says; else the only one that fits, or the one with this asset's own item name.

    So a fan-out over the same elements as its upstream processes each by itself.

    Raises:
        InvalidRequestError: `process.no-input`; `process.several-inputs`, where it is not clear which one is meant;
            `process.parameter`, where `named` is none of them.
    """
    found = every(request, fits)
    chosen = found
    if named is not None:
        chosen = [i for i in found if named in (i.address, i.spec)]
        if not chosen:
            raise wrong_parameter(
                request,
                f"input: there is no {NAMES[fits]} {named[:60]!r} among what it depends on",
                suggestion(named, (i.address for i in found)),
            )
    if len(chosen) > 1:
        item = _item(request.address)
        chosen = [i for i in chosen if item and _item(i.address) == item] or chosen
    if len(chosen) > 1:
        listed = ", ".join(i.address for i in chosen[:8]) + (" and others" if len(chosen) > 8 else "")
        raise InvalidRequestError(
            "process.several-inputs",
            f"{request.address} works on one {NAMES[fits]}, and {len(chosen)} would fit: {listed}.",
            next_step="Name one of them with params.input.",
        )
    return chosen[0]


def unreadable(request: Request, source: Input, why: str) -> InvalidRequestError:
    """`process.unreadable`: an upstream file that is not what it was said to be, or is too large."""
    # decoders like to name the file; where it lies is nobody's business
    reason = " ".join(why.replace(str(source.path), "the file").split()).strip(" .")[:200]
    return InvalidRequestError(
        "process.unreadable",
        f"{request.address} cannot use {source.address}: {reason or 'it cannot be decoded'}.",
        next_step=f"Look at {source.address}, and make it anew with --redo if it is broken.",
    )


def bounded_size(request: Request, source: Input, most_bytes: int) -> None:
    """Looks at a file's size before anything reads it.

    Raises:
        InvalidRequestError: `process.unreadable`.
    """
    try:
        size = source.path.stat().st_size
    except OSError as error:
        raise unreadable(request, source, f"its file cannot be opened ({error.strerror})") from error
    if not 0 < size <= most_bytes:
        raise unreadable(request, source, f"its file has {size:,} bytes; 1 to {most_bytes:,} are allowed")


def _item(address: str) -> str:
    return address.partition("/")[2]
