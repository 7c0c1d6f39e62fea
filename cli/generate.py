"""`yoake generate`: project file in, game out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape

from cli.console import out
from cli.progress import watcher
from flows.embedded import run_embedded
from flows.open_run import has_failures, open_project, prepare, run_status
from flows.parameters import RunParameters
from flows.processes import Processes
from yoake.collector import collector_paused
from yoake.graph.waiting import awaited
from yoake.workspace.lock import project_lock
from yoake.workspace.workspace import Workspace

EXIT = {"done": 0, "waiting": 0, "out-of-time": 0, "failures": 1, "crashed": 1, "interrupted": 130}


def generate(
    project: Annotated[Path, typer.Argument(help="the project file")],
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    only: Annotated[list[str] | None, typer.Option(help="make only this category, task or asset")] = None,
    redo: Annotated[
        list[str] | None, typer.Option(help="make this task or asset again; degraded: all that were made with less")
    ] = None,
    output: Annotated[Path, typer.Option("--out", help="where assets and games go")] = Path("out"),
    api: Annotated[
        Literal["now", "night"], typer.Option(help="paid and limited APIs: call them now, or leave them to the night")
    ] = "now",
    verify: Annotated[bool, typer.Option(help="read every stored file instead of trusting its date")] = False,
) -> None:
    """Make everything that is missing or changed, and build the game."""
    began = time.monotonic()
    run = RunParameters(
        project_file=str(project),
        nodes=nodes,
        out=str(output),
        only=only or [],
        redo=redo or [],
        verify=verify,
        api=api,
    )
    with collector_paused(for_good=True):
        workspace = open_project(run)
    try:
        with project_lock(workspace.layout, workspace.project.project):
            code = _generate(run, workspace, began)
    finally:
        workspace.close()
    raise typer.Exit(code)


def _generate(run: RunParameters, workspace: Workspace, began: float) -> int:
    for note in workspace.notes():
        out.print(f"[yellow]note[/] {escape(note)}")
    processes = Processes(workspace.node.cpu_slots(), workspace.node.dask)
    with watcher(workspace) as listener:
        with collector_paused(for_good=True):
            live = prepare(run, workspace, processes, listener)
        ended = run_embedded(live, run, processes, listener.said) if live.has_work else None
    counts = live.state.counts()
    for asset in live.state.assets.values():
        if asset.status in ("failed", "blocked", "placeholder", "skipped"):
            out.print(f"[red]{asset.status}[/] {asset.address}: {escape(asset.reason)}", soft_wrap=True)
    degraded = [a for a in live.state.assets.values() if a.record is not None and a.record.degraded]
    for asset in degraded:
        if asset.status == "made":
            out.print(
                f"[yellow]degraded[/] {asset.address}: {escape(asset.reason.removeprefix('degraded: '))}",
                soft_wrap=True,
            )
    if degraded:
        out.print(f"[yellow]note[/] {len(degraded)} degraded; in full when there is room: --redo degraded")
    if ended is not None and not run.only and run_status(live) == "done":
        for path in live.publisher.tidy(live.state.assets.values()):
            out.print(f"[yellow]note[/] {escape(path.name)} belongs to no asset any more and was removed.")
    for path in live.publisher.kept_edits:
        out.print(f"[yellow]note[/] your change was kept as {escape(str(path))}")
    if workspace.source.exists() and workspace.source.read_bytes() != workspace.source_bytes:
        out.print("[yellow]note[/] the project file was changed meanwhile; run again to take that in.")
    if ended is not None and ended.unwritten:
        out.print(f"[yellow]note[/] Prefect had not recorded {ended.unwritten} task runs in time; the assets are safe.")
    seconds = time.monotonic() - began
    if ended is None:
        whole = "Everything" if live.state.finished else "All that can be made"
        out.print(f"[green]{whole} was up to date[/]: {counts.get('up-to-date', 0)} assets, {seconds:.1f} s.")
    else:
        made, kept = counts.get("made", 0), counts.get("up-to-date", 0)
        out.print(f"[bold]{made} made[/], {kept} up to date, {seconds:.1f} s.")
    if live.state.held:
        out.print(
            f"[yellow]{escape(awaited(live.state))}[/]; look and decide: "
            f"[bold]yoake review {escape(workspace.project.project)}[/]",
            soft_wrap=True,
        )
    _where(workspace)
    return EXIT[run_status(live)] or int(has_failures(live))


def _where(workspace: Workspace) -> None:
    folder = workspace.layout.project(workspace.project.project)
    shown = Path(*folder.parts[len(Path.cwd().parts) :]) if folder.is_relative_to(Path.cwd()) else folder
    out.print(f"Assets  {escape(str(shown / 'assets'))}")
    name = escape(workspace.project.project)
    outside = "" if shown.parent.name == "out" and not shown.is_absolute() else f" --out {escape(str(shown.parent))}"
    if (folder / "web").is_dir():
        out.print(f"Web     {escape(str(shown / 'web'))}    play: [bold]yoake play {name}{outside}[/]")
    if (folder / "renpy").is_dir():
        out.print(
            f"Ren'Py  {escape(str(shown / 'renpy'))}  play: [bold]yoake play {name} --target renpy{outside}[/],"
            " or open the folder in the Ren'Py launcher"
        )
    if not (folder / "web").is_dir() and not any(s.type == "build" for s in workspace.specs):
        out.print("No game was asked for: add [bold]game:[/] to the project file, or integrate and build tasks.")
