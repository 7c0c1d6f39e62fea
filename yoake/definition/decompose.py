"""From a project to the complete list of its task specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yoake.definition.brief import INTEGRATE, brief_specs
from yoake.definition.models import Defaults, Project, TaskSpec
from yoake.definition.type_rules import RULES
from yoake.library.manifest import Library


def decompose(project: Project, library: Library) -> list[TaskSpec]:
    """All task specs of a project: the brief's, then those of `tasks`, with everything filled in.

    An entry of `tasks` with the id of one of the brief's specs replaces the keys that it gives (`params` as a whole)
    and stands in its place. Filled in are: the workflow of types that have a usual one, the source of a `foreach`
    among the dependencies, and the project's defaults of the type.

    Args:
        project: a project from `load_project`.
        library: tells which of the default parameters a workflow or template has.

    Returns:
        The specs in a stable order: the brief's, then the file's others. Ids are unique.
    """
    brief = brief_specs(project.game) if project.game else []
    own = {spec.id: spec for spec in project.tasks}
    # values with the keys that somebody gave, so that defaults can tell
    given = [_given(spec) | (_given(own.pop(spec.id)) if spec.id in own else {}) for spec in brief]
    given += [_given(spec) for spec in own.values()]
    for values in given:
        _complete(values, project.defaults.get(values["type"]), library)
    if brief and not _says_dependencies(project, INTEGRATE):
        _gather_everything(given)
    return [TaskSpec(**values) for values in given]


def _given(spec: TaskSpec) -> dict[str, Any]:
    # a shallow copy: model_dump would copy every parameter of thousands of specs
    given = spec.model_fields_set
    return {key: value for key, value in spec if key in given}


def _complete(values: dict[str, Any], defaults: Defaults | None, library: Library) -> None:
    rule = RULES[values["type"]]
    if values.get("workflow") is None and rule.workflow:
        values["workflow"] = rule.workflow
    if source := (values.get("foreach") or "").partition(".")[0]:
        upstream = values.get("depends_on", [])
        values["depends_on"] = upstream if source in upstream else [*upstream, source]
    if defaults is None:
        return
    for key in ("provider", "fallback", "timeout_seconds", "on_failure", "review"):
        default = getattr(defaults, key)
        if default is not None and values.get(key) is None:
            values[key] = default
    if defaults.params:
        known = _declared(values, library)
        usable = {k: v for k, v in defaults.params.items() if known is None or k in known}
        values["params"] = {**usable, **values.get("params", {})}


def _declared(values: Mapping[str, Any], library: Library) -> Iterable[str] | None:
    """Names of the parameters that a spec may have; None where any."""
    workflow, template = values.get("workflow") or "", values.get("template") or ""
    if manifest := library.workflows.get(workflow) or library.templates.get(template):
        return manifest.parameters
    rule = RULES[values["type"]]
    return None if rule.free_params else rule.params


def _says_dependencies(project: Project, name: str) -> bool:
    return any(spec.id == name and "depends_on" in spec.model_fields_set for spec in project.tasks)


def _gather_everything(given: list[dict[str, Any]]) -> None:
    """Lets the integration depend on every spec that does not itself wait for it."""
    waiting: dict[str, list[str]] = {}
    for values in given:
        if values["id"] != INTEGRATE:
            for upstream in values.get("depends_on", ()):
                waiting.setdefault(upstream, []).append(values["id"])
    after, stack = {INTEGRATE}, [INTEGRATE]
    while stack:
        for name in waiting.get(stack.pop(), ()):
            if name not in after:
                after.add(name)
                stack.append(name)
    for values in given:
        if values["id"] == INTEGRATE:
            values["depends_on"] = [v["id"] for v in given if v["id"] not in after and v["type"] != "build"]
