"""What a processor is, and how its parameters are checked: every field bounded, nothing unknown, all mistakes told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yoake.errors import InvalidRequestError
from yoake.providers.base import Product, Request

COLOUR = "^#[0-9a-fA-F]{6}$"
"""Pattern of a colour parameter."""
_KINDS = {
    "integer": "a whole number", "number": "a number", "string": "text", "boolean": "true or false", "array": "a list",
}  # fmt: skip


class Params(BaseModel):
    """Parameters of one processor; `processor` itself is not among them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class OneInput(Params):
    """Parameters of a processor that works on one upstream asset."""

    input: str | None = Field(
        None, max_length=200, description="address or task id of the upstream asset to use, where several would fit"
    )


P = TypeVar("P", bound=Params)


@dataclass(frozen=True, slots=True)
class Processor(Generic[P]):
    """One entry of the registry."""

    params: type[P]
    run: Callable[[Request, P], Product]
    """Makes the product in `Request.folder`; depends on nothing but the request and the content of its inputs."""


def wrong_parameter(request: Request, message: str, right: str) -> InvalidRequestError:
    """`process.parameter`: what is wrong, then what would be right; both without the final stop."""
    return InvalidRequestError("process.parameter", f"{request.address}: {message}.", next_step=f"{right}.")


def checked(request: Request, name: str, model: type[P]) -> P:
    """The request's parameters as the processor's own; a key without a value counts as left out.

    Raises:
        InvalidRequestError: `process.parameter`, naming every wrong parameter and what would be right.
    """
    values = {k: v for k, v in request.params.items() if k != "processor" and v is not None}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        told = [_mistake(e, model) for e in found]
    raise wrong_parameter(
        request,
        f"{name}: " + "; ".join(wrong for wrong, _ in told),
        "; ".join(dict.fromkeys(right for _, right in told)),
    )


def quoted(value: object) -> str:
    """A value from outside as a short piece of one line."""
    text = json.dumps(value, ensure_ascii=True, default=repr)
    return text if len(text) <= 60 else text[:57] + "..."


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """`did you mean NAME?` where one is near, and what there is."""
    names = list(known)
    near = get_close_matches(wrong, names, n=1, cutoff=0.6)
    listed = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return (f"Did you mean {near[0]}? " if near else "") + f"There are {listed or 'none'}"


def _mistake(error: Mapping[str, Any], model: type[Params]) -> tuple[str, str]:
    place = error["loc"]
    if not place:
        # a rule of the whole model writes "what is wrong: what would be right"
        wrong, _, right = str(error["msg"]).removeprefix("Value error, ").partition(": ")
        return wrong, right[:1].upper() + right[1:]
    name = str(place[0])
    if error["type"] == "extra_forbidden":
        return f"there is no parameter {quoted(name)}", suggestion(name, model.model_fields)
    right = f"Give {name} {_right(model, name)}"
    if error["type"] == "missing":
        return f"{name} is missing", right
    return f"{name} cannot be {quoted(error['input'])}", right


def _right(model: type[Params], name: str) -> str:
    """A field in words, from its schema: `a whole number from 1 to 8192 (width in pixels)`."""
    field = model.model_json_schema()["properties"][name]
    kind = next((k for k in field.get("anyOf", ()) if k.get("type") != "null"), field)
    if "enum" in kind:
        words = "one of " + ", ".join(str(choice) for choice in kind["enum"])
    else:
        words = _KINDS[kind["type"]]
        if "maximum" in kind:
            words += f" from {kind['minimum']:g} to {kind['maximum']:g}"
        elif "maxLength" in kind:
            words += f" of at most {kind['maxLength']} characters"
    return f"{words} ({field['description']})"
