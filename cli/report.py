"""`yoake report`: a page that shows everything that was made."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.console import out
from cli.named import as_last_run, named, places
from yoake.catalog.connect import catalog_url
from yoake.reporting.records import open_records
from yoake.store.open import open_store
from yoake.store.paths import Layout


def report(
    project: Annotated[str, typer.Argument(help="the project's name, or its file")],
    nodes: Annotated[str, typer.Option(help="node file that tells where the catalog is")] = "embedded",
    output: Annotated[Path, typer.Option("--out", help="where assets and games are")] = Path("out"),
    browser: Annotated[bool, typer.Option("--open", help="open it in a browser")] = False,
) -> None:
    """Write a page with everything that was made, how long it took, and what failed."""
    from yoake.reporting.write import write_report  # Pillow and the texts' schemas are slow to import

    layout = Layout(output)
    where = places(nodes)
    wanted = named(project)
    catalog = open_records(catalog_url(where.catalog, layout.data))
    try:
        if not wanted.title:
            wanted = as_last_run(catalog, wanted)
        store = open_store(where.store, layout)
        page = write_report(catalog, store, layout, wanted.name, title=wanted.title, language=wanted.language)
    finally:
        catalog.close()
    out.print(f"Report  {escape(str(page))}", soft_wrap=True)
    if browser:
        webbrowser.open(page.as_uri())
