"""`concat_text`: several texts, one after the other."""

from __future__ import annotations

from pydantic import Field

from yoake.errors import InvalidRequestError
from yoake.processors.base import Params, Processor
from yoake.processors.documents import common_meta, read_json, read_text, strings, write_text
from yoake.processors.inputs import every, is_json, is_text
from yoake.providers.base import Product, Request


class ConcatParams(Params):
    """What stands between, and which texts of JSON results are taken."""

    separator: str = Field("\n", max_length=200, description="what stands between two texts")
    key: str = Field("text", min_length=1, max_length=64, description="the key whose texts are taken from JSON results")


def concat_text(request: Request, params: ConcatParams) -> Product:
    """Joins the upstream texts in the order of `depends_on`, and of JSON results every text under `key`.

    Raises:
        InvalidRequestError: `process.empty`, where there is none.
    """
    sources = every(request, is_text)
    texts: list[str] = []
    for source in sources:
        if is_json(source):
            texts += strings(read_json(request, source), params.key)
        else:
            texts.append(read_text(request, source))
    kept = [text.strip() for text in texts if text.strip()]
    if not kept:
        raise InvalidRequestError(
            "process.empty",
            f"{request.address}: what it depends on holds no text under the key {params.key!r}.",
            next_step="Name the key that holds the words with params.key.",
        )
    path = write_text(request, params.separator.join(kept) + "\n")
    return Product(path, "text/plain", common_meta(sources))


CONCAT_TEXT = Processor(ConcatParams, concat_text)
