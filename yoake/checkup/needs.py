"""What is asked of one service: by a project, or by everything that the library has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yoake.definition.models import TaskSpec
from yoake.graph.expansion import manifest_of
from yoake.library.manifest import Library, Workflow
from yoake.nodes import NodeFile
from yoake.words import Language
from yoake.workspace.providers import choose


@dataclass(frozen=True, slots=True)
class GraphUse:
    """A workflow with parameters that it is used with."""

    workflow: Workflow
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Needs:
    """What one service must have."""

    by_project: bool
    """Whether a project really asks for it; else it is only what could be asked for."""
    graphs: list[GraphUse] = field(default_factory=list)
    models: dict[str | None, list[str]] = field(default_factory=dict)
    """Model as manifests name it (none: whichever there is) -> what it is for."""
    styles: dict[int, list[str]] = field(default_factory=dict)
    """VOICEVOX style -> what it is for."""
    used: bool = True
    """Whether anything at all is asked of it."""


def needs_of_library(library: Library) -> Needs:
    """Everything that the library could ask for."""
    needs = Needs(by_project=False)
    needs.graphs = [GraphUse(workflow) for workflow in library.workflows.values() if workflow.graph]
    for template in library.templates.values():
        if template.model is not None:
            needs.models.setdefault(template.model, []).append(template.name)
    return needs


def needs_of_project(
    specs: Iterable[TaskSpec], library: Library, node: NodeFile, language: Language
) -> dict[str, Needs]:
    """What a project asks for, by the name of the service in the node file."""
    found = {name: Needs(by_project=True, used=False) for name in node.services}
    for spec in specs:
        choice = choose(spec, library, node, language)
        for name, service in node.services.items():
            if choice.served and not choice.refused and {name, service.kind} & set(choice.kinds):
                _add(found[name], spec, library, service.kind, choice.model)
    return found


def _add(needs: Needs, spec: TaskSpec, library: Library, kind: str, model: str | None) -> None:
    needs.used = True
    manifest = manifest_of(spec, library)
    if kind == "comfyui" and isinstance(manifest, Workflow):
        needs.graphs.append(GraphUse(manifest, spec.params))
    elif kind == "ollama":
        needs.models.setdefault(model, []).append(spec.id)
    elif kind == "voicevox" and isinstance(style := spec.params.get("speaker_id"), int):
        needs.styles.setdefault(style, []).append(spec.id)
