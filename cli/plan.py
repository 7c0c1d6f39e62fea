"""`yoake plan`: what would be made, in which order, and why; nothing is made and no server is started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from cli.console import out
from flows.open_run import open_project
from flows.parameters import RunParameters
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.run_state import RunState, Selection, SpecState
from yoake.graph.structure import upstreams
from yoake.words import QUEUE_OF_TYPE
from yoake.workspace.workspace import Workspace


def plan(
    project: Annotated[Path, typer.Argument(help="the project file")],
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    only: Annotated[list[str] | None, typer.Option(help="plan only this category, task or asset")] = None,
    redo: Annotated[list[str] | None, typer.Option(help="plan to make this task or asset again")] = None,
    output: Annotated[Path, typer.Option("--out", help="where assets and games go")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="print the plan as JSON (docs/plan.md)")] = False,
) -> None:
    """Show what would be made, and why."""
    run = RunParameters(project_file=str(project), nodes=nodes, out=str(output), only=only or [], redo=redo or [])
    workspace = open_project(run)
    try:
        state = workspace.take_stock(Selection(frozenset(run.only), frozenset(run.redo)))
        state.start()
        described = describe(workspace, state)
    finally:
        workspace.close()
    if as_json:
        out.print_json(json.dumps(described, ensure_ascii=False))
    else:
        _print(workspace, described)


def describe(workspace: Workspace, state: RunState) -> dict[str, Any]:
    """The plan as data (docs/plan.md has the schema)."""
    levels = {name: number for number, level in enumerate(state.graph.levels()) for name in level}
    specs, assets = [], []
    for spec in state.graph.in_order():
        held = state.specs.get(spec.id)
        if held is None:
            continue
        waits = [u for u in upstreams(spec) if state.specs[u].unsettled or not state.specs[u].expanded]
        specs.append(
            {
                "spec": spec.id,
                "type": spec.type,
                "category": category_of(spec, workspace.library),
                "queue": QUEUE_OF_TYPE[spec.type],
                "level": levels[spec.id],
                "provider": workspace.choice(spec).provider,
                "depends_on": upstreams(spec),
                "assets": _count(workspace, held),
                "grows": is_dynamic(spec) and not held.expanded,
                "waits_for": waits,
            }
        )
        assets += [
            {"asset": a.address, "spec": spec.id, "status": a.status, "why": a.reason, "fingerprint": a.fingerprint}
            for a in held.assets
        ]
    return {
        "project": workspace.project.project,
        "title": workspace.project.title,
        "counts": state.counts(),
        "up_to_date": state.finished,
        "specs": specs,
        "assets": assets,
    }


def _count(workspace: Workspace, held: SpecState) -> int | None:
    """How many assets a spec has; None where only an upstream result will tell."""
    if held.expanded:
        return len(held.assets)
    if is_dynamic(held.spec):
        return None
    return len(expand(held.spec, workspace.library, {}))


def _print(workspace: Workspace, described: dict[str, Any]) -> None:
    wide = out.width >= 110
    table = Table(title=escape(workspace.project.title), title_style="bold magenta", box=SIMPLE_HEAD)
    table.add_column("level", justify="right")
    table.add_column("task", no_wrap=True)
    for heading in ("type", "queue", "by") if wide else ("type",):
        table.add_column(heading, no_wrap=True)
    for heading in ("assets", "current", "to make"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("why, or what it waits for", overflow="fold", ratio=1)
    by_spec: dict[str, list[dict[str, Any]]] = {}
    for asset in described["assets"]:
        by_spec.setdefault(asset["spec"], []).append(asset)
    for spec in sorted(described["specs"], key=lambda s: s["level"]):
        mine = by_spec.get(spec["spec"], [])
        current = sum(a["status"] == "up-to-date" for a in mine)
        to_make = [a for a in mine if a["status"] == "to-make"]
        if to_make:
            why = "; ".join(sorted({a["why"] for a in to_make}))
        elif spec["waits_for"]:
            why = "after " + ", ".join(spec["waits_for"][:4]) + (" ..." if len(spec["waits_for"]) > 4 else "")
        else:
            why = ""
        count = str(spec["assets"]) if spec["assets"] is not None else "grows"
        where = [spec["type"], spec["queue"], spec["provider"]] if wide else [spec["type"]]
        style = "dim" if current and not to_make else ""
        numbers = [count, str(current or ""), str(len(to_make) or "")]
        table.add_row(str(spec["level"]), spec["spec"], *where, *numbers, escape(why), style=style)
    out.print(table)
    for note in workspace.notes():
        out.print(f"[yellow]note[/] {escape(note)}")
    if described["up_to_date"]:
        out.print("[green]Everything is up to date.[/]")
    else:
        counts = described["counts"]
        waiting = sum(1 for s in described["specs"] if s["waits_for"])
        out.print(
            f"{counts.get('up-to-date', 0)} up to date, [bold]{counts.get('to-make', 0)} to make now[/],"
            f" {waiting} tasks are looked at when what they depend on is made."
        )
