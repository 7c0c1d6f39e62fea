"""Checks each entry by itself: what its type needs, that its workflow or template exists, its parameters."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from yoake.definition.entries import Entry
from yoake.definition.params import check_params
from yoake.definition.problems import Problems, quoted
from yoake.definition.tree import Tree, key_of
from yoake.definition.type_rules import RULES, TypeRule
from yoake.library.manifest import Library, Manifest, Template, Workflow

FIXED = frozenset(("data_process", "external_api", "integrate", "build"))
"""Types that no provider makes."""
_MADE = {"image": "pictures", "video": "videos", "music": "music", "sound": "sound effects", "mesh": "3D models"}


def check_entry(
    entry: Entry, library: Library, tree: Tree, problems: Problems, *, characters: Collection[str] = ()
) -> None:
    """Tells what one entry lacks or has wrong.

    Args:
        entry: an entry of the file.
        characters: ids of the game's characters where they are known.
    """
    if not entry.type:
        return
    rule = RULES[entry.type]  # type: ignore[index]
    manifest: Manifest | None = None
    if rule.makes:
        manifest = _workflow(entry, rule, library, tree, problems)
    elif entry.text("workflow"):
        what = "name a template instead" if rule.texts else "remove it"
        _tell(entry, "workflow", "not-used", f"{entry.type} takes no workflow", what, tree, problems)
    if rule.texts:
        manifest = _template(entry, library, tree, problems)
    elif entry.text("template"):
        _tell(entry, "template", "not-used", f"only llm_gen and text_gen take a template, not {entry.type}",
              "name a workflow instead" if rule.makes else "remove it", tree, problems)  # fmt: skip
    if entry.type == "voice_gen":
        _check_voice(entry, tree, problems)
    _check_fallback(entry, tree, problems)
    _check_params(entry, rule, manifest, tree, problems)
    name = entry.params.get("character")
    if characters and isinstance(name, str) and name not in characters:
        at = (*entry.path, "params", "character")
        right = problems.suggest(name, characters, "characters")
        problems.add("unknown-character", tree.line(at), key_of(at), f"there is no character {quoted(name)}", right)


def _tell(entry: Entry, key: str, code: str, message: str, right: str, tree: Tree, problems: Problems) -> None:
    at = (*entry.path, key)
    problems.add(code, tree.line(at), key_of(at), message, right)


def _workflow(entry: Entry, rule: TypeRule, library: Library, tree: Tree, problems: Problems) -> Workflow | None:
    fitting = [w.name for w in library.workflows.values() if w.makes in (rule.makes, rule.also)]
    name = entry.workflow
    if not name:
        if entry.values.get("workflow") is None:
            message = f"{entry.type} needs a workflow"
            right = problems.suggest("", fitting, "write `workflow: NAME`, one of") or "write `workflow: NAME`"
            problems.add("missing-key", tree.line(entry.path), key_of(entry.path), message, right)
        return None
    workflow = library.workflows.get(name)
    if workflow is None:
        if entry.text("workflow"):
            right = problems.suggest(name, fitting, "workflows")
            _tell(entry, "workflow", "unknown-workflow", f"unknown workflow {quoted(name)}", right, tree, problems)
    elif workflow.makes not in (rule.makes, rule.also):
        made, wanted = _MADE[workflow.makes], _MADE[rule.makes or "image"]
        message = f"the workflow {quoted(name)} makes {made}, {entry.type} needs one that makes {wanted}"
        right = problems.suggest("", fitting, "such as")
        _tell(entry, "workflow", "wrong-workflow", message, right, tree, problems)
    return workflow


def _template(entry: Entry, library: Library, tree: Tree, problems: Problems) -> Template | None:
    name = entry.text("template")
    if not name:
        if entry.values.get("template") is None and entry.values.get("prompt") is None:
            message = f"{entry.type} needs a template or a prompt"
            right = problems.suggest("", library.templates, "templates")
            problems.add("missing-key", tree.line(entry.path), key_of(entry.path), message, right)
        return None
    template = library.templates.get(name)
    if template is None:
        right = problems.suggest(name, library.templates, "templates")
        _tell(entry, "template", "unknown-template", f"unknown template {quoted(name)}", right, tree, problems)
    return template


def _check_fallback(entry: Entry, tree: Tree, problems: Problems) -> None:
    fallback = entry.text("fallback")
    if not fallback:
        return
    if entry.type in FIXED:
        message = f"{entry.type} is made by Yoake itself and takes no fallback"
        _tell(entry, "fallback", "not-used", message, "remove it", tree, problems)
    elif fallback == entry.text("provider"):
        message = f"{quoted(fallback)} cannot stand in for itself"
        _tell(entry, "fallback", "wrong-value", message, "name another provider, such as sketch", tree, problems)


def _check_voice(entry: Entry, tree: Tree, problems: Problems) -> None:
    if not ({"character", "text"} & set(entry.params)) and not any(map(entry.values.get, ("foreach", "prompt"))):
        message = "voice_gen needs to know what to say"
        right = "give params.character (speaks that character's lines), params.text or foreach"
        problems.add("missing-key", tree.line(entry.path), key_of(entry.path), message, right)


def _check_params(entry: Entry, rule: TypeRule, manifest: Manifest | None, tree: Tree, problems: Problems) -> None:
    if manifest is not None:
        kind = "workflow" if isinstance(manifest, Workflow) else "template"
        declared, owner, vary = manifest.parameters, f"{kind} {quoted(manifest.name)}", manifest.vary
    elif rule.makes or entry.text("template"):
        return  # the workflow or template is unknown, which was told
    else:
        declared, owner, vary = rule.params, entry.type, {}
    free = manifest is None and rule.free_params
    path = (*entry.path, "params")
    check_params(entry.params, path, declared, tree, problems, owner=owner, vary=vary, free=free)


def check_defaults(defaults: Any, library: Library, tree: Tree, problems: Problems) -> None:
    """Tells default parameters that nothing of their type has, or with a value that does not fit."""
    for name, values in defaults.items() if isinstance(defaults, dict) else ():
        rule = RULES.get(name)
        if rule is None or not isinstance(values, dict) or not isinstance(values.get("params"), dict):
            continue
        manifests: list[Manifest] = [w for w in library.workflows.values() if w.makes in (rule.makes, rule.also)]
        if rule.texts:
            manifests = list(library.templates.values())
        declared = {**rule.params}
        for manifest in manifests:
            declared |= manifest.parameters
        if not declared and (rule.makes or rule.texts):
            continue  # nothing of this kind is installed, so nothing is known of its parameters
        check_params(
            values["params"], ("defaults", name, "params"), declared, tree, problems,
            owner=name, vary={}, free=rule.free_params and not manifests, complete=False,
        )  # fmt: skip
