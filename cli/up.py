"""`yoake up`: everything that a machine needs for runs that are started, scheduled and watched in the Prefect UI."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout

from cli.console import out
from cli.up_board import Board
from flows.open_run import node_path
from flows.up.children import process_settings
from flows.up.database import Wanted
from flows.up.folder import UpFolder, data_folder
from flows.up.machine import Machine, Stopped
from flows.up.server_choice import choose_server
from yoake.errors import InvalidRequestError
from yoake.nodes import load_node_file
from yoake.workspace.workspace import read_bounded

PORT = 4200


def up(
    nodes: Annotated[str, typer.Option(help="what hardware and services there are: a name or a file")] = "embedded",
    port: Annotated[int, typer.Option(help="of the Prefect server and its UI", min=1, max=65535)] = PORT,
    data: Annotated[Path | None, typer.Option(help="where the server's data lies")] = None,
    server: Annotated[str | None, typer.Option(help="address of a Prefect server that runs; none is started")] = None,
    database: Annotated[Wanted, typer.Option(help="of the Prefect server")] = Wanted.AUTO,
    workers: Annotated[bool, typer.Option(help="carry out flow runs on this machine")] = True,
    deploy: Annotated[bool, typer.Option(help="deploy what prefect.yaml holds, where it has changed")] = True,
) -> None:
    """Start a Prefect server with workers and deployments, and keep them running."""
    path = node_path(nodes)
    node = load_node_file(read_bounded(path), str(path))
    folder = UpFolder(data or data_folder())
    lock = _hold(folder)
    try:
        chosen = choose_server(server, port)
        os.environ.update(process_settings(folder, chosen))
        board = Board(out, chosen.url)
        code = _run(Machine(folder, node, nodes, chosen, board.said, database, workers, deploy), board)
    finally:
        folder.pid.unlink(missing_ok=True)
        lock.release()
    raise typer.Exit(code)


def _run(machine: Machine, board: Board) -> int:
    def told(*_: object) -> None:
        (machine.killing if machine.stopping.is_set() else machine.stopping).set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told)
    with board.shown(machine.rows):
        try:
            if machine.server.note:
                board.said(machine.server.note)
            machine.start()
            board.said(f"Commands in other shells: export PREFECT_API_URL={machine.server.api}")
            board.ready(machine.rows)
            machine.watch()
        except Stopped:
            pass  # a person did not want to wait for the start
        finally:
            if machine.stopping.is_set():
                board.said("Stopping; what runs is told to end and goes on next time. Ctrl-C again ends it at once.")
            machine.stopping.set()
            clean = machine.stop()
    return 0 if clean else 130


def _hold(folder: UpFolder) -> FileLock:
    """Holds the data folder; the operating system lets go of it when this process dies.

    Raises:
        InvalidRequestError: `up.running`, `up.data-folder`.
    """
    lock = FileLock(folder.lock)
    try:
        folder.make()
        lock.acquire(timeout=0)
        folder.pid.write_text(f"{os.getpid()}\n", encoding="ascii")
    except Timeout as error:
        holder = folder.pid.read_text(encoding="ascii").strip() if folder.pid.exists() else ""
        raise InvalidRequestError(
            "up.running",
            f"`yoake up` runs already with this data folder{f' (process {holder})' if holder else ''}.",
            next_step="Use that one, or name another folder with --data and another --port.",
        ) from error
    except OSError as error:
        raise InvalidRequestError(
            "up.data-folder",
            f"The data folder {folder.data} cannot be used: {error.strerror or error}.",
            next_step="Give yourself the right to write there, or name another one with --data.",
        ) from error
    return lock
