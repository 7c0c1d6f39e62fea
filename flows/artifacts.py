"""What a run leaves in the Prefect UI: a summary in markdown and a table of all assets."""

from __future__ import annotations

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows.live_run import LiveRun
from yoake.graph.asset import Asset

ROWS = 2000
"""The most rows of the table: the UI draws them all at once."""


async def write_artifacts(live: LiveRun) -> None:
    """Writes both artifacts of the run."""
    project = live.workspace.project.project
    await acreate_markdown_artifact(
        key="yoake-summary", markdown=summary(live), description=f"{project}: what was made"
    )
    made = [a for a in live.state.assets.values() if a.status != "up-to-date"]
    await acreate_table_artifact(
        key="yoake-assets", table=[_row(a) for a in made[:ROWS]], description=f"{project}: the assets of this run"
    )


def summary(live: LiveRun) -> str:
    """The run in markdown: counts by category, troubles with their reasons, where the games are."""
    by_category: dict[str, dict[str, int]] = {}
    for asset in live.state.assets.values():
        counts = by_category.setdefault(asset.category, {})
        counts[asset.status] = counts.get(asset.status, 0) + 1
    lines = [f"# {_plain(live.workspace.project.title)}", "", "| category | made | up to date | in trouble |"]
    lines.append("|---|---:|---:|---:|")
    for category, counts in by_category.items():
        bad = sum(counts.get(s, 0) for s in ("failed", "blocked", "placeholder", "skipped"))
        lines.append(f"| {category} | {counts.get('made', 0)} | {counts.get('up-to-date', 0)} | {bad} |")
    troubles = [a for a in live.state.assets.values() if a.status in ("failed", "blocked", "placeholder", "skipped")]
    if troubles:
        lines += ["", "## In trouble", ""]
        lines += [f"- `{a.address}` ({a.status}): {_plain(a.reason)}" for a in troubles]
    return "\n".join(lines) + "\n"


def _row(asset: Asset) -> dict[str, object]:
    record = asset.record
    return {
        "asset": asset.address,
        "category": asset.category,
        "status": asset.status,
        "seconds": round(record.seconds, 2) if record else None,
        "kB": round(record.size / 1000) if record else None,
        "why": asset.reason,
    }


def _plain(text: str) -> str:
    """Text that markdown and the UI show as it is."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>()#+-.!|" else c for c in text.replace("\n", " "))
