"""`yoake explain`: why an asset waits, where and when it would be made, and near names for a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import console
from cli.main import app
from tests.unit.cli.night_project import node_file
from tests.unit.workspace.opened_project import opened, started
from yoake.errors import InvalidRequestError
from yoake.workspace.explanation import Explanation, explain
from yoake.workspace.foresee import foresee
from yoake.workspace.lock import project_lock
from yoake.workspace.promise import promise_of

GAME = """
project: p
tasks:
- {id: plot, type: llm_gen, template: main_scenario, estimate_seconds: 60}
- {id: bg, type: image_gen, workflow: background, params: {place: a}, model: sdxl, vram_gb: 10, estimate_seconds: 30}
- {id: evening, type: image_gen, workflow: time_of_day_variation, depends_on: [bg], model: sdxl, vram_gb: 10,
   estimate_seconds: 30, params: {place: a, times_of_day: [evening, night]}}
- {id: talk, type: llm_gen, template: dialogue, depends_on: [plot], foreach: plot.scenes}
- {id: all, type: integrate, depends_on: [evening, talk]}
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    monkeypatch.setattr(console.out, "_width", 200)
    (tmp_path / "p.yaml").write_text(GAME, encoding="utf-8")
    (tmp_path / "one.yaml").write_text(node_file(1, 24, llm_on_gpu=False), encoding="utf-8")


def ran(*args: str) -> Result:
    return CliRunner().invoke(app, ["explain", "p.yaml", *args, "--nodes", "one.yaml"])


def explained(tmp_path: Path, asset: str) -> Explanation:
    workspace = opened(tmp_path / "w", GAME, node_file(1, 24, llm_on_gpu=False))
    try:
        state = started(workspace)
        foreseen = foresee(workspace, state)
        return explain(state, foreseen, promise_of(foreseen, workspace.machine()), asset)
    finally:
        workspace.close()


def test_what_can_start_now(tmp_path: Path):
    found = explained(tmp_path, "bg")
    assert (found.status, found.why, found.waits_for, found.chain) == ("to-make", "new", (), ())
    assert found.slot is not None
    assert (found.slot.resource, found.slot.model, found.slot.loads) == ("gpu-0", "sdxl", True)
    assert found.held_back is None
    assert found.rank_seconds >= 60


def test_what_waits(tmp_path: Path):
    found = explained(tmp_path, "all")
    assert found.status == "waiting"
    assert {"evening/evening", "evening/night", "talk/~1"} <= set(found.waits_for)
    assert found.chain[0].end == found.ready_seconds
    assert found.chain[-1].asset in ("plot", "bg")
    assert found.critical


def test_what_is_held_back_although_it_is_ready(tmp_path: Path):
    one, other = explained(tmp_path, "evening/evening"), explained(tmp_path, "evening/night")
    assert one.slot is not None
    assert other.slot is not None
    first, second = sorted((one, other), key=lambda e: e.slot.start if e.slot else 0.0)
    assert first.held_back is None
    assert second.held_back is not None
    assert (second.held_back.cause, second.held_back.text) == ("busy", "gpu-0 is at work on another asset")
    assert [slot.asset for slot in second.before] == ["bg", first.asset]


def test_an_asset_of_a_fan_out_that_is_not_known_yet(tmp_path: Path):
    found = explained(tmp_path, "talk/scene_3")
    assert (found.asset, found.stands_for) == ("talk/~1", "talk/scene_3")
    assert explained(tmp_path, "talk").stands_for == ""


@pytest.mark.parametrize(
    ("asset", "said", "near"),
    [
        ("evning/night", "no asset evning/night", "evening/night"),
        ("evening", "evening has 2 assets", "evening/evening, evening/night"),
        ("evening/nigt", "none is called evening/nigt", "evening/night, evening/evening"),
        ("xyzzy", "no asset xyzzy", "`yoake plan` lists"),
    ],
)
def test_a_wrong_name(tmp_path: Path, asset: str, said: str, near: str):
    with pytest.raises(InvalidRequestError) as caught:
        explained(tmp_path, asset)
    assert caught.value.code == "explain.unknown"
    assert said in str(caught.value)
    assert near in str(caught.value)


def test_the_command():
    shown = ran("evening/night").stdout
    assert "evening/night  to be made after what it waits for" in shown
    assert "Waits for    bg" in shown
    assert "comfyui-0 on gpu-0 with sdxl, 10 GB of VRAM" in shown
    assert "A run is at work now" not in shown
    wrong = ran("bgg")
    assert isinstance(wrong.exception, InvalidRequestError)


def test_while_a_run_is_at_work(tmp_path: Path):
    workspace = opened(tmp_path, GAME)
    try:
        with project_lock(workspace.layout, "p"):
            assert "A run is at work now and has not come to it" in ran("bg").stdout
    finally:
        workspace.close()
