"""`yoake review`: what waits for a person, and what they decide."""

from __future__ import annotations

import getpass
import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from cli.console import out
from cli.named import as_last_run, named, places
from flows.server import configured_url
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.errors import InvalidRequestError, UnreachableError
from yoake.reporting.records import open_records
from yoake.review.decision import Decision, DecisionKind
from yoake.review.desk import Answer, decide
from yoake.store.paths import Layout, safe_step
from yoake.words import Language

ASSETS = "an asset's address, as the list shows it"


def review(
    project: Annotated[str, typer.Argument(help="the project's name, or its file")],
    assets: Annotated[list[str] | None, typer.Argument(help="show only these; all where left out")] = None,
    approve: Annotated[list[str] | None, typer.Option(help=f"it may be used: {ASSETS}")] = None,
    reject: Annotated[list[str] | None, typer.Option(help="make it anew, with --note in its prompt")] = None,
    redo: Annotated[list[str] | None, typer.Option(help="make it anew, with --seed, --prompt or --note")] = None,
    pick: Annotated[list[str] | None, typer.Option(help="ASSET=NUMBER: take this candidate")] = None,
    lock: Annotated[list[str] | None, typer.Option(help="approve it and never remake it")] = None,
    unlock: Annotated[list[str] | None, typer.Option(help="remake it again when something changes")] = None,
    approve_all: Annotated[bool, typer.Option("--approve-all", help="everything that waits")] = False,
    note: Annotated[str, typer.Option(help="why; for --reject and --redo it goes into the prompt")] = "",
    seed: Annotated[int | None, typer.Option(help="for --redo")] = None,
    prompt: Annotated[str | None, typer.Option(help="for --redo: instead of the one it has")] = None,
    by: Annotated[str | None, typer.Option(help="who decides; your login name where left out")] = None,
    history: Annotated[bool, typer.Option("--history", help="show what was decided, by whom and why")] = False,
    nodes: Annotated[str, typer.Option(help="node file that tells where the catalog is")] = "embedded",
    output: Annotated[Path, typer.Option("--out", help="where assets and games are")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="print what waits, or was decided, as JSON")] = False,
) -> None:
    """List what waits for review, or decide about it."""
    layout, wanted = Layout(output), named(project)
    catalog = open_records(catalog_url(places(nodes).catalog, layout.data))
    try:
        if not catalog.runs(wanted.name, 1):
            raise InvalidRequestError(
                "status.no-runs",
                f"There is no run of {wanted.name} in {output}.",
                next_step="Run it first: yoake generate; or name the folder with --out.",
            )
        if not wanted.title:
            wanted = as_last_run(catalog, wanted)
        who, shown = by or _login(), frozenset(assets or ())
        decisions = [
            Decision(address, kind, "", by=who, note=note, seed=seed, prompt=prompt)
            for kind, addresses in _named(approve, reject, redo, lock, unlock).items()
            for address in addresses
        ]
        decisions += [_picked(catalog, wanted.name, text, who, note) for text in pick or ()]
        if approve_all:
            decisions += [
                Decision(row.address, "approve", row.sha256, by=who, note=note)
                for row in catalog.reviews.waiting(wanted.name)
            ]
        _check(decisions, seed, prompt)
        if decisions and shown:
            raise InvalidRequestError(
                "review.loose-asset",
                f"It is not said what becomes of {', '.join(sorted(shown))}.",
                next_step="Write the option before each asset: --approve hero --approve sakura.",
            )
        if decisions:
            code = _decide(catalog, wanted.name, decisions, wanted.language or "en", project)
        elif history:
            code = _history(catalog, wanted.name, shown, as_json)
        else:
            code = _waiting(catalog, wanted.name, layout, project, shown, as_json)
    finally:
        catalog.close()
    raise typer.Exit(code)


def _named(
    approve: list[str] | None,
    reject: list[str] | None,
    redo: list[str] | None,
    lock: list[str] | None,
    unlock: list[str] | None,
) -> dict[DecisionKind, list[str]]:
    return {
        "approve": approve or [], "reject": reject or [], "redo": redo or [], "lock": lock or [],
        "unlock": unlock or [],
    }  # fmt: skip


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "cli"  # a container's user may have no name


def _picked(catalog: Catalog, project: str, text: str, who: str, note: str) -> Decision:
    """The decision behind `hero=2`.

    Raises:
        InvalidRequestError: `review.bad-pick`.
    """
    address, _, number = text.partition("=")
    if not address or not number.isascii() or not number.isdigit():
        raise InvalidRequestError(
            "review.bad-pick", f"--pick {text}: it names no candidate.", next_step="Write --pick ASSET=NUMBER: hero=2."
        )
    found = {row.number: row.sha256 for row in catalog.reviews.candidates(project, address)}
    # what there is not is told like every other refusal
    return Decision(address, "pick", found.get(int(number), "0" * 64), by=who, note=note)


def _check(decisions: Sequence[Decision], seed: int | None, prompt: str | None) -> None:
    """Raises:
    InvalidRequestError: `review.twice`, `review.no-redo`.
    """
    seen: set[str] = set()
    for decision in decisions:
        if decision.address in seen:
            raise InvalidRequestError(
                "review.twice",
                f"{decision.address} is named twice.",
                next_step="Decide one thing about each asset at a time.",
            )
        seen.add(decision.address)
    if (seed is not None or prompt is not None) and not any(d.kind == "redo" for d in decisions):
        raise InvalidRequestError(
            "review.no-redo",
            "--seed and --prompt say how something is made anew, and nothing is.",
            next_step="Name it with --redo ASSET.",
        )


def _decide(catalog: Catalog, name: str, decisions: Sequence[Decision], language: Language, project: str) -> int:
    answers: list[Answer] = []
    asked = _asking(catalog, name)
    for decision in decisions:
        answers.append(decide(catalog.reviews, name, decision, language))
        mark = "[green]ok[/]" if answers[-1].accepted else "[red]no[/]"
        out.print(f"{mark} {escape(answers[-1].sentence)}", soft_wrap=True)
    if any(answer.changed for answer in answers):
        last = catalog.runs(name, 1)[0]
        file = str(last.settings.get("project_file") or project)
        if last.status == "running":
            out.print("The run that is at work takes it up.")
        else:
            out.print(
                f"What this changes: [bold]yoake plan {escape(shlex.quote(file))}[/]; to make it: "
                f"[bold]yoake generate {escape(shlex.quote(file))}[/]",
                soft_wrap=True,
            )
        _end_review_runs(catalog, name, asked)
    return 0 if all(answer.accepted for answer in answers) else 1


def _asking(catalog: Catalog, name: str) -> dict[str, set[str]]:
    """Flow run in Prefect -> the assets that it asks about."""
    found: dict[str, set[str]] = {}
    for row in catalog.reviews.waiting(name):
        if row.flow_run_id:
            found.setdefault(row.flow_run_id, set()).add(row.address)
    return found


def _end_review_runs(catalog: Catalog, name: str, asked: dict[str, set[str]]) -> None:
    """Ends the paused runs in Prefect that are answered now, where a server is known.

    Args:
        asked: what they asked about before the decisions.
    """
    answered = {number: asked[number] for number in asked.keys() - _asking(catalog, name).keys()}
    if not answered or configured_url() is None:
        return
    from flows.review_close import end_review_runs  # imports Prefect: only where a review run waits there

    last = {decision.address: decision for decision in catalog.reviews.decisions(name)}
    try:
        ended = end_review_runs({n: [last[a] for a in sorted(about) if a in last] for n, about in answered.items()})
    except UnreachableError as error:
        out.print(f"[yellow]note[/] {escape(str(error))} What it still asks is decided all the same.", soft_wrap=True)
        return
    if ended:
        runs = "The review run" if ended == 1 else f"The {ended} review runs"
        out.print(f"{runs} in Prefect that asked {'is' if ended == 1 else 'are'} ended.")


def _history(catalog: Catalog, name: str, shown: frozenset[str], as_json: bool) -> int:
    found = [d for d in catalog.reviews.decisions(name) if not shown or d.address in shown]
    if as_json:
        print(json.dumps([asdict(d) for d in found], ensure_ascii=False, indent=2))
        return 0
    table = Table(box=SIMPLE_HEAD)
    for column in ("when (UTC)", "asset", "decision", "by", "where", "note"):
        table.add_column(column)
    for d in found:
        table.add_row(
            d.decided_at[:16].replace("T", " "), escape(d.address), d.kind, escape(d.by), d.source, escape(_said(d))
        )
    out.print(table if found else "Nothing was decided yet.")
    return 0


def _said(decision: Decision) -> str:
    parts = [decision.note] if decision.note else []
    parts += [f"seed {decision.seed}"] if decision.seed is not None else []
    parts += [f"prompt: {decision.prompt}"] if decision.prompt else []
    return "; ".join(parts)


def _waiting(catalog: Catalog, name: str, layout: Layout, project: str, shown: frozenset[str], as_json: bool) -> int:
    rows = [row for row in catalog.reviews.waiting(name) if not shown or row.address in shown]
    states = catalog.assets(name)
    candidates: dict[str, list[Any]] = {}
    for row in catalog.reviews.candidates(name):
        candidates.setdefault(row.address, []).append(row)
    items = [_item(row, states.get(row.address), candidates.get(row.address, []), layout, name) for row in rows]
    if as_json:
        print(json.dumps(items, ensure_ascii=False, indent=2))
        return 0
    if not items:
        whole = f"Nothing waits for review in {name}."
        out.print(escape(f"Not waiting for review: {', '.join(sorted(shown))}." if shown else whole), soft_wrap=True)
        return 0
    for item in items:
        why = "[cyan]gate[/]  " if item["mode"] == "gate" else "after "
        out.print(f"{why} [bold]{escape(item['asset'])}[/]  {escape(item['file'])}", soft_wrap=True)
        for one in item["candidates"]:
            chosen = " [green]chosen[/]" if one["chosen"] else ""
            out.print(
                f"        {one['number']}  score {one['score']:.2f}  {escape(one['file'])}{chosen}", soft_wrap=True
            )
    first, command = items[0], f"yoake review {shlex.quote(project)}"
    out.print(f"\nTo decide: [bold]{escape(command)} --approve {escape(first['asset'])}[/]", soft_wrap=True)
    out.print(f'           [bold]{escape(command)} --reject {escape(first["asset"])} --note "..."[/]', soft_wrap=True)
    if any(item["candidates"] for item in items):
        chosen = next(item["asset"] for item in items if item["candidates"])
        out.print(f"           [bold]{escape(command)} --pick {escape(chosen)}=2[/]", soft_wrap=True)
    return 0


def _item(row: Any, state: Any, candidates: Sequence[Any], layout: Layout, name: str) -> dict[str, Any]:
    category = state.category if state is not None else ""
    folder = layout.assets(name) / safe_step(category) if category else layout.assets(name)
    steps = [safe_step(step) for step in row.address.split("/")]
    variants = folder / "candidates"
    return {
        "asset": row.address,
        "mode": row.mode,
        "sha256": row.sha256,
        "opened_at": row.opened_at,
        "flow_run_id": row.flow_run_id,
        "file": _shown(folder.joinpath(*steps), row.suffix),
        "candidates": [
            {
                "number": c.number,
                "score": c.score,
                "seed": c.seed,
                "chosen": bool(c.chosen),
                "sha256": c.sha256,
                "file": _shown(variants.joinpath(*steps[:-1], f"{steps[-1]}~{c.number}"), c.suffix),
            }
            for c in candidates
        ],
    }


def _shown(path: Path, suffix: str) -> str:
    whole = path.with_name(path.name + suffix)
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(whole)
