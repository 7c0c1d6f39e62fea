"""`yoake explain`: why an asset waits, why it would be remade, where and when it would be made."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.console import out
from cli.deadline import clock
from cli.status import length
from flows.open_run import open_project
from flows.parameters import RunParameters
from yoake.collector import collector_paused
from yoake.graph.run_state import Selection
from yoake.reporting.status import is_at_work
from yoake.scheduler.schedule import Slot
from yoake.workspace.explanation import Explanation
from yoake.workspace.explanation import explain as explanation
from yoake.workspace.foresee import foresee
from yoake.workspace.promise import promise_of
from yoake.workspace.workspace import Workspace

SAID = {
    "up-to-date": "up to date: it was made before, and its file is intact",
    "to-make": "to be made now: everything that it needs is there",
    "waiting": "to be made after what it waits for",
    "blocked": "blocked",
    "left": "not asked for",
}
STEPS = 8
"""Assets of a chain, or of a list, that are named."""


def explain(
    project: Annotated[Path, typer.Argument(help="the project file")],
    asset: Annotated[str, typer.Argument(help="the asset's address: TASK, or TASK/ITEM")],
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    output: Annotated[Path, typer.Option("--out", help="where assets and games go")] = Path("out"),
) -> None:
    """Show why an asset waits or would be remade, and where and when it would be made."""
    now = datetime.now().astimezone()
    with collector_paused(for_good=True):
        workspace = open_project(RunParameters(project_file=str(project), nodes=nodes, out=str(output)))
    try:
        state = workspace.take_stock(Selection())
        state.start()
        foreseen = foresee(workspace, state)
        found = explanation(state, foreseen, promise_of(foreseen, workspace.machine()), asset)
        _print(workspace, found, now)
    finally:
        workspace.close()


def _print(workspace: Workspace, found: Explanation, now: datetime) -> None:
    out.print(f"[bold magenta]{escape(found.asset)}[/]  {SAID.get(found.status, found.status)}", soft_wrap=True)
    if found.stands_for:
        out.print(
            f"It stands for {escape(found.stands_for)}: which assets {escape(found.spec)} has is known once what it"
            " runs over is there.",
            soft_wrap=True,
        )
    if is_at_work(workspace.layout, workspace.project.project):
        row = workspace.catalog.assets(workspace.project.project).get(found.stands_for or found.asset)
        said = f"has left it as {row.status}" if row is not None else "has not come to it"
        out.print(f"[cyan]A run is at work now[/] and {said}; times below are as if it began anew.", soft_wrap=True)
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, text in _facts(workspace, found, now):
        facts.add_row(name, escape(text))
    if facts.row_count:
        out.print(facts)


def _facts(workspace: Workspace, found: Explanation, now: datetime) -> list[tuple[str, str]]:
    """What is known, by what it is about."""
    choice = workspace.choice(next(s for s in workspace.specs if s.id == found.spec))
    facts: list[tuple[str, str]] = []
    if why := found.why or _why_waiting(workspace, found):
        facts.append(("Why", why))
    if choice.note or choice.refused:
        facts.append(("Note", choice.note or f"{choice.refused}; something stands in for it"))
    if found.waits_for:
        more = len(found.waits_for) - STEPS
        names = ", ".join(found.waits_for[:STEPS]) + (f" and {more} more" if more > 0 else "")
        facts.append(("Waits for", names))
        steps = [f"{s.asset} ({_at(s.end, now)})" for s in found.chain[:STEPS]]
        facts.append(("Last of all", " after ".join(steps)))
    slot = found.slot
    if slot is None:
        return facts
    facts.append(("Where", _where(slot, choice.provider)))
    span = f"{_at(slot.start, now)} to {_at(slot.end, now)}, {length(slot.end - slot.start)}"
    facts.append(("When", f"{span}, from {length(slot.start)} after the start"))
    if slot.load_seconds:
        loaded = "loads its model first" if slot.loads else "waits while its model is loaded"
        facts.append(("Loading", f"it {loaded}: {length(slot.load_seconds)}"))
    critical = "; it is on the critical path" if found.critical else ""
    facts.append(("Rank", f"{length(found.rank_seconds)} of work remain from its start to the end{critical}"))
    if found.before:
        gone = ", ".join(f"{s.asset} ({_at(s.end, now)})" for s in found.before)
        facts.append(("Before it", f"on {slot.resource}: {gone}"))
    ready = f"it is ready at {_at(found.ready_seconds, now)}"
    if found.held_back is not None:
        waited = length(slot.start - found.ready_seconds)
        facts.append(
            ("Held back", f"{ready} and starts {waited} later: {found.held_back.text} ({found.held_back.cause})")
        )
    else:
        facts.append(("Held back", f"{ready} and starts at once"))
    return facts


def _why_waiting(workspace: Workspace, found: Explanation) -> str:
    if found.status != "waiting":
        return ""
    name = found.stands_for or found.asset
    if name not in workspace.catalog.fingerprints(workspace.project.project):
        return "new"
    return "what it depends on is to be made; if that turns out the same, it stays as it is"


def _where(slot: Slot, provider: str) -> str:
    model = f" with {slot.model}" if slot.model is not None else ""
    vram = f", {slot.vram_gb:g} GB of VRAM" if slot.vram_gb else ""
    on = f" on {slot.resource}" if slot.resource != slot.service else ""
    return f"{slot.service}{on}{model}{vram}" + (f" (provider {provider})" if provider != slot.service else "")


def _at(seconds: float, now: datetime) -> str:
    """A moment of the run; with seconds, since neighbours are often within one minute."""
    at = now + timedelta(seconds=seconds)
    return f"{clock(at, now)}:{at:%S}"
