"""Prints a benchmark's rows as a table and keeps them as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


def table(title: str, rows: list[dict[str, Any]]) -> Table:
    """`rows` (all with the same keys) as a table."""
    drawn = Table(title=title, title_justify="left")
    for key in rows[0]:
        drawn.add_column(key, justify="right" if isinstance(rows[0][key], int | float) else "left")
    for row in rows:
        drawn.add_row(*(f"{v:,.3g}" if isinstance(v, float) else str(v) for v in row.values()))
    return drawn


def show(
    name: str, title: str, rows: list[dict[str, Any]], note: str = "", *, more: Mapping[str, Any] | None = None
) -> None:
    """Prints `rows` (all with the same keys) and writes `results/NAME.json`.

    Args:
        more: what else the file holds.
    """
    console = Console(width=160)
    console.print(table(title, rows))
    if note:
        console.print(note, style="dim")
    RESULTS.mkdir(exist_ok=True)
    facts = {
        "name": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "rows": rows,
        **(more or {}),
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
