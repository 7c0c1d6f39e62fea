"""A run in markdown: what was made by category, what is in trouble and why, and where to go from here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from flows.artifact_table import FIRST, status_of
from flows.artifact_words import plain
from yoake.graph.asset import Asset

NAMED = 100
"""Assets that are listed with their reasons."""
COLUMNS = ("made", "degraded", "up-to-date", "placeholder", "skipped", "failed", "blocked", "left", "waiting")
DASHBOARD = "YOAKE_DASHBOARD_URL"


@dataclass(frozen=True, slots=True)
class Places:
    """Where a run's results are."""

    project: str
    title: str
    folder: Path
    """The project's folder in the output folder."""
    prefect_run: str = ""
    """Address of the flow run in the Prefect UI."""

    def games(self) -> list[tuple[str, Path]]:
        """The built games that there are, by target."""
        named = (("Web game", self.folder / "web"), ("Ren'Py game", self.folder / "renpy"))
        return [(name, path) for name, path in named if path.is_dir()]

    def report(self) -> Path | None:
        """The report, where one was written."""
        page = self.folder / "report" / "index.html"
        return page if page.is_file() else None


def summary(assets: Iterable[Asset], places: Places, env: Mapping[str, str] | None = None) -> str:
    """The run in markdown."""
    known = list(assets)
    lines = [f"# {plain(places.title)}", "", *_table(known)]
    troubled = [a for a in known if a.status in FIRST]
    lines += _list("In trouble", troubled)
    lines += _list("Degraded", [a for a in known if status_of(a) == "degraded"])
    lines += _list("Waiting for a person", [a for a in known if a.held])
    lines += ["", "## Where to go", "", *_links(places, os.environ if env is None else env)]
    return "\n".join(lines) + "\n"


def _table(assets: list[Asset]) -> list[str]:
    counts: dict[str, dict[str, int]] = {}
    for asset in assets:
        of_category = counts.setdefault(asset.category, {})
        of_category[status_of(asset)] = of_category.get(status_of(asset), 0) + 1
    used = [c for c in COLUMNS if c == "made" or any(c in found for found in counts.values())]
    head = f"| category | {' | '.join(c.replace('-', ' ') for c in used)} |"
    rows = [
        f"| {category} | {' | '.join(str(found[c]) if c in found else '' for c in used)} |"
        for category, found in counts.items()
    ]
    return [head, f"|---|{'---:|' * len(used)}", *rows]


def _list(heading: str, assets: list[Asset]) -> list[str]:
    if not assets:
        return []
    more = [f"- and {len(assets) - NAMED} more"] if len(assets) > NAMED else []
    told = [f"- **{plain(a.address)}** \\({a.status}\\)" + (f": {plain(a.reason)}" if a.reason else "") for a in assets]
    return ["", f"## {heading}", "", *told[:NAMED], *more]


def _links(places: Places, env: Mapping[str, str]) -> list[str]:
    report = places.report()
    lines = [_link("This run in Prefect", places.prefect_run)] if places.prefect_run else []
    if dashboard := env.get(DASHBOARD, ""):
        lines.append(_link("Dashboard", dashboard))
    lines += [f"- {plain(name)}: {plain(str(path))}" for name, path in places.games()]
    lines.append(f"- Assets: {plain(str(places.folder / 'assets'))}")
    lines.append(
        f"- Report: {plain(str(report))}" if report else f"- Report: `yoake report {places.project}` writes it"
    )
    return lines


def _link(text: str, address: str) -> str:
    """A link, where the address is one that a browser may follow; else the address as text."""
    if urlsplit(address).scheme not in ("http", "https"):
        return f"- {text}: {plain(address)}"
    return f"- [{text}]({quote(address, safe=':/?#@!$&*+,;=%~-._')})"
