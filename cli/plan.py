"""`yoake plan`: what would be made, why, and when it would be done; nothing is made and no server is started."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from cli.console import err, out
from cli.deadline import Deadline, deadline
from cli.plan_data import Plan, describe
from flows.open_run import open_project
from flows.parameters import RunParameters
from yoake.collector import collector_paused
from yoake.errors import InvalidRequestError
from yoake.graph.run_state import RunState, Selection
from yoake.workspace.advice import advice
from yoake.workspace.foresee import foresee
from yoake.workspace.promise import promise_of
from yoake.workspace.workspace import Workspace


def plan(
    project: Annotated[Path, typer.Argument(help="the project file")],
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    only: Annotated[list[str] | None, typer.Option(help="plan only this category, task or asset")] = None,
    redo: Annotated[list[str] | None, typer.Option(help="plan to make this task or asset again")] = None,
    output: Annotated[Path, typer.Option("--out", help="where assets and games go")] = Path("out"),
    finish_by: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="whether it is done by then, and else what to leave out or add")
    ] = None,
    gantt: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="draw the run as a page that opens in a browser")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the plan as JSON (docs/plan.md)")] = False,
) -> None:
    """Show what would be made, why, and when it would be done."""
    now = datetime.now().astimezone()
    wanted = deadline(finish_by, now) if finish_by is not None else None
    run = RunParameters(project_file=str(project), nodes=nodes, out=str(output), only=only or [], redo=redo or [])
    with collector_paused(for_good=True):
        workspace = open_project(run)
    try:
        state = workspace.take_stock(Selection(frozenset(run.only), frozenset(run.redo)))
        state.start()
        made = planned(workspace, state, wanted)
        described = describe(made)
    finally:
        workspace.close()
    if gantt is not None:
        _draw(made, gantt, now)
    if as_json:
        _print_json(described)
        return
    from cli.plan_text import print_plan  # tables are slow to import where only data is wanted

    print_plan(made, described, now)


def planned(workspace: Workspace, state: RunState, wanted: Deadline | None = None) -> Plan:
    """The plan of a run whose state has just started."""
    foreseen = foresee(workspace, state)
    promised = promise_of(foreseen, workspace.machine())
    late = wanted is not None and promised.schedule.makespan_seconds > wanted.seconds
    remedies = advice(workspace, foreseen, promised, wanted.seconds) if late and wanted is not None else []
    return Plan(workspace, state, foreseen, promised, wanted, tuple(remedies))


def _print_json(described: dict[str, Any]) -> None:
    if out.is_terminal:
        out.print_json(json.dumps(described, ensure_ascii=False))
    else:  # colours cost seconds where there are thousands of assets
        typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


def _draw(made: Plan, path: Path, now: datetime) -> None:
    from yoake.reporting.gantt import gantt_page  # the chart library is large

    due = made.deadline.seconds if made.deadline is not None else None
    page = gantt_page(made.promised, made.workspace.project, now, made.foreseen.guessed, due)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidRequestError(
            "plan.unwritable", f"{path} cannot be written: {error.strerror}.", next_step="Name another file."
        ) from error
    err.print(f"Chart  {escape(str(path))}", soft_wrap=True)
