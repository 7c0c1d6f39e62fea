"""The chart of a run: rows and lanes, what is drawn as one, and a page that shows foreign text as text."""

from __future__ import annotations

import json
import re
from datetime import datetime
from itertools import pairwise
from random import Random

from benchmarks.schedule.graphs import game, machine
from yoake.definition.models import Project
from yoake.reporting.gantt import gantt_page
from yoake.reporting.gantt_rows import rows
from yoake.reporting.gantt_words import GANTT_WORDS
from yoake.scheduler import Demand, Job, Machine, Pool, Schedule, Service, simulate
from yoake.workspace.promise import promise

NODES = machine(2, llm_on_gpu=True)
BEGINS = datetime(2026, 11, 27, 22, 0).astimezone()


def a_night(seed: int) -> Schedule:
    return simulate(game(80, Random(seed), fan_out=False).jobs, NODES)


def test_every_job_is_in_one_bar_and_no_bars_overlap():
    schedule = a_night(1)
    found = rows(schedule, NODES)
    drawn = [slot.asset for row in found for bar in row.bars for slot in bar.slots]
    assert sorted(drawn) == sorted(slot.asset for slot in schedule.slots)
    for row in found:
        lanes: dict[float, float] = {}
        for bar in sorted(row.bars, key=lambda b: b.start):
            assert bar.start >= lanes.get(bar.middle, 0.0)
            lanes[bar.middle] = bar.end
            assert row.top <= bar.middle - bar.height / 2
            assert bar.middle + bar.height / 2 <= row.bottom
    assert [row.resource for row in found][:2] == ["gpu-0", "gpu-1"]
    assert all(a.bottom < b.top for a, b in pairwise(found))


def test_many_short_jobs_are_drawn_as_few_bars():
    pool = Machine((), (Pool("cpu", 4),), (Service("builtin", "builtin", pool="cpu", slots=4),))
    schedule = simulate([Job(f"a{i}", Demand(("builtin",))) for i in range(20_000)], pool)
    (row,) = rows(schedule, pool)
    assert sum(len(bar.slots) for bar in row.bars) == 20_000
    assert len(row.bars) < 2_500


def test_the_words_are_the_same_in_both_languages():
    assert GANTT_WORDS["ja"].keys() == GANTT_WORDS["en"].keys()


def test_foreign_text_stays_text():
    nasty = "</script><img src=x onerror=alert(1)>"
    jobs = [Job(nasty, Demand(("comfyui",), nasty, 10, 5, 60))]
    page = gantt_page(promise(jobs, NODES), Project(project="p", title=nasty, language="en"), BEGINS)
    assert nasty not in page
    assert page.count("</script>") == 2
    data = re.search(r"const night = (\{.*\}); if", page)
    assert data is not None
    (trace, *_) = json.loads(data[1])["data"]
    assert trace["name"] == "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
    assert "<img" not in trace["customdata"][0]


def test_nothing_to_make():
    page = gantt_page(promise([], NODES), Project(project="p", title="p"), BEGINS)
    assert "すべて最新です" in page
    assert "const night = null" in page
