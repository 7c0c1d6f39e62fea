"""`yoake setup`: the limits, work pools and block types of a Prefect server that several runs share."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from cli.console import out
from flows.named_blocks import creating
from flows.open_run import node_path
from flows.server import check_server, configured_url
from yoake.errors import InvalidRequestError, YoakeError
from yoake.nodes import load_node_file
from yoake.workspace.workspace import read_bounded


def setup(
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")],
) -> None:
    """Create the limits, work pools and block types that runs on one Prefect server share."""
    path = node_path(nodes)
    node = load_node_file(read_bounded(path), str(path))
    url = configured_url()
    if url is None:
        raise InvalidRequestError(
            "prefect.not-configured",
            "No Prefect server is configured, and one that a run starts for itself has nobody to share with.",
            next_step="Start a server (prefect server start) and set PREFECT_API_URL to its address.",
        )
    try:
        check_server(url)
    except YoakeError as error:
        next_step = "Start it, or set PREFECT_API_URL to one that runs."
        raise InvalidRequestError(error.code, error.message, next_step=next_step) from error
    from flows.setup import set_up  # imports Prefect, for which no mistake above should have to wait

    changes, missing = set_up(node, nodes)
    for change in changes:
        out.print(escape(change))
    if not changes:
        out.print(
            "[green]Everything is as it should be[/]: limits and work pools are as the node file says, and all block "
            "types are registered.",
            soft_wrap=True,
        )
    for name in missing:
        place = escape(creating(name, url))
        out.print(f"[yellow]to do[/] The block {escape(name)} is missing. Create it at {place}.", soft_wrap=True)
