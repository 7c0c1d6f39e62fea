"""`merge_json`: one document from several."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from yoake.processors.base import Params, Processor, wrong_parameter
from yoake.processors.documents import common_meta, read_json, write_json
from yoake.processors.inputs import every, is_json
from yoake.providers.base import Product, Request


class MergeParams(Params):
    """How documents become one."""

    mode: Literal["deep", "list", "by_address"] = Field(
        "deep",
        description="deep joins mappings key by key, lists end to end, and takes the later of two other values; "
        "list puts all documents into one list, the entries of those that are lists themselves; "
        "by_address is a mapping of each asset's address to its document",
    )


def merge_json(request: Request, params: MergeParams) -> Product:
    """Merges all upstream JSON results in the order of `depends_on`."""
    sources = every(request, is_json)
    documents = [read_json(request, source) for source in sources]
    if params.mode == "list":
        merged: Any = [entry for d in documents for entry in (d if isinstance(d, list) else [d])]
    elif params.mode == "by_address":
        merged = {source.address: document for source, document in zip(sources, documents, strict=True)}
    else:
        for source, document in zip(sources, documents, strict=True):
            if not isinstance(document, dict):
                raise wrong_parameter(
                    request,
                    f"merge_json: mode deep joins mappings, and {source.address} is none",
                    "Use mode: list, or take the mapping out of it with the processor select",
                )
        merged = {}
        for document in documents:
            merged = _deep(merged, document)
    return Product(write_json(request, merged), "application/json", common_meta(sources))


def _deep(first: Any, second: Any) -> Any:
    if isinstance(first, dict) and isinstance(second, dict):
        return {
            **first,
            **{key: _deep(first[key], value) if key in first else value for key, value in second.items()},
        }
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    return second


MERGE_JSON = Processor(MergeParams, merge_json)
