"""`yoake status`: the last run, what there is, what failed, and what to do next."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from cli.console import out
from cli.named import named, places
from yoake.catalog.connect import catalog_url
from yoake.reporting.forecasts import Forecast
from yoake.reporting.records import open_records
from yoake.reporting.status import STANDINGS, LastRun, ProjectStatus, Trouble, all_statuses, project_status
from yoake.store.paths import Layout

SHOWN = 20
"""Failures that are printed one by one; `--json` and the report have all."""
ENDED = {
    "running": "[cyan]at work now[/]",
    "done": "[green]done[/]",
    "failures": "[yellow]finished with failures[/]",
    "waiting": "[cyan]waits for review[/]",
    "out-of-time": "[yellow]out of time[/]",
    "interrupted": "[yellow]interrupted[/]",
    "crashed": "[red]crashed[/]",
}
COLUMNS = {
    "made": "made", "up-to-date": "up to date", "placeholder": "placeholder", "skipped": "skipped",
    "failed": "failed", "blocked": "blocked", "waiting": "not yet",
}  # fmt: skip
BAD = {"placeholder": "yellow", "skipped": "yellow", "failed": "red", "blocked": "red"}


def status(
    project: Annotated[str | None, typer.Argument(help="the project's name, or its file; all where left out")] = None,
    nodes: Annotated[str, typer.Option(help="node file that tells where the catalog is")] = "embedded",
    output: Annotated[Path, typer.Option("--out", help="where assets and games are")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="print it as JSON (docs/report.md)")] = False,
) -> None:
    """Show how the last run ended, what there is, and what to do next."""
    layout = Layout(output)
    catalog = open_records(catalog_url(places(nodes).catalog, layout.data))
    try:
        if project is None:
            found = all_statuses(catalog, layout)
        else:
            found = [project_status(catalog, layout, named(project).name)]
    finally:
        catalog.close()
    if as_json:
        out.print_json(json.dumps([described(s, output) for s in found], ensure_ascii=False))
    elif project is None and len(found) != 1:
        _print_all(found, output)
    else:
        _print_one(found[0], output)


def next_command(found: ProjectStatus, output: Path) -> str:
    """The command that a person would give next; empty while a run is at work."""
    outside = "" if output == Path("out") else f" --out {shlex.quote(str(output))}"
    if found.run.ended == "running":
        return ""
    if found.run.ended in ("crashed", "interrupted", "out-of-time", "failures") or found.run.only:
        return f"yoake generate {shlex.quote(found.run.project_file or 'FILE')}{outside}"
    if (found.run.ended == "waiting" and not found.reviews.gates) or found.reviews.rejected:
        return f"yoake generate {shlex.quote(found.run.project_file or 'FILE')}{outside}"
    if found.run.ended == "waiting":
        return f"yoake review {shlex.quote(found.project)}{outside}"
    for target, option in (("web", ""), ("renpy", " --target renpy")):
        if (Layout(output).project(found.project) / target).is_dir():
            return f"yoake play {shlex.quote(found.project)}{option}{outside}"
    return f"yoake report {shlex.quote(found.project)}{outside}"


def described(found: ProjectStatus, output: Path) -> dict[str, Any]:
    """A status as data (docs/report.md has the schema)."""
    run = found.run
    return {
        "project": found.project,
        "run": {
            "id": run.id,
            "ended": run.ended,
            "started_at": run.started_at.isoformat(),
            "seconds": round(run.seconds, 3),
            "project_file": run.project_file,
            "only": list(run.only),
            "forecast": _plain_forecast(run.forecast),
        },
        "categories": {c.category: c.counts for c in found.categories},
        "troubles": [_plain(t) for t in found.troubles],
        "blocked": [_plain(t) for t in found.blocked],
        "degraded": list(found.degraded),
        "reviews": {
            "gates": list(found.reviews.gates),
            "after": list(found.reviews.after),
            "rejected": [
                {"asset": d.address, "by": d.by, "note": d.note, "decided_at": d.decided_at}
                for d in found.reviews.rejected
            ],
            "locked": list(found.reviews.locked),
        },
        "next": next_command(found, output),
    }


def _plain_forecast(forecast: Forecast | None) -> dict[str, Any] | None:
    if forecast is None:
        return None
    return {
        "finish": forecast.finish.isoformat(),
        "seconds": forecast.seconds,
        "low_seconds": forecast.low_seconds,
        "high_seconds": forecast.high_seconds,
        "lower_bound_seconds": forecast.bound_seconds,
    }


def _plain(trouble: Trouble) -> dict[str, str]:
    said = trouble.said
    return {
        "asset": trouble.address,
        "category": trouble.category,
        "status": trouble.status,
        "code": said.code,
        "sentence": said.sentence,
        "next_step": said.next_step,
    }


def _print_one(found: ProjectStatus, output: Path) -> None:
    run = found.run
    began = run.started_at.astimezone()
    out.print(
        f"[bold magenta]{escape(found.project)}[/]  {ENDED[run.ended]}, begun {began:%Y-%m-%d %H:%M:%S},"
        f" {'for' if run.ended == 'running' else 'took'} {length(run.seconds)}"
        + (f", only {escape(', '.join(run.only))}" if run.only else "")
    )
    if run.forecast is not None:
        out.print(_expected(run, run.forecast), soft_wrap=True)
    shown = [s for s in STANDINGS if found.count(s)]
    table = Table(box=SIMPLE_HEAD, show_footer=True)
    table.add_column("category", footer="all", no_wrap=True)
    for standing in shown:
        table.add_column(COLUMNS[standing], footer=str(found.count(standing)), justify="right", no_wrap=True)
    for one in found.categories:
        numbers = [(s, one.counts.get(s, 0)) for s in shown]
        cells = [f"[{BAD[s]}]{n}[/]" if n and s in BAD else str(n or "") for s, n in numbers]
        table.add_row(escape(one.category), *cells)
    if shown:
        out.print(table)
    else:
        out.print("No asset is recorded yet.")
    for trouble in found.troubles[:SHOWN]:
        colour, said = BAD.get(trouble.status, "red"), trouble.said
        code = f" {escape(f'[{said.code}]')}" if said.code else ""
        out.print(
            f"[{colour}]{trouble.status}[/] {escape(trouble.address)}: {escape(said.sentence)}{code}", soft_wrap=True
        )
        if said.next_step:
            out.print(f"    {escape(said.next_step)}", style="dim", soft_wrap=True)
    if len(found.troubles) > SHOWN:
        out.print(f"and {len(found.troubles) - SHOWN} more: yoake report {escape(shlex.quote(found.project))}")
    if found.degraded:
        named = escape(", ".join(found.degraded[:SHOWN])) + (", ..." if len(found.degraded) > SHOWN else "")
        out.print(
            f"[yellow]degraded[/] {len(found.degraded)} (in full when there is room: --redo degraded): {named}",
            soft_wrap=True,
        )
    if found.blocked:
        out.print(f"[red]blocked[/] {len(found.blocked)} wait for what failed.")
    _print_reviews(found, output)
    _print_next(found, output)


def _print_reviews(found: ProjectStatus, output: Path) -> None:
    """What waits for people, and what they said."""
    outside = "" if output == Path("out") else f" --out {shlex.quote(str(output))}"
    command = escape(f"yoake review {shlex.quote(found.project)}{outside}")
    reviews = found.reviews
    told = (
        ("cyan", "gates", "hold back what depends on them", reviews.gates, command),
        ("cyan", "to look at", "hold up nothing", reviews.after, command),
        ("yellow", "rejected", "made anew by the next run", [d.address for d in reviews.rejected], ""),
        ("green", "locked", "stay as they are", reviews.locked, ""),
    )
    for colour, what, means, addresses, how in told:
        if not addresses:
            continue
        names = escape(", ".join(addresses[:SHOWN])) + (", ..." if len(addresses) > SHOWN else "")
        way = f" ([bold]{how}[/])" if how else ""
        out.print(f"[{colour}]{what}[/] {len(addresses)} {means}: {names}{way}", soft_wrap=True)


def _expected(run: LastRun, forecast: Forecast) -> str:
    """The forecast beside what happened, in a sentence."""
    span = f"{length(forecast.low_seconds)} to {length(forecast.high_seconds)}"
    expected = f"Forecast  {length(forecast.seconds)} ({span})"
    if run.ended == "running":
        return f"{expected}, finish at {forecast.finish.astimezone():%H:%M}"
    if run.ended not in ("done", "failures") or forecast.seconds <= 0:
        return expected
    off = run.seconds / forecast.seconds - 1
    return f"{expected}; it took {abs(off):.0%} {'longer' if off > 0 else 'less'}"


def _print_all(found: list[ProjectStatus], output: Path) -> None:
    table = Table(box=SIMPLE_HEAD)
    for heading, right in (("project", False), ("last run", False), ("began", False), ("took", True), ("assets", True)):
        table.add_column(heading, justify="right" if right else "left", no_wrap=True)
    table.add_column("missing or stand-in", justify="right")
    for one in found:
        bad = one.count("placeholder", "skipped", "failed", "blocked", "waiting")
        began = f"{one.run.started_at.astimezone():%Y-%m-%d %H:%M}"
        cells = [escape(one.project), ENDED[one.run.ended], began, length(one.run.seconds), str(one.count())]
        table.add_row(*cells, f"[red]{bad}[/]" if bad else "")
    out.print(table)
    outside = "" if output == Path("out") else f" --out {escape(shlex.quote(str(output)))}"
    out.print(f"More of one: [bold]yoake status PROJECT{outside}[/]", soft_wrap=True)


def _print_next(found: ProjectStatus, output: Path) -> None:
    command = next_command(found, output)
    if not command:
        out.print("It goes on elsewhere; this shows how far it was a moment ago.")
        return
    why = {
        "crashed": "It broke off without a word; this goes on where it stopped",
        "out-of-time": "This goes on where it stopped",
        "interrupted": "This goes on where it stopped",
        "failures": "This makes what is missing, and nothing else",
        "waiting": "This shows what waits for you" if found.reviews.gates else "The gates are open: this goes on",
    }.get(found.run.ended, "Next")
    if found.reviews.rejected and found.run.ended in ("done", "waiting"):
        why = "This makes anew what was rejected, and what depends on it"
    out.print(f"{why}: [bold]{escape(command)}[/]", soft_wrap=True)


def length(seconds: float) -> str:
    """A time span for people: `3.2 s`, `4 min 05 s`, `2 h 10 min`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"
