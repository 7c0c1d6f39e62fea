"""The plan for people: what would be made and why, when it would be done, and what each GPU would do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from cli.console import out
from cli.deadline import clock
from cli.plan_data import Plan
from cli.status import length
from yoake.graph.waiting import HELD, awaited
from yoake.scheduler.gpu_use import busiest, busy_share, model_of, work_share

WIDE = 110
"""Columns of a terminal from which every column of the table is shown."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red", "bright_cyan", "bright_magenta", "bright_yellow")
SHOWN_REMEDIES = 8
SHOWN_STEPS = 8
"""Assets of the critical path that are named; of longer ones the middle is left out."""


def print_plan(plan: Plan, described: dict[str, Any], now: datetime) -> None:
    """Prints everything."""
    out.print(_table(plan, described))
    for note in described["notes"]:
        out.print(f"[yellow]note[/] {escape(note)}", soft_wrap=True)
    if described["up_to_date"]:
        out.print("[green]Everything is up to date.[/]")
        return
    print_forecast(plan, now)
    counts = described["counts"]
    waiting = counts.get("waiting", 0)
    after = f" and about {waiting} after {'them' if counts.get('to-make', 0) != 1 else 'it'}" if waiting else ""
    out.print(
        f"\n{counts.get('up-to-date', 0)} up to date, [bold]{counts.get('to-make', 0)} to make now[/]{after}.",
        soft_wrap=True,
    )
    if plan.state.held:
        command = f"yoake review {plan.workspace.project.project}"
        out.print(f"[yellow]{escape(awaited(plan.state))}[/]: [bold]{escape(command)}[/]", soft_wrap=True)


def _table(plan: Plan, described: dict[str, Any]) -> Table:
    wide = out.width >= WIDE
    table = Table(
        title=escape(plan.workspace.project.title), title_style="bold magenta", box=SIMPLE_HEAD, expand=True, padding=0
    )
    table.padding = (0, 1, 0, 0)  # type: ignore[assignment]
    if wide:
        table.add_column("level", justify="right", no_wrap=True)
    table.add_column("task", no_wrap=True, max_width=None if wide else 24, overflow="ellipsis")
    for heading in ("type", "by") if wide else ():
        table.add_column(heading, no_wrap=True)
    for heading in ("assets", "current", "to make") if wide else ("all", "make"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("why, or what it waits for", overflow="fold", ratio=1)
    by_spec: dict[str, list[dict[str, Any]]] = {}
    for asset in described["assets"]:
        if asset["status"] != "waiting" and asset["candidate_of"] is None:
            by_spec.setdefault(asset["spec"], []).append(asset)
    for spec in sorted(described["specs"], key=lambda s: s["level"]):
        mine = by_spec.get(spec["spec"], [])
        current = sum(a["status"] == "up-to-date" for a in mine)
        to_make = [a for a in mine if a["status"] == "to-make"]
        count = str(spec["assets"]) if spec["assets"] is not None else "grows"
        made = str(len(to_make) or "")
        cells = [spec["type"], spec["provider"], count, str(current or ""), made] if wide else [count, made]
        first = [str(spec["level"])] if wide else []
        style = "dim" if current and not to_make else ""
        table.add_row(*first, spec["spec"], *cells, escape(_why(spec, to_make, mine)), style=style)
    return table


def _why(spec: dict[str, Any], to_make: list[dict[str, Any]], there: list[dict[str, Any]]) -> str:
    if to_make:
        return "; ".join(sorted({a["why"] for a in to_make}))
    if held := [a for a in there if a["why"] == HELD]:
        return f"{len(held)} wait{'s' if len(held) == 1 else ''} for review"
    if spec["waits_for"]:
        return "after " + ", ".join(spec["waits_for"][:3]) + (" ..." if len(spec["waits_for"]) > 3 else "")
    return ""


def print_forecast(plan: Plan, now: datetime) -> None:
    """Prints when it would be done and how, and the answer to --finish-by."""
    promised, schedule = plan.promised, plan.promised.schedule
    end, low, high = (
        now + timedelta(seconds=s) for s in (schedule.makespan_seconds, promised.low_seconds, promised.high_seconds)
    )
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    between = f"between {clock(low, now)} and {clock(high, now)}"
    if f"{low:%H:%M}" == f"{high:%H:%M}":
        between = f"{length(promised.low_seconds)} to {length(promised.high_seconds)}"
    facts.add_row("Finish", f"[bold green]{clock(end, now)}[/], in {length(schedule.makespan_seconds)} ({between})")
    bound = schedule.bound.seconds
    facts.add_row("Least", f"{length(bound)} is the lower bound; this takes {schedule.ratio:.2f} times that")
    if schedule.model_switches:
        switches = schedule.model_switches
        facts.add_row("Models", f"{_times(switches, 'load')}; at least {schedule.least_switches} would be needed")
    if path := _path(schedule.bound.critical_path):
        facts.add_row("Path", escape(path))
    out.print(facts)
    if promised.machine.gpus:
        out.print()
        out.print(_timeline(plan, end, now))
    shared = [
        f"{p.name} {work_share(schedule, p.name, p.slots):.0%}"
        for p in promised.machine.pools
        if any(slot.resource == p.name for slot in schedule.slots)
    ] + [
        f"{s.name} {work_share(schedule, s.name, s.slots):.0%}"
        for s in promised.machine.services
        if any(slot.resource == s.name for slot in schedule.slots)
    ]
    if shared:
        out.print(f"Slots in use: {escape(', '.join(shared))}", soft_wrap=True)
    if plan.deadline is not None:
        out.print()
        _answer(plan, now)


def _times(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _path(names: tuple[str, ...]) -> str:
    if len(names) > SHOWN_STEPS:
        left_out = len(names) - SHOWN_STEPS
        half = SHOWN_STEPS // 2
        names = (*names[:half], f"({left_out} more)", *names[-half:])
    return " > ".join(names)


def _timeline(plan: Plan, end: datetime, now: datetime) -> Group:
    """A row of letters a GPU, one a model, over the whole run."""
    promised, schedule = plan.promised, plan.promised.schedule
    gpus = promised.machine.gpus
    names = max(len(g.name) for g in gpus)
    width = max(10, min(out.width, 160) - names - 9)
    on_gpus = {g.name for g in gpus}
    models = list(dict.fromkeys(model_of(s) for s in schedule.slots if s.resource in on_gpus))
    letters = {model: LETTERS[i % len(LETTERS)] for i, model in enumerate(models)}
    colours = {model: COLOURS[i % len(COLOURS)] for i, model in enumerate(models)}
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(no_wrap=True)
    for gpu in gpus:
        line = Text()
        for model in busiest(schedule, gpu.name, width):
            line.append(letters[model] if model else "·", f"black on {colours[model]}" if model else "dim")
        grid.add_row(gpu.name, f"{busy_share(schedule, gpu.name):.0%}", line)
    left, right = clock(now, now), clock(end, now)
    grid.add_row("", "", Text(left + " " * max(1, width - len(left) - len(right)) + right, "dim"))
    legend = Text()
    for model in models:
        legend.append(f" {letters[model]} ", f"black on {colours[model]}")
        legend.append(f" {model}  ")
    return Group(grid, legend)


def _answer(plan: Plan, now: datetime) -> None:
    assert plan.deadline is not None
    seconds, promised = plan.deadline.seconds, plan.promised
    makespan = promised.schedule.makespan_seconds
    wanted, apart = clock(plan.deadline.at, now), length(abs(seconds - makespan))
    if promised.high_seconds <= seconds:
        out.print(f"[bold green]Yes[/], by {wanted}: {apart} to spare.")
    elif makespan <= seconds:
        out.print(
            f"[bold yellow]Yes[/], by {wanted}, but it is tight: {apart} to spare, and it may take"
            f" {length(promised.high_seconds - makespan)} longer.",
            soft_wrap=True,
        )
    else:
        out.print(f"[bold red]No[/], not by {wanted}: {apart} too late.")
    if not plan.remedies:
        return
    enough = plan.remedies[0].fits
    out.print("Any one of these would do:" if enough else "None of these is enough by itself:")
    for remedy in plan.remedies[:SHOWN_REMEDIES]:
        done = clock(now + timedelta(seconds=remedy.makespan_seconds), now)
        made = f", {_times(remedy.assets, 'asset')} fewer" if remedy.assets else ""
        mark = "[green]fits[/]" if remedy.fits else "[yellow]late[/]"
        out.print(f"  {done} {mark}  {escape(remedy.what)}{made}", soft_wrap=True)
