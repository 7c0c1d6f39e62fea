"""What a workflow's manifest says of its ComfyUI graph: which values go in where, and which files come out.

A place in a graph is written `NODE.INPUT`, as in `3.steps`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from yoake.words import Language


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Place = Annotated[str, StringConstraints(pattern=r"^[^.\s]{1,64}\.\S{1,120}$")]
Places = Annotated[list[Place], BeforeValidator(_listed), Field(min_length=1, max_length=16)]
"""One `NODE.INPUT` or a list of them."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]

UNKNOWN = "?"
"""Source and licence of a model file that nobody has written down yet."""
COMPUTED = ("seed", "width", "height", "name")
"""What `bind` may name besides parameters: the asset's seed, the generated size in pixels, a safe file name."""


def place_of(place: str) -> tuple[str, str]:
    """Node and input of a `NODE.INPUT`; an input's name may have dots of its own."""
    node, _, name = place.partition(".")
    return node, name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelFile(_Part):
    """A file that ComfyUI must have."""

    file: str = Field(min_length=1, max_length=200)
    folder: str = Field(min_length=1, max_length=80, description="folder below ComfyUI's models/")
    source: str = Field(min_length=1, max_length=300, description="where people get it, in words")
    licence: str = Field(min_length=1, max_length=200)


class CustomNodes(_Part):
    """Nodes that ComfyUI does not bring along."""

    name: str = Field(min_length=1, max_length=120)
    source: str = Field(min_length=1, max_length=300, description="where people get them, in words")
    classes: list[str] = Field(min_length=1, description="the node classes that the graph uses")


class Frames(_Part):
    """How many frames a clip of `duration_seconds` has."""

    to: Places
    per_second: float = Field(gt=0, le=120, description="frames a second as generated")
    step: int = Field(1, ge=1, le=64, description="the count is a multiple of this")
    extra: int = Field(0, ge=0, le=64, description="and this many more")
    most: int = Field(ge=1, le=4096, description="more are never generated; the clip is slowed down to its length")


class UpstreamPicture(_Part):
    """An upstream picture that feeds the graph."""

    to: Places
    has: str | None = Field(None, max_length=64, description="only pictures that have this fact: `character`, `place`")
    match: dict[str, str] = Field(
        default_factory=dict, description="fact of the picture -> own parameter: pictures where both are equal go first"
    )
    nth: int = Field(0, ge=0, le=7, description="0 is the first picture that fits, 1 the first of the next one's...")
    optional: bool = Field(False, description="whether the graph can do without it (see `skip`)")
    prepare: Literal["as_is", "flat", "cover", "face", "around_face"] = Field(
        "flat",
        description="as_is uploads the file; flat puts it on a plain ground, in its own shape; cover fills the "
        "generated size; face and around_face make masks (white is redrawn) that fit `flat`",
    )


class PromptText(_Part):
    """A text for the graph, made from the request by `prompts/media/TEMPLATE.j2`."""

    template: Name
    to: Places
    reads: list[Language] = Field(
        ["en"], min_length=1, description="languages that the model understands; other texts are left out"
    )


class Skip(_Part):
    """A node that is left out where a value is not given; what it passed on comes from its own inputs then."""

    node: str
    without: Name = Field(description="a parameter or one of `inputs`")
    through: dict[int, str] = Field(
        default_factory=dict, description="output slot -> the input of the same node that replaces it"
    )
    instead: dict[int, tuple[str, int]] = Field(
        default_factory=dict, description="output slot -> another node's output that replaces it"
    )


class Output(_Part):
    """A node that writes a file that is wanted."""

    node: str
    kind: Literal["image", "video", "audio", "mesh"]


class Post(_Part):
    """What is done with the file that ComfyUI made."""

    background: Literal["keep", "remove"] = Field("keep", description="remove cuts out what stands on a plain ground")
    frame: Literal["own", "cover", "figure", "upstream", "part"] = Field(
        "own",
        description="own keeps the size; cover fills width x height; figure stands what is seen at the bottom of it; "
        "upstream takes the size of the upstream picture; part fits what is seen into it",
    )
    upstream: Name | None = Field(None, description="the one of `inputs` that the picture is a variation of")
    changes: Literal["all", "face", "around_face"] = Field(
        "all", description="where it may differ from the upstream picture; elsewhere that one's pixels are kept"
    )
    trim_silence: bool = False
    cut: bool = Field(False, description="a sound is no longer than `duration_seconds`")
    lufs: float | None = Field(None, ge=-36, le=-8, description="loudness of the finished sound")
    loop_seconds: float = Field(0, ge=0, le=10, description="the end is faded into the start over this time")
