"""The processors by name: a project file picks one of these and can bring none of its own."""

from __future__ import annotations

from typing import Any

from yoake.errors import InvalidRequestError
from yoake.processors.base import Processor, checked, quoted, suggestion
from yoake.processors.concat_text import CONCAT_TEXT
from yoake.processors.contact_sheet import CONTACT_SHEET
from yoake.processors.convert import CONVERT
from yoake.processors.crop import CROP
from yoake.processors.merge_json import MERGE_JSON
from yoake.processors.normalise_loudness import NORMALISE_LOUDNESS
from yoake.processors.remove_background import REMOVE_BACKGROUND
from yoake.processors.resize import RESIZE
from yoake.processors.select import SELECT
from yoake.processors.subset_font import SUBSET_FONT
from yoake.processors.thumbnail import THUMBNAIL
from yoake.processors.trim import TRIM
from yoake.processors.trim_silence import TRIM_SILENCE
from yoake.providers.base import Product, Request

PROCESSORS: dict[str, Processor[Any]] = {
    "resize": RESIZE,
    "crop": CROP,
    "trim": TRIM,
    "remove_background": REMOVE_BACKGROUND,
    "thumbnail": THUMBNAIL,
    "contact_sheet": CONTACT_SHEET,
    "convert": CONVERT,
    "normalise_loudness": NORMALISE_LOUDNESS,
    "trim_silence": TRIM_SILENCE,
    "subset_font": SUBSET_FONT,
    "merge_json": MERGE_JSON,
    "concat_text": CONCAT_TEXT,
    "select": SELECT,
}


def processor_names() -> tuple[str, ...]:
    """Everything that `params.processor` may say."""
    return tuple(PROCESSORS)


def process(request: Request) -> Product:
    """Runs the processor that `params.processor` names over the request's inputs.

    Its result depends on the other parameters and on the content of the inputs alone, never on the seed or the
    machine; what the upstream asset says of itself is kept, so that the result takes its place in the game.

    Raises:
        InvalidRequestError: `process.unknown`, `process.parameter`, `process.no-input`, `process.several-inputs`,
            `process.unreadable`, `process.empty`, `process.too-large`.
        MissingToolError: `font.missing`.
    """
    name = request.params.get("processor")
    if not isinstance(name, str) or name not in PROCESSORS:
        raise InvalidRequestError(
            "process.unknown",
            f"{request.address}: there is no processor {quoted(name)}.",
            next_step=suggestion(str(name), PROCESSORS) + ".",
        )
    processor = PROCESSORS[name]
    return processor.run(request, checked(request, name, processor.params))
