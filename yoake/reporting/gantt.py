"""The chart of a run as one page: it needs no other file, may load none, and shows what is from outside as text."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from yoake.definition.models import Project
from yoake.reporting import amounts
from yoake.reporting.gantt_figure import Drawing, figure
from yoake.reporting.gantt_words import GANTT_WORDS
from yoake.reporting.render import TEMPLATES
from yoake.words import Language
from yoake.workspace.promise import Promise

CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": True,
    # named one by one: among the usual ones there is one that would send the chart elsewhere
    "modeBarButtons": [["toImage", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
}


def gantt_page(
    promised: Promise,
    project: Project,
    begins: datetime,
    guessed: Collection[str] = (),
    due_seconds: float | None = None,
) -> str:
    """The page.

    Args:
        promised: the forecast that is drawn.
        begins: when the run begins, on the local clock.
        guessed: assets that stand for a fan-out whose size is not known yet.
        due_seconds: when it should be done, from the beginning, where somebody asked.
    """
    words, language, schedule = GANTT_WORDS[project.language], project.language, promised.schedule
    drawing = Drawing(schedule, promised.machine, begins, words, language, due_seconds)
    chart = figure(drawing).to_json().replace("<", "\\u003c") if schedule.slots else "null"
    script = (
        f'const night = {chart}; if (night) Plotly.newPlot("night", night.data, night.layout, {json.dumps(CONFIG)});'
    )
    library = get_plotlyjs()
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["length"] = lambda seconds: amounts.length(seconds, language)
    return environment.get_template("gantt.html.j2").render(
        language=language,
        title=amounts.shown(project.title),
        words=words,
        policy=_policy(library, script),
        library=Markup(library),  # noqa: S704 - plotly's own file
        script=Markup(script),  # noqa: S704 - our code and JSON without any tag in it
        schedule=schedule,
        finish=_clock(begins + timedelta(seconds=schedule.makespan_seconds), begins),
        range=_range(promised, begins, language),
        begins=amounts.date(begins, language),
        assets=len(schedule.slots),
        guessed=sum(slot.asset in guessed for slot in schedule.slots),
        due=None if due_seconds is None else _clock(begins + timedelta(seconds=due_seconds), begins),
    )


def _policy(*scripts: str) -> str:
    """What the page may do: run these scripts, and nothing else. The chart writes its own styles."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'" for script in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _range(promised: Promise, begins: datetime, language: Language) -> tuple[str, str]:
    """Two times of day, or two spans where they would be the same."""
    low, high = promised.low_seconds, promised.high_seconds
    times = tuple(_clock(begins + timedelta(seconds=seconds), begins) for seconds in (low, high))
    if times[0] != times[1]:
        return times[0], times[1]
    return amounts.length(low, language), amounts.length(high, language)


def _clock(at: datetime, begins: datetime) -> str:
    here = at.astimezone()
    return f"{here:%H:%M}" if at - begins < timedelta(hours=24) else f"{here:%m/%d %H:%M}"
