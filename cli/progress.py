"""Progress in the terminal: overall, category by category, what runs now, time left, failures as they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from cli.console import out
from flows.listener import Listener
from yoake.graph.asset import Asset
from yoake.graph.run_state import RunState
from yoake.words import CATEGORIES
from yoake.workspace.workspace import Workspace

DONE = frozenset(("up-to-date", "made", "placeholder", "skipped", "left"))
SHOWN_RUNNING = 6


class Watcher(Listener):
    """Keeps count of a run."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.state: RunState | None = None
        self.running: dict[str, float] = {}
        self.shares: dict[str, float] = {}
        """How far services are with what they make, 0 to 1."""
        self.waiting_for = ""
        self._ends_at: float | None = None

    def planned(self, state: RunState) -> None:
        self.state = state

    def started(self, asset: Asset) -> None:
        self.waiting_for = ""
        self.running[asset.address] = time.monotonic()

    def settled(self, asset: Asset, seconds: float) -> None:
        self.running.pop(asset.address, None)
        self.shares.pop(asset.address, None)

    def progressed(self, address: str, share: float, step: str) -> None:
        self.shares[address] = share

    def expects(self, seconds_left: float) -> None:
        self._ends_at = time.monotonic() + seconds_left

    def said(self, sentence: str) -> None:
        self.waiting_for = sentence

    def seconds_left(self) -> float | None:
        """Seconds to the end by the latest forecast; none before the first."""
        return None if self._ends_at is None else max(0.0, self._ends_at - time.monotonic())


class PlainWatcher(Watcher):
    """For pipes and logs: one line an asset."""

    def planned(self, state: RunState) -> None:
        super().planned(state)
        counts = state.counts()
        out.print(f"{counts.get('up-to-date', 0)} up to date, {counts.get('to-make', 0)} to make now")

    def settled(self, asset: Asset, seconds: float) -> None:
        super().settled(asset, seconds)
        why = f": {asset.reason}" if asset.status in ("failed", "placeholder", "skipped", "blocked") else ""
        out.print(f"{asset.status} {asset.address} {seconds:.1f} s{escape(why)}", soft_wrap=True)

    def said(self, sentence: str) -> None:
        super().said(sentence)
        out.print(escape(sentence))


class RichWatcher(Watcher):
    """For a terminal: drawn anew a few times a second."""

    def __init__(self, workspace: Workspace, live: Live) -> None:
        super().__init__(workspace)
        self._live = live
        live.get_renderable = self.draw  # type: ignore[method-assign]

    def settled(self, asset: Asset, seconds: float) -> None:
        super().settled(asset, seconds)
        if asset.status in ("failed", "placeholder", "skipped"):
            self._live.console.print(f"[red]{asset.status}[/] {asset.address}: {escape(asset.reason)}", soft_wrap=True)

    def draw(self) -> RenderableType:
        """The whole display."""
        title = Text(f"夜明け  {self.workspace.project.title}", style="bold magenta")
        if self.state is None:
            return Group(title, Text("taking stock", style="dim"))
        return Group(title, self._bars(), self._now())

    def _bars(self) -> Table:
        assert self.state is not None
        counts: dict[str, tuple[int, int]] = {}
        for asset in self.state.assets.values():
            done, whole = counts.get(asset.category, (0, 0))
            counts[asset.category] = (done + (asset.status in DONE), whole + 1)
        grow = {self._category(s.spec.id) for s in self.state.specs.values() if not s.expanded}
        table = Table.grid(padding=(0, 1))
        done, whole = sum(d for d, _ in counts.values()), sum(w for _, w in counts.values())
        left = self.seconds_left()
        eta = f"about {_clock(left)} left" if left is not None and done < whole else ""
        table.add_row(
            Text("overall", style="bold"),
            ProgressBar(total=max(whole, 1), completed=done, width=40),
            Text(f"{done}/{whole}{'+' if grow else ''}", style="bold"),
            Text(eta, style="cyan"),
        )
        for category in CATEGORIES:
            if category in counts or category in grow:
                done, whole = counts.get(category, (0, 0))
                style = "green" if done == whole and category not in grow else "bar.complete"
                bar = ProgressBar(total=max(whole, 1), completed=done, width=40, complete_style=style)
                table.add_row(category, bar, f"{done}/{whole}{'+' if category in grow else ''}", "")
        return table

    def _now(self) -> Text:
        if self.waiting_for:
            return Text(self.waiting_for, style="dim")
        clock = time.monotonic()
        shown = [f"{a} {self._far(a)}{clock - at:.0f}s" for a, at in list(self.running.items())[:SHOWN_RUNNING]]
        return Text("now  " + "  ·  ".join(shown) if shown else "", style="dim", overflow="ellipsis", no_wrap=True)

    def _far(self, address: str) -> str:
        share = self.shares.get(address)
        return f"{share:.0%} " if share is not None else ""

    def _category(self, spec_id: str) -> str:
        assert self.state is not None
        from yoake.graph.expansion import category_of

        return category_of(self.state.specs[spec_id].spec, self.workspace.library)


@contextmanager
def watcher(workspace: Workspace) -> Iterator[Watcher]:
    """The listener that fits where the output goes."""
    if not out.is_terminal:
        yield PlainWatcher(workspace)
        return
    with Live(console=out, refresh_per_second=8, transient=False) as live:
        yield RichWatcher(workspace, live)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
