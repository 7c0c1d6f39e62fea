"""The terminal: one console, and errors as sentences."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from yoake.definition.problems import ProjectFileError
from yoake.errors import InvalidRequestError, YoakeError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def explain(error: Exception) -> int:
    """Prints an error for a person and returns the exit code; raises again what is a defect of ours."""
    if isinstance(error, ProjectFileError):
        for problem in error.problems:
            err.print(f"[red]error[/] {escape(str(problem))}", soft_wrap=True)
        count = len(error.problems)
        err.print(f"[bold]{count} problem{'s' if count > 1 else ''}[/]; nothing was made.")
        return 2
    if isinstance(error, YoakeError):
        err.print(f"[red]error[/] {escape(str(error))}", soft_wrap=True)
        return 2 if isinstance(error, InvalidRequestError) else 1
    if type(error).__module__.startswith("sqlalchemy."):  # asked by name: its import is slow and rarely needed
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return explain(
            YoakeError(
                "catalog.read-failed",
                f"The catalog could not be read: {reason}.",
                next_step="Is the disk readable, and the database reachable? Another --out folder starts afresh.",
            )
        )
    raise error
