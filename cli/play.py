"""`yoake play`: plays a built game."""

from __future__ import annotations

import shutil
import subprocess
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.console import out
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
    from yoake.build.web import serve  # the web build is slow to import

    server = serve(folder, port)
    out.print(f"[bold]{escape(server.url)}[/]  (Ctrl-C ends it)")
    if browser:
        webbrowser.open(server.url)
    try:
        server.join()
    except KeyboardInterrupt:
        server.close()


def _play_renpy(folder: Path) -> None:
    program = shutil.which("renpy")
    if program is None:
        raise MissingToolError(
            "renpy.missing",
            "Ren'Py is not installed here.",
            next_step=f"Install it, or open {folder} in the Ren'Py launcher.",
        )
    from yoake.build.renpy import renpy_environment

    subprocess.run([program, str(folder)], check=False, env=renpy_environment())
