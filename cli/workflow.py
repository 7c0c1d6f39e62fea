"""`yoake workflow`: a graph from ComfyUI becomes a workflow of a project, and workflows are checked."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.markup import escape
from rich.table import Table

import workflows
from cli.console import out
from yoake.errors import InvalidRequestError
from yoake.library.graphs import EXPORT, read_graph
from yoake.library.load import load_library, text_problems
from yoake.library.wiring import UNKNOWN


class Action(StrEnum):
    """What is done."""

    add = "add"
    check = "check"


def workflow(
    action: Annotated[Action, typer.Argument(help="add a graph, or check the workflows")],
    file: Annotated[Path | None, typer.Argument(help="add: the JSON that ComfyUI exported (API format)")] = None,
    to: Annotated[Path, typer.Option(help="the project's own library; it lies beside the project file")] = Path(
        "workflows"
    ),
    name: Annotated[str | None, typer.Option(help="what task specs will call it; by default as the file")] = None,
    force: Annotated[bool, typer.Option("--force", help="replace a workflow of this name")] = False,
) -> None:
    """Add a workflow exported from ComfyUI to a project, or check the workflows that there are."""
    if action is Action.check:
        _check(to)
        return
    if file is None:
        raise InvalidRequestError(
            "workflow.no-file", "There is nothing to add.", next_step="Name the JSON file: yoake workflow add FILE."
        )
    _add(file, to, name, force=force)


def _add(file: Path, to: Path, name: str | None, *, force: bool) -> None:
    from yoake.providers.comfyui.propose import propose, safe_name

    graph, wrong = read_graph(file)
    if wrong or not graph:
        if wrong and wrong[0] == EXPORT:
            raise InvalidRequestError(
                "workflow.editor-format",
                f"{file} is a workflow as ComfyUI's editor saves it, with the places of its boxes.",
                next_step="In ComfyUI, export it with Workflow > Export (API); in older versions turn on the dev mode "
                "options in the settings, then Save (API Format).",
            )
        raise InvalidRequestError(
            "workflow.unreadable",
            f"{file} is no graph: {'; '.join(wrong[:5]) or 'it has no nodes'}.",
            next_step="Export it from ComfyUI with Workflow > Export (API).",
        )
    called = safe_name(name if name is not None else file.stem)
    if not called or (name is not None and called != name):
        raise InvalidRequestError(
            "workflow.name",
            f"{name if name is not None else file.stem!r} cannot be the name of a workflow.",
            next_step="Give one of lower-case letters, digits and underscores that starts with a letter, with --name"
            + (f" (such as {called})." if called else "."),
        )
    proposal = propose(graph, (name if name is not None else file.stem)[:120])
    manifest = to / "comfyui" / f"{called}.yaml"
    beside = manifest.with_suffix(".json")
    existing = [path for path in (manifest, beside) if path.exists() and path.resolve() != file.resolve()]
    if existing and not force:
        raise InvalidRequestError(
            "workflow.exists",
            f"{' and '.join(map(str, existing))} {'is' if len(existing) == 1 else 'are'} there already.",
            next_step="Choose another --name, or replace it with --force.",
        )
    _write(manifest, _as_yaml(proposal.manifest, proposal.look))
    _write(beside, json.dumps(graph, indent=2, ensure_ascii=False) + "\n")
    out.print(f"Wrote [bold]{escape(str(manifest))}[/] and {escape(beside.name)}.", soft_wrap=True)
    for sentence in proposal.found:
        out.print(f"  [green]found[/] {escape(sentence)}", soft_wrap=True)
    for sentence in proposal.look:
        out.print(f"  [yellow]look at[/] {escape(sentence)}", soft_wrap=True)
    if called in load_library(workflows.FOLDER).workflows:
        out.print(f"  [yellow]note[/] it stands in for the shipped workflow {escape(called)}.", soft_wrap=True)
    load_library(workflows.FOLDER, to)
    out.print(f"Task specs beside {escape(str(to))}/ may now say [bold]workflow: {escape(called)}[/].", soft_wrap=True)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidRequestError("workflow.unwritable", f"{path} cannot be written: {error.strerror}.") from error


def _as_yaml(manifest: dict[str, Any], look: list[str]) -> str:
    lines = ["# Proposed by `yoake workflow add`; docs/workflows.md explains every key. Look at:"]
    lines += [f"#   {' '.join(sentence.split())}" for sentence in look]
    return "\n".join(lines) + "\n" + yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110)


def _check(folder: Path) -> None:
    library = load_library(workflows.FOLDER, *([folder] if folder.is_dir() else []))
    if wrong := text_problems(library):
        raise InvalidRequestError(
            "workflow.bad-text", f"Texts have errors: {'; '.join(wrong)}.", next_step="Correct the lines named."
        )
    table = Table(header_style="bold")
    for heading in ("workflow", "makes", "model", "VRAM", "about", "graph"):
        table.add_column(heading, overflow="fold")
    for name, one in sorted(library.workflows.items()):
        own = (folder / "comfyui" / f"{name}.yaml").is_file()
        graph = f"{len(one.graph)} nodes" if one.graph else "[yellow]none: only the embedded provider makes it[/]"
        table.add_row(
            escape(name) + (" (own)" if own else ""),
            one.makes,
            escape(one.model or ""),
            f"{one.vram_gb:g} GB",
            f"{one.estimate_seconds:g} s",
            graph,
        )
    out.print(table)
    for name, one in sorted(library.workflows.items()):
        if unknown := [model.file for model in one.models if model.licence == UNKNOWN]:
            files = escape(", ".join(unknown))
            out.print(
                f"[yellow]look at[/] {escape(name)}: the licences of {files} are not written down.", soft_wrap=True
            )
    out.print(f"[green]{len(library.workflows)} workflows and {len(library.templates)} templates are in order.[/]")
