"""`yoake play`: plays a built game."""

from __future__ import annotations

import os
import subprocess
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.console import out
from yoake.build.web.serve import server
from yoake.errors import InvalidRequestError, MissingToolError
from yoake.store.paths import Layout


def play(
    project: Annotated[str, typer.Argument(help="the project's name, or its file")],
    target: Annotated[str, typer.Option(help="web or renpy")] = "web",
    output: Annotated[Path, typer.Option("--out", help="where assets and games are")] = Path("out"),
    port: Annotated[int, typer.Option(help="port of the web game; 0 takes a free one", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option(help="open a browser")] = True,
) -> None:
    """Play the game that was built."""
    name = project if "." not in Path(project).name else Path(project).stem
    folder = Layout(output).project(name.lower()) / target
    if target not in ("web", "renpy") or not folder.is_dir():
        raise InvalidRequestError(
            "play.no-game",
            f"There is no {target} game of {name} in {output}/.",
            next_step=f"Make it: yoake generate {project}",
        )
    if target == "renpy":
        _play_renpy(folder)
        return
    running = server(folder, port)
    out.print(f"[bold]{escape(running.address)}[/]  (Ctrl-C ends it)")
    if browser:
        webbrowser.open(running.address)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        out.print("Good night.")
    finally:
        running.server_close()


def _play_renpy(folder: Path) -> None:
    from yoake.build.renpy.engine import find_program, testing_file

    program = find_program("renpy")
    if program is None:
        raise MissingToolError(
            "renpy.missing",
            "Ren'Py is not installed here.",
            next_step=f"Install it, or open {folder} in the Ren'Py launcher.",
        )
    with tempfile.TemporaryDirectory(prefix="yoake-play-") as patch:
        # Debian's Ren'Py needs a cure to run under its own Python; any other does not mind it
        (Path(patch) / "sitecustomize.py").write_text(testing_file("sitecustomize.txt"), encoding="utf-8")
        subprocess.run([program, str(folder)], check=False, env={**os.environ, "PYTHONPATH": patch})
