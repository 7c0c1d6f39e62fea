"""`yoake new`: a commented project to start from."""

from __future__ import annotations

import locale
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.console import out
from yoake.errors import InvalidRequestError

TEMPLATES = Path(__file__).parent / "templates"


def new(
    folder: Annotated[Path, typer.Argument(help="folder to create")],
    language: Annotated[str | None, typer.Option(help="ja or en; by default your own")] = None,
) -> None:
    """Write a commented project that runs as it is."""
    if language not in (None, "ja", "en"):
        raise InvalidRequestError("new.language", f"--language {language}: only ja and en are known.")
    chosen = language or ("ja" if (locale.getlocale()[0] or "").startswith("ja") else "en")
    name = re.sub(r"[^a-z0-9_-]+", "-", folder.resolve().name.lower()).strip("-")[:64] or "game"
    target = folder / f"{name}.yaml"
    if target.exists():
        raise InvalidRequestError("new.exists", f"{target} is there already.", next_step="Choose another folder.")
    text = (TEMPLATES / f"project.{chosen}.yaml").read_text(encoding="utf-8").replace("@NAME@", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise InvalidRequestError("new.unwritable", f"{target} cannot be written: {error.strerror}.") from error
    out.print(
        f"Wrote [bold]{escape(str(target))}[/]. Look into it, then: [bold]yoake generate {escape(str(target))}[/]"
    )
