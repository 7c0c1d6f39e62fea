"""`yoake doctor`: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from cli.console import out
from cli.doctor_gpus import gpu_findings
from cli.doctor_services import service_findings
from cli.finding import Finding
from flows.open_run import node_path
from flows.server import configured_url
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.errors import YoakeError
from yoake.nodes import load_node_file
from yoake.store.paths import Layout
from yoake.workspace.workspace import read_bounded

SYSTEM = "make system-deps (or your system's package manager)"


def doctor(
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    project: Annotated[Path | None, typer.Option(help="the project file: check only what this game needs")] = None,
    output: Annotated[Path, typer.Option("--out", help="where assets and games go")] = Path("out"),
) -> None:
    """Check this machine and the services; exit code 1 where something needed is missing."""
    findings = [_python(), *map(_package, ("prefect", "dask", "resvg_py", "pyopenjtalk-plus", "playwright"))]
    findings += [_font(), *(_program(*entry) for entry in PROGRAMS), _server(), _catalog(nodes, output)]
    findings += gpu_findings(nodes, output) + service_findings(nodes, output, project)
    out.print(_table(findings))
    if any(not f.good and f.needed for f in findings):
        raise typer.Exit(1)
    out.print("[green]This machine can make games.[/]")


def _table(findings: list[Finding]) -> Table:
    """What to do stands below what was found: four columns would break names in a narrow terminal."""
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column("what", overflow="fold", max_width=26)
    table.add_column("found, and what to do", overflow="fold", ratio=1)
    for f in findings:
        colour = "green" if f.good else "red" if f.needed else "yellow"
        mark = f"[{colour}]{'ok' if f.good else escape(f.otherwise_is)}[/]"
        said = [escape(f.found)] if f.found else []
        if not f.good and f.otherwise:
            said.append(f"[bold]→[/] {escape(f.otherwise)}")
        table.add_row(mark, escape(f.what), "\n".join(said))
    return table


PROGRAMS: tuple[tuple[str, str, bool], ...] = (
    ("ffmpeg", "encodes sound and video (a bundled one is used without it)", False),
    ("fluidsynth", "plays the music with a soundfont (a plain synthesiser is used without it)", False),
    ("npm", "fetches the web engine once; the web game cannot be built without it", True),
    ("chromium", "plays the web game through; skipped without it", False),
    ("renpy", "lints and plays the Ren'Py game through; skipped without it", False),
    ("Xvfb", "a screen for the Ren'Py play-through; skipped without it", False),
    ("espeak-ng", "English voices; silent placeholders without it", False),
)


def _python() -> Finding:
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding("Python", good, ".".join(map(str, sys.version_info[:3])), "Use Python 3.11, 3.12 or 3.13.")


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name.replace("_", "-")), "")
    except PackageNotFoundError:
        return Finding(name, False, "", "make setup")


def _font() -> Finding:
    from yoake.build.font import find_font  # fonttools is slow to import

    return _tried("Japanese font", lambda: find_font().name, SYSTEM)


def _program(name: str, purpose: str, needed: bool) -> Finding:
    import os

    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/games")
    return Finding(name, found is not None, found or "", f"{purpose[0].upper()}{purpose[1:]}. {SYSTEM}", needed)


def _server() -> Finding:
    url = configured_url()
    if url is None:
        return Finding("Prefect server", True, "none configured: each run starts its own", "")
    httpx = importlib.import_module("httpx")
    try:
        good = httpx.get(f"{url}/health", timeout=5.0).status_code == 200
    except httpx.HTTPError:
        good = False
    return Finding("Prefect server", good, url, "Start it, or unset PREFECT_API_URL to let each run start its own.")


def _catalog(nodes: str, output: Path) -> Finding:
    def look() -> str:
        path = node_path(nodes)
        node = load_node_file(read_bounded(path), str(path))
        Catalog(catalog_url(node.catalog, Layout(output).data)).close()
        return "opens"

    return _tried("catalog", look, "See the message.")


def _tried(what: str, look: Callable[[], str], otherwise: str) -> Finding:
    try:
        return Finding(what, True, look(), "")
    except YoakeError as error:
        return Finding(what, False, error.message, error.next_step or otherwise)
