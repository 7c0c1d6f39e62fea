"""Which of Ollama's models is meant by a name in a manifest or a project file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yoake.errors import InvalidRequestError

PREFIX = "model."
"""Of a setting that maps a name: `model.llama3-8b: "llama3.1:8b-instruct-q4_K_M"`."""


def pulled_as(name: str) -> str:
    """The tag that a name stands for where nothing says otherwise: `llama3-8b` -> `llama3:8b`, `mistral` -> itself."""
    if ":" in name or "-" not in name:
        return name
    family, _, size = name.rpartition("-")
    return f"{family}:{size}"


def tag_of(name: str | None, installed: Sequence[str], settings: Mapping[str, str], service: str) -> str:
    """The tag to ask for.

    In this order: the setting `model.NAME`; a tag of that very name; `NAME:latest`; the last `-` read as `:`
    (`llama3-8b` -> `llama3:8b`); a variant of that (`llama3:8b-instruct-q4_0`). Without a name: the setting `model`,
    else the only one there is.

    Args:
        installed: the tags of `/api/tags`.

    Raises:
        InvalidRequestError: `ollama.model-missing`, with what there is.
    """
    asked = settings.get("model") if name is None else settings.get(PREFIX + name, name)
    if asked is None:
        if len(installed) == 1:
            return installed[0]
        raise InvalidRequestError(
            "ollama.model-missing",
            f"Nothing says which model {service} is to use. {_listed(installed)}",
            next_step="Set `model` in the manifest of the template or in the entry of the project file.",
        )
    tag = pulled_as(asked)
    for candidate in (asked, f"{asked}:latest", tag):
        if candidate in installed:
            return candidate
    if variants := sorted(t for t in installed if ":" in tag and t.startswith(f"{tag}-")):
        return variants[0]
    raise InvalidRequestError(
        "ollama.model-missing",
        f"{service} does not have the model {asked[:80]}. {_listed(installed)}",
        next_step=f"Run `ollama pull {tag[:80]}` there, or name another with the setting "
        f"{PREFIX}{(name or asked)[:80]}.",
    )


def _listed(installed: Sequence[str]) -> str:
    return f"It has {', '.join(sorted(installed)[:20])}." if installed else "It has none."
