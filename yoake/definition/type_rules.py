"""What each asset type needs beside an id: a workflow, a template or prompt, certain parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from yoake.library.manifest import Parameter
from yoake.words import AssetType

Makes = Literal["image", "video", "music", "sound", "mesh"]


@dataclass(frozen=True, slots=True)
class TypeRule:
    """The rule of one type."""

    makes: Makes | None = None
    """What its workflow must make; none where the type takes no workflow."""
    also: Makes | None = None
    """What its workflow may make instead."""
    workflow: str | None = None
    """The workflow of a spec that names none; none where it must name one."""
    texts: bool = False
    """Whether it takes a `template`, or a `prompt` alone."""
    params: dict[str, Parameter] = field(default_factory=dict)
    """The parameters of a type that has no workflow or template to declare them."""
    free_params: bool = False
    """Whether there may be others than these."""


def _parameter(kind: Any, description: str, **more: Any) -> Parameter:
    return Parameter(type=kind, description=description, **more)


_TEXT = TypeRule(texts=True, free_params=True)
_VIDEO = TypeRule(makes="video", workflow="animatediff_clip")
RULES: dict[AssetType, TypeRule] = {
    "llm_gen": _TEXT,
    "text_gen": _TEXT,
    "image_gen": TypeRule(makes="image", also="mesh"),
    "video_gen": _VIDEO,
    "animatediff": _VIDEO,
    "bgm_gen": TypeRule(makes="music", workflow="bgm"),
    "se_gen": TypeRule(makes="sound", workflow="sound_effect"),
    "voice_gen": TypeRule(
        params={
            "character": _parameter("string", "whose lines are spoken, one asset a line", maximum=48),
            "text": _parameter("string", "the words, where they come from no upstream result", maximum=1000),
            "speaker_id": _parameter("integer", "style of VOICEVOX", minimum=0, maximum=1_000_000),
            "speed": _parameter("number", "tempo; 1 is the voice's own", minimum=0.5, maximum=2),
            "pitch_semitones": _parameter("number", "shift against the voice's own pitch", minimum=-12, maximum=12),
        }
    ),
    "data_process": TypeRule(
        params={"processor": _parameter("string", "name of the registered function", optional=False, maximum=80)},
        free_params=True,
    ),
    "external_api": TypeRule(
        params={
            "url": _parameter("string", "what is called, a template", optional=False, maximum=2000),
            "method": _parameter("string", "HTTP method", choices=["GET", "POST", "PUT", "PATCH", "DELETE"]),
            "headers": _parameter("mapping", "HTTP headers"),
            "result": _parameter("string", "how the answer is kept", choices=["json", "file"]),
        },
        free_params=True,
    ),
    "integrate": TypeRule(),
    "build": TypeRule(
        params={
            "target": _parameter("string", "the engine", optional=False, choices=["web", "renpy"]),
            "step": _parameter("string", "what is done", choices=["package", "lint", "play"]),
        }
    ),
}
NAMES = frozenset(("character", "place", "outfit", "event", "scene"))
"""Parameters whose text is the id of something, and so becomes part of names."""
