"""`yoake plan`: the printed schedule holds, the forecast can be read, --finish-by answers, the chart needs nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cli import console
from cli.deadline import clock, deadline
from cli.main import app
from tests.unit.cli.night_project import node_file, project
from tests.unit.cli.schedule_checker import broken_rules
from yoake.errors import InvalidRequestError

BRIEF = """
title: "夜 <script>alert(1)</script>"
game: {chapters: 2, scenes_per_chapter: 3, lines_per_scene: 4, characters: 2, events: 3, videos: 1, expressions: [normal, happy]}
"""  # noqa: E501


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    (tmp_path / "p.yaml").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(node_file(2, 24, llm_on_gpu=True), encoding="utf-8")


def ran(*args: str) -> Result:
    return CliRunner().invoke(app, ["plan", "p.yaml", *args])


def as_data(*args: str) -> dict[str, Any]:
    result = ran("--json", *args)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    specs=st.integers(12, 60),
    seed=st.integers(0, 10_000),
    gpus=st.integers(1, 3),
    vram_gb=st.sampled_from([16, 24, 30]),
    llm_on_gpu=st.booleans(),
)
def test_the_printed_schedule_holds(specs: int, seed: int, gpus: int, vram_gb: float, llm_on_gpu: bool):
    Path("p.yaml").write_text(project(specs, seed), encoding="utf-8")
    Path("n.yaml").write_text(node_file(gpus, vram_gb, llm_on_gpu=llm_on_gpu), encoding="utf-8")
    plan = as_data("--nodes", "n.yaml")
    assert broken_rules(plan) == []
    assert len(plan["assets"]) == len(plan["specs"])
    assert {a["service"].split("-")[0] for a in plan["assets"]} > {"comfyui", "ollama"}


def test_the_checker_finds_what_is_wrong():
    plan = as_data("--nodes", "two.yaml")
    assert broken_rules(plan) == []
    on_gpu = [a for a in plan["assets"] if a["resource"] == "gpu-0" and a["service"] == "comfyui-0"]
    on_gpu[1]["start"] = on_gpu[0]["start"]
    assert "exclusive jobs overlap on gpu-0" in broken_rules(plan)
    plan = as_data("--nodes", "two.yaml")
    plan["gpus"]["gpu-0"]["vram_gb"] = 1
    assert "gpu-0 is over-committed" in broken_rules(plan)
    plan = as_data("--nodes", "two.yaml")
    next(a for a in plan["assets"] if a["asset"] == "scenario")["start"] = 0.0
    assert "scenario starts before char_setting is there" in broken_rules(plan)


def test_a_brief_is_scheduled_whole():
    plan = as_data("--nodes", "two.yaml")
    assert broken_rules(plan) == []
    guessed = [a for a in plan["assets"] if a["guessed"]]
    assert {a["spec"].partition("_")[0] for a in guessed} == {"dialogue", "event", "voice"}
    assert plan["counts"]["to-make"] + plan["counts"]["waiting"] == len(plan["assets"])
    low, high = plan["range_seconds"]
    assert low <= plan["makespan_seconds"] <= high
    assert plan["finish_by"] is None


def test_a_model_that_no_gpu_holds_is_told():
    Path("p.yaml").write_text(
        "tasks:\n- {id: bg, type: image_gen, workflow: background, params: {place: a}, model: huge, vram_gb: 80}\n",
        encoding="utf-8",
    )
    plan = as_data("--nodes", "two.yaml")
    assert plan["notes"] == [
        "bg: huge needs 80 GB of VRAM, the largest GPU with comfyui has 24; something stands in for it"
    ]
    assert plan["assets"][0]["resource"] == "cpu"


@pytest.mark.parametrize("width", [80, 120])
def test_it_can_be_read(width: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(console.out, "_width", width)
    result = ran("--nodes", "two.yaml")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert re.search(r"^Finish  (\w{3} \d+ \w{3} )?\d\d:\d\d, in .+ \(", result.stdout, re.MULTILINE)
    assert re.search(r"^gpu-1 +\d+% [A-Z·]{60,}$", result.stdout, re.MULTILINE)
    assert "is the lower bound" in result.stdout
    assert " > " in result.stdout
    assert "char_image_" in result.stdout
    assert "<script>alert(1)</script>" in result.stdout
    # the last column has room for words
    assert any(line.rstrip().endswith("after char_setting") for line in lines)


def test_in_time_or_not():
    assert "Yes, by" in ran("--finish-by", f"{datetime.now() + timedelta(hours=23):%H:%M}").stdout
    late = ran("--nodes", "two.yaml", "--finish-by", f"{datetime.now() + timedelta(minutes=1):%H:%M}")
    assert late.exit_code == 0
    assert "No, not by" in late.stdout
    assert "leave out" in late.stdout
    plan = as_data("--nodes", "two.yaml", "--finish-by", f"{datetime.now() + timedelta(minutes=1):%H:%M}")
    assert plan["finish_by"]["fits"] is False
    assert {"drop", "add"} == {r["kind"] for r in plan["finish_by"]["advice"]}


@pytest.mark.parametrize("wrong", ["25:00", "8", "8:5", "noon", "08:00:00", ""])
def test_a_time_that_is_none(wrong: str):
    result = ran("--finish-by", wrong)
    assert isinstance(result.exception, InvalidRequestError)
    assert result.exception.code == "plan.bad-time"


def test_the_next_such_time():
    now = datetime(2026, 11, 27, 22, 30).astimezone()
    assert deadline("08:00", now).seconds == 9.5 * 3600
    assert deadline("8:00", now).at == deadline("08:00", now).at
    assert deadline("22:31", now).seconds == 60
    assert deadline("22:30", now).seconds == 24 * 3600
    assert clock(now + timedelta(hours=5), now) == "03:30"
    assert clock(now + timedelta(hours=30), now) == "Sun 29 Nov 04:30"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_chart_needs_nothing_from_elsewhere(language: str):
    Path("p.yaml").write_text(f"language: {language}\n{BRIEF}", encoding="utf-8")
    result = ran("--nodes", "two.yaml", "--gantt", "charts/night.html")
    assert result.exit_code == 0, result.output
    page = Path("charts/night.html").read_text(encoding="utf-8")
    tags = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"https?:|//[a-z]", tags)
    assert set(re.findall(r"(?:src|href)=\"([^\"]*)", tags)) == {"data:,"}
    assert "<script src" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "alert(1)</script>" not in page
    assert "夜 &lt;script&gt;alert(1)" in page
    assert ("完成予定" in page) == (language == "ja")
    assert f'lang="{language}"' in page


def test_a_chart_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = ran("--gantt", "file/night.html")
    assert isinstance(result.exception, InvalidRequestError)
    assert result.exception.code == "plan.unwritable"


def test_a_plan_imports_no_server_and_no_chart():
    code = "import cli.main, cli.plan, cli.explain, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"prefect", "distributed", "plotly", "networkx", "httpx", "fastapi"}.isdisjoint(loaded)
