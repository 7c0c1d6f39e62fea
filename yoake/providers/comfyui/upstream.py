"""Which upstream picture feeds which input of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yoake.errors import InvalidRequestError
from yoake.library.manifest import Workflow
from yoake.library.wiring import UpstreamPicture
from yoake.providers.base import Input, Request


def chosen_pictures(workflow: Workflow, request: Request) -> dict[str, Input]:
    """Name of an input of the manifest -> the upstream picture for it; an optional one may be missing.

    Raises:
        InvalidRequestError: `comfyui.no-input`.
    """
    chosen: dict[str, Input] = {}
    for name, wanted in workflow.inputs.items():
        picture = _picture(wanted, request)
        if picture is not None:
            chosen[name] = picture
        elif not wanted.optional:
            what = f"a picture of a {wanted.has}" if wanted.has else "a picture"
            raise InvalidRequestError(
                "comfyui.no-input",
                f"{request.address}: the workflow {workflow.name} starts from {what}, and nothing upstream is one.",
                next_step="Name a task that makes one under depends_on.",
            )
    return chosen


def wish(request: Request, name: str) -> Any:
    """A parameter, else what the element says that the asset is for (`characters` of an event)."""
    value = request.params.get(name)
    return (request.item or {}).get(name) if value is None else value


def wishes(request: Request, name: str) -> list[str]:
    """The same as a list of texts; empty where nothing is said."""
    value = wish(request, name)
    if value is None or value == "":
        return []
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def _picture(wanted: UpstreamPicture, request: Request) -> Input | None:
    pictures = [i for i in request.inputs_of("image/") if i.media_type != "image/svg+xml"]
    if wanted.has is not None:
        pictures = [i for i in pictures if i.meta.get(wanted.has)]
    if wanted.has is None or not _about_several(wanted, request):
        ordered = sorted(pictures, key=lambda i: -_agreement(i.meta, wanted.match, request))
        return ordered[wanted.nth] if len(ordered) > wanted.nth else None
    # several people: the nth one's best picture
    own = wanted.match.get(wanted.has)
    names = (wishes(request, own) if own else []) or list(dict.fromkeys(str(i.meta[wanted.has]) for i in pictures))
    there = [name for name in dict.fromkeys(names) if any(str(i.meta[wanted.has]) == name for i in pictures)]
    if len(there) <= wanted.nth:
        return None
    same = [i for i in pictures if str(i.meta[wanted.has]) == there[wanted.nth]]
    return max(same, key=lambda i: _agreement(i.meta, wanted.match, request))


def _about_several(wanted: UpstreamPicture, request: Request) -> bool:
    own = wanted.match.get(wanted.has or "")
    return wanted.nth > 0 or (own is not None and isinstance(wish(request, own), list | tuple))


def _agreement(meta: Mapping[str, Any], match: Mapping[str, str], request: Request) -> int:
    """How well a picture's facts fit; earlier entries of `match` weigh more than all later ones together."""
    return sum(weight for weight, fits in _scores(meta, match, request) if fits)


def _scores(meta: Mapping[str, Any], match: Mapping[str, str], request: Request) -> Iterator[tuple[int, bool]]:
    weight = 1 << (len(match) + 1)
    for fact, own in match.items():
        weight >>= 1
        yield weight, str(meta.get(fact)) in wishes(request, own)
    # a calm face takes any other; what was drawn for one moment does not
    yield 1, meta.get("expression") in (None, "normal")
