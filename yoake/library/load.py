"""Reads the folders of workflows and prompt templates into one `Library`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

import yaml
from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ValidationError

from yoake.errors import InvalidRequestError
from yoake.library.graphs import read_graph, wiring_problems
from yoake.library.manifest import Library, Manifest, Parameter, Template, Workflow

# libyaml's loader is ten times as fast; both build plain data only, never objects.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_M = TypeVar("_M", bound=Manifest)

_IMPORT = re.compile(r"{%-?\s*(?:import|from|include|extends)\s+[\"']([a-z][a-z0-9_]*)\.j2[\"']")
"""A template's import of another one."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "list": list,
    "mapping": dict,
}


def load_library(*folders: Path) -> Library:
    """Reads every manifest in `FOLDER/comfyui/NAME.yaml` and `FOLDER/prompts/NAME.yaml` (with its `NAME.j2`).

    A workflow's graph is `NAME.json` beside its manifest; the texts that it takes are `FOLDER/prompts/media/NAME.j2`.

    Args:
        folders: in rising priority: an entry of a later folder replaces the one of the same name whole.

    Returns:
        All entries by name; `content` holds the SHA-256 over each entry's files, a workflow's texts included.

    Raises:
        InvalidRequestError: `workflow.invalid`, naming every wrong file and key at once.
    """
    library = Library()
    problems: list[str] = []
    manifests: dict[str, Path] = {}
    texts: dict[str, Path] = {}
    for folder in folders:
        texts |= {path.stem: path for path in sorted((folder / "prompts" / "media").glob("*.j2"))}
        for path in sorted((folder / "comfyui").glob("*.yaml")):
            workflow = _read(path, Workflow, _graph_beside(path, problems), problems)
            if workflow is not None:
                library.workflows[workflow.name] = workflow
                manifests[workflow.name] = path
        for path in sorted((folder / "prompts").glob("*.yaml")):
            source = path.with_suffix(".j2")
            if not source.is_file():
                problems.append(f"{path}: the template itself, {source.name}, is missing")
                continue
            template = _read(path, Template, {"source": source.read_text(encoding="utf-8")}, problems)
            if template is not None:
                problems.extend(_syntax_problems(source, template.source))
                library.templates[template.name] = template
                library.content[f"template:{template.name}"] = _sha256(path, source)
    for name, path in manifests.items():
        workflow = library.workflows[name]
        sources = _texts_of(workflow, path, texts, problems)
        library.workflows[name] = workflow.model_copy(update={"sources": sources})
        library.content[f"workflow:{name}"] = _sha256(path, path.with_suffix(".json"), *(texts[t] for t in sources))
    if problems:
        raise InvalidRequestError(
            "workflow.invalid",
            "The library has errors:\n" + "\n".join(f"  {p}" for p in dict.fromkeys(problems)),
            next_step="Correct the files named; the shipped ones in workflows/ show every key.",
        )
    return library


def _read(path: Path, kind: type[_M], extra: dict[str, Any], problems: list[str]) -> _M | None:
    """The manifest in `path`, or none after noting what is wrong with it."""
    try:
        raw = yaml.load(path.read_bytes(), Loader=_SafeLoader)  # noqa: S506  (a safe loader in C)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{path}:{mark.line + 1}" if mark else str(path)
        problems.append(f"{line}: not YAML: {getattr(error, 'problem', None) or error}")
        return None
    if not isinstance(raw, dict):
        problems.append(f"{path}: a mapping of keys is expected")
        return None
    if raw.get("name", path.stem) != path.stem:
        problems.append(f"{path}: name: {raw['name']!r} must be the file's own name, {path.stem!r}")
        return None
    try:
        manifest = kind.model_validate({"name": path.stem, **raw, **extra})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(f"{path}: {'.'.join(map(str, detail['loc']))}: {detail['msg']}")
        return None
    problems.extend(f"{path}: {problem}" for problem in _reference_problems(manifest))
    return manifest


def _graph_beside(path: Path, problems: list[str]) -> dict[str, Any]:
    """The graph of the manifest in `path` as the manifest's own key; nothing where there is none."""
    beside = path.with_suffix(".json")
    if not beside.exists():
        return {}
    graph, wrong = read_graph(beside)
    problems.extend(f"{beside}: {problem}" for problem in wrong)
    return {"graph": graph}


def _texts_of(workflow: Workflow, path: Path, texts: dict[str, Path], problems: list[str]) -> dict[str, str]:
    """The texts that a workflow takes and the ones that these import, by name, in order."""
    found: dict[str, str] = {}
    open_ = sorted({prompt.template for prompt in workflow.prompts.values()})
    while open_:
        name = open_.pop()
        if name in found:
            continue
        if name not in texts:
            problems.append(f"{path}: prompts: there is no text prompts/media/{name}.j2")
            continue
        found[name] = texts[name].read_text(encoding="utf-8")
        open_ += _IMPORT.findall(found[name])
    return dict(sorted(found.items()))


def _reference_problems(manifest: Manifest) -> Iterator[str]:
    """What a manifest says about its own parameters must fit them."""
    for many, one in manifest.vary.items():
        if many not in manifest.parameters or manifest.parameters[many].type != "list":
            yield f"vary.{many}: there is no list parameter of this name"
        if one not in manifest.parameters:
            yield f"vary.{many}: there is no parameter {one!r}"
    for template, part in manifest.uses.items():
        for _, field, _, _ in Formatter().parse(part):
            if field is not None and field not in manifest.parameters:
                yield f"uses.{template}: there is no parameter {field!r}"
    for name, parameter in manifest.parameters.items():
        if parameter.default is not None and (problem := _default_problem(parameter)):
            yield f"parameters.{name}.default: {problem}"
    if isinstance(manifest, Workflow):
        yield from wiring_problems(manifest)


def _default_problem(parameter: Parameter) -> str | None:
    default = parameter.default
    # A bool is an int to Python, but not to people.
    is_bool = isinstance(default, bool)
    if not isinstance(default, _TYPES[parameter.type]) or (is_bool and parameter.type != "boolean"):
        return f"{default!r} is no {parameter.type}"
    if parameter.choices is not None:
        for value in default if isinstance(default, list) else [default]:
            if value not in parameter.choices:
                return f"{value!r} is none of its choices"
    size = default if isinstance(default, int | float) and not is_bool else None
    if isinstance(default, str | list):
        size = len(default)
    if size is not None and parameter.minimum is not None and size < parameter.minimum:
        return f"{default!r} is under its minimum {parameter.minimum:g}"
    if size is not None and parameter.maximum is not None and size > parameter.maximum:
        return f"{default!r} is over its maximum {parameter.maximum:g}"
    return None


def text_problems(library: Library) -> list[str]:
    """Mistakes in the texts of workflows. Parsing is slow, so `load_library` leaves them to whoever makes a text."""
    texts = {name: source for workflow in library.workflows.values() for name, source in workflow.sources.items()}
    return [p for name, source in texts.items() for p in _syntax_problems(Path("prompts/media") / f"{name}.j2", source)]


def _syntax_problems(path: Path, source: str) -> Iterator[str]:
    try:
        SandboxedEnvironment().parse(source)
    except TemplateSyntaxError as error:
        yield f"{path}:{error.lineno}: {error.message}"


def _sha256(*paths: Path) -> str:
    """One hash over the files that exist, each framed by its suffix and length, so that no two sets collide."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.suffix}:{len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()
