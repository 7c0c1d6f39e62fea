"""How `yoake up` shows that all is well: a table that lives in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from flows.up.machine import Row

COLOURS = {"healthy": "green", "starting": "yellow", "restarting": "red", "not answering": "red"}


def table(rows: list[Row], url: str) -> Table:
    """The state of everything."""
    shown = Table(title=f"yoake up  {escape(url)}", title_justify="left", box=None, pad_edge=False)
    for heading in ("what", "state", ""):
        shown.add_column(heading)
    for row in rows:
        colour = COLOURS.get(row.health, "dim")
        shown.add_row(escape(row.name), f"[{colour}]{row.health}[/]", escape(row.detail))
    return shown


class Board:
    """What a person sees; `said` is for sentences, `ready` for the one moment that they wait for."""

    def __init__(self, console: Console, url: str) -> None:
        self.console, self.url = console, url

    @contextmanager
    def shown(self, rows: Callable[[], list[Row]]) -> Iterator[None]:
        """Shows the table as long as this lasts, in a terminal."""
        if not self.console.is_terminal:
            yield
            return
        with Live(get_renderable=lambda: table(rows(), self.url), console=self.console, refresh_per_second=4):
            yield

    def said(self, sentence: str) -> None:
        """A sentence, above the table."""
        self._print(escape(sentence))

    def ready(self, rows: Callable[[], list[Row]]) -> None:
        """Everything is healthy. Where a program reads this, `ready ADDRESS` stands on a line of its own."""
        if not self.console.is_terminal:
            for row in rows():
                self._print(escape(f"{row.name}: {row.health}  {row.detail}"))
            self._print(f"ready {escape(self.url)}")
            return
        self._print(f"[green]Ready[/]: open {escape(self.url)}. Ctrl-C ends everything in order.")

    def _print(self, text: str) -> None:
        self.console.print(text, soft_wrap=True)
        self.console.file.flush()
