"""The chart of a run, drawn by plotly: rows and bars with their models' colours, and VRAM over time below."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from yoake.reporting import amounts
from yoake.reporting.gantt_rows import Bar, Row, rows
from yoake.scheduler.gpu_use import busy_share, model_of, vram_in_use, work_share
from yoake.scheduler.machine import Machine
from yoake.scheduler.schedule import Schedule
from yoake.words import Language

INK, DIM, LINE, BAND, PAPER, DAWN = "#262135", "#6d6780", "#e7e0ea", "#f7f3f9", "#ffffff", "#b23a6b"
FONT = '"Hiragino Kaku Gothic ProN", "Yu Gothic UI", "Noto Sans CJK JP", "Noto Sans JP", Meiryo, system-ui, sans-serif'
COLOURS = (
    "#5b6ee1", "#e0894b", "#3aa99f", "#c2569b", "#8fb339", "#d9a520", "#4a9bd4", "#8c62c4", "#d9655b", "#7c8aa0",
)  # fmt: skip
OFF_GPU = ("#a9b4cc", "#c9b8a2", "#b3c7b0", "#d1b5c4", "#b9b3d3", "#c3c3c3")
"""Services without a model of their own stay in the background."""
PIXELS_PER_LANE = 46
VRAM_PIXELS = 74
MOST_VRAM_ROWS = 8


@dataclass(frozen=True)
class Drawing:
    """What is drawn, and in which words."""

    schedule: Schedule
    machine: Machine
    begins: datetime
    """On the local clock."""
    words: Mapping[str, str]
    language: Language
    due_seconds: float | None = None

    def at(self, seconds: float) -> datetime:
        """A moment of the run as the axis shows it; without a zone, or the chart would change it."""
        return (self.begins + timedelta(seconds=seconds)).replace(tzinfo=None)


def figure(drawing: Drawing) -> go.Figure:
    """The chart."""
    found = rows(drawing.schedule, drawing.machine)
    strips = [g for g in drawing.machine.gpus if any(r.resource == g.name for r in found)][:MOST_VRAM_ROWS]
    chart = max(160, round(found[-1].bottom * PIXELS_PER_LANE) + 20) if found else 160
    whole = chart + VRAM_PIXELS * len(strips)
    made = make_subplots(
        rows=1 + len(strips),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=26 / (whole + 26 * len(strips)),
        row_heights=[chart, *[VRAM_PIXELS - 26] * len(strips)],
    )
    _bars(made, found, drawing)
    _path(made, found, drawing)
    for number, gpu in enumerate(strips, 2):
        _vram(made, number, gpu.name, gpu.vram_gb, drawing)
    _dress(made, found, drawing, whole + 120)
    return made


def _bars(made: go.Figure, found: Sequence[Row], drawing: Drawing) -> None:
    by_model: dict[str, list[Bar]] = {}
    for row in found:
        for bar in row.bars:
            by_model.setdefault(model_of(bar.slots[0]), []).append(bar)
    colours = _colours(by_model)
    for model, bars in by_model.items():
        name = html.escape(model)
        made.add_trace(_trace(bars, drawing, colours[model], name), row=1, col=1)
        loading = [bar for bar in bars if bar.slots[0].load_seconds > 0]
        if loading:
            made.add_trace(_loads(loading, drawing, colours[model], name), row=1, col=1)
    if any(bar.slots[0].load_seconds > 0 for bars in by_model.values() for bar in bars):
        pattern = {"shape": "/", "fgcolor": "#ffffff", "size": 6, "solidity": 0.35}
        made.add_trace(
            go.Bar(
                x=[None], y=[None], name=drawing.words["load"], marker={"color": "#4b4560", "pattern": pattern},
                hoverinfo="skip",
            ),
            row=1, col=1,
        )  # fmt: skip


def _colours(by_model: Mapping[str, Sequence[Bar]]) -> dict[str, str]:
    """Bright ones for models, pale ones for what needs none."""
    named = [m for m, bars in by_model.items() if bars[0].slots[0].model is not None or bars[0].slots[0].vram_gb > 0]
    others = [m for m in by_model if m not in named]
    if not named:
        named, others = others, []
    return {m: COLOURS[i % len(COLOURS)] for i, m in enumerate(named)} | {
        m: OFF_GPU[i % len(OFF_GPU)] for i, m in enumerate(others)
    }


def _trace(bars: Sequence[Bar], drawing: Drawing, colour: str, name: str) -> go.Bar:
    return go.Bar(
        **_spans(bars, drawing),
        name=name,
        legendgroup=name,
        marker={"color": colour, "line": {"color": PAPER, "width": 0.6}},
        customdata=[_said(bar, drawing) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _spans(bars: Sequence[Bar], drawing: Drawing) -> dict[str, Any]:
    """Where bars lie: an axis of dates takes lengths in milliseconds."""
    return {
        "orientation": "h",
        "base": [drawing.at(bar.start) for bar in bars],
        "x": [1000 * (bar.end - bar.start) for bar in bars],
        "y": [bar.middle for bar in bars],
        "width": [bar.height for bar in bars],
    }


def _loads(bars: Sequence[Bar], drawing: Drawing, colour: str, name: str) -> go.Bar:
    """The first part of a bar, while its model is loaded: darker and hatched."""
    waits = [1000 * min(bar.slots[0].load_seconds, bar.end - bar.start) for bar in bars]
    return go.Bar(
        **_spans(bars, drawing) | {"x": waits},
        name=name,
        legendgroup=name,
        showlegend=False,
        marker={
            "color": "#3a3450",
            "pattern": {"shape": "/", "fgcolor": colour, "size": 6, "solidity": 0.45},
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def _said(bar: Bar, drawing: Drawing) -> str:
    words, slot = drawing.words, bar.slots[0]
    several = len(bar.slots) > 1
    title = words["several"].format(count=len(bar.slots)) if several else slot.asset
    lines = [f"<b>{html.escape(title)}</b>"]
    if several:
        lines.append(html.escape(f"{slot.asset} ... {bar.slots[-1].asset}"))
    lines.append(f"{words['service']}: {html.escape(slot.service)}")
    if slot.model is not None:
        lines.append(f"{words['model']}: {html.escape(slot.model)}")
    if slot.vram_gb:
        lines.append(f"VRAM: {slot.vram_gb:g} GB")
    span = amounts.length(bar.end - bar.start, drawing.language)
    lines.append(f"{words['time']}: {drawing.at(bar.start):%H:%M:%S} - {drawing.at(bar.end):%H:%M:%S} ({span})")
    if slot.load_seconds:
        lines.append(f"{words['waits']}: {amounts.length(slot.load_seconds, drawing.language)}")
    if bar.critical:
        lines.append(f"<b>{words['critical']}</b>")
    return "<br>".join(lines)


def _path(made: go.Figure, found: Sequence[Row], drawing: Drawing) -> None:
    """The critical path: a frame around each of its assets, and a line from each to the next."""
    place = {bar.slots[0].asset: bar for row in found for bar in row.bars if bar.critical}
    on_path = [place[name] for name in drawing.schedule.bound.critical_path if name in place]
    if not on_path:
        return
    x: list[datetime | None] = []
    y: list[float | None] = []
    for before, after in pairwise(on_path):
        x += [drawing.at(before.end), drawing.at(after.start), None]
        y += [before.middle, after.middle, None]
    name = drawing.words["critical"]
    line = {"color": "rgba(38, 33, 53, .6)", "width": 1.5, "dash": "dot"}
    made.add_trace(
        go.Scatter(x=x, y=y, mode="lines", line=line, name=name, legendgroup=name, showlegend=False, hoverinfo="skip"),
        row=1,
        col=1,
    )
    frames = _spans(on_path, drawing) | {"name": name, "legendgroup": name, "hoverinfo": "skip"}
    made.add_trace(
        go.Bar(**frames, marker={"color": "rgba(0,0,0,0)", "line": {"color": INK, "width": 2.2}}), row=1, col=1
    )


def _vram(made: go.Figure, row: int, name: str, vram_gb: float, drawing: Drawing) -> None:
    points = [(0.0, 0.0), *vram_in_use(drawing.schedule, name), (drawing.schedule.makespan_seconds, 0.0)]
    made.add_trace(
        go.Scatter(
            x=[drawing.at(at) for at, _ in points],
            y=[used for _, used in points],
            mode="lines",
            line={"shape": "hv", "color": "#5b4b8a", "width": 1.4},
            fill="tozeroy",
            fillcolor="rgba(91, 75, 138, .22)",
            showlegend=False,
            hovertemplate=f"{html.escape(name)}: %{{y:g}} / {vram_gb:g} GB<extra></extra>",
        ),
        row=row,
        col=1,
    )
    made.add_hline(y=vram_gb, line={"color": DAWN, "width": 1.2, "dash": "dash"}, row=row, col=1)
    made.update_yaxes(
        range=[0, vram_gb * 1.12],
        tickvals=[0, vram_gb / 2, vram_gb],
        ticktext=["0", f"<b>{html.escape(name)}</b> VRAM  ", f"{vram_gb:g} GB"],
        tickfont={"size": 11, "color": DIM},
        row=row,
        col=1,
    )


def _dress(made: go.Figure, found: Sequence[Row], drawing: Drawing, height: int) -> None:
    schedule = drawing.schedule
    for number, row in enumerate(found):
        if number % 2 == 0:
            made.add_hrect(
                y0=row.top - 0.17, y1=row.bottom + 0.17, fillcolor=BAND, line_width=0, layer="below", row=1, col=1
            )
    made.update_xaxes(
        type="date",
        range=[drawing.at(-0.01 * schedule.makespan_seconds), drawing.at(1.02 * max(1.0, schedule.makespan_seconds))],
        showgrid=True,
        gridcolor=LINE,
        zeroline=False,
        ticks="outside",
        tickcolor=LINE,
        tickformatstops=_ticks(drawing.language),
        linecolor=LINE,
    )
    made.update_yaxes(gridcolor=LINE, zeroline=False, showgrid=False, fixedrange=True)
    made.update_yaxes(
        range=[(found[-1].bottom + 0.2) if found else 1, -0.2],
        tickvals=[(row.top + row.bottom) / 2 for row in found],
        ticktext=[_label(row, drawing) for row in found],
        row=1,
        col=1,
    )
    if drawing.due_seconds is not None:
        made.add_vline(
            x=drawing.at(drawing.due_seconds), line={"color": DAWN, "width": 2, "dash": "dash"}, row=1, col=1
        )
    made.update_layout(
        barmode="overlay",
        bargap=0,
        height=height,
        margin={"l": 148, "r": 24, "t": 56, "b": 40},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": 13, "color": INK},
        legend={
            "orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top", "font": {"size": 12.5},
            "itemsizing": "constant",
        },
        hoverlabel={"bgcolor": "#2d2757", "bordercolor": "#2d2757", "font": {"color": "#ffffff", "family": FONT}},
        hovermode="closest",
        dragmode="pan",
    )  # fmt: skip


def _label(row: Row, drawing: Drawing) -> str:
    machine, schedule = drawing.machine, drawing.schedule
    gpu = next((g for g in machine.gpus if g.name == row.resource), None)
    pool = next((p for p in machine.pools if p.name == row.resource), None)
    if gpu is not None:
        share, more = busy_share(schedule, gpu.name), f"{gpu.vram_gb:g} GB"
    else:
        slots = pool.slots if pool is not None else next(s.slots for s in machine.services if s.name == row.resource)
        share, more = work_share(schedule, row.resource, slots), f"×{slots}"
    small = f'<span style="font-size:11px;color:{DIM}">{more} · {drawing.words["busy"]} {share:.0%}</span>'
    return f"<b>{html.escape(row.resource)}</b>" + ("<br>" if gpu is not None else "  ") + small


def _ticks(language: Language) -> list[dict[str, Any]]:
    day = "%-m月%-d日 %H:%M" if language == "ja" else "%-d %b %H:%M"
    return [
        {"dtickrange": [None, 60_000], "value": "%H:%M:%S"},
        {"dtickrange": [60_000, 43_200_000], "value": "%H:%M"},
        {"dtickrange": [43_200_000, None], "value": day},
    ]
