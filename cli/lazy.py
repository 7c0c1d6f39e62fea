"""Commands that are imported when they are called: `yoake --help` and `yoake status` need not wait for the rest."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from yoake.collector import collector_paused

COMMANDS = {
    "generate": "Make everything that is missing or changed, and build the game.",
    "plan": "Show what would be made, why, and when it would be done.",
    "explain": "Show why an asset waits or would be remade, and where and when it would be made.",
    "status": "Show how the last run ended, what there is, and what to do next.",
    "review": "List what waits for review, or decide about it.",
    "report": "Write a page with everything that was made, how long it took, and what failed.",
    "play": "Play the game that was built.",
    "new": "Write a commented project that runs as it is.",
    "workflow": "Add a workflow exported from ComfyUI to a project, or check the workflows that there are.",
    "up": "Start a Prefect server with workers and deployments, and keep them running.",
    "setup": "Create the limits, work pools and block types that runs on one Prefect server share.",
    "doctor": "Check this machine and the services; exit code 1 where something needed is missing.",
}
"""Name of a command, of its module in this package and of its function there -> what `yoake --help` says of it."""


class LazyCommands(TyperGroup):
    """The group of all commands; lists them by their sentences, imports the one that is called."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {name: TyperCommand(name, help=sentence) for name, sentence in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is called, itself."""
        name, shown, rest = super().resolve_command(ctx, args)
        return name, shown if name is None else loaded(name), rest


def loaded(name: str) -> Any:
    """A command with its options, its module imported."""
    with collector_paused(for_good=True):
        module = import_module(f"cli.{name}")
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command(name)(getattr(module, name))
    return get_command(single)
