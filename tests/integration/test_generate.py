"""From project file to assets, as a person runs it: real Prefect server, real worker processes, real sketches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile

from tests.conftest import ROOT, Yoake, poll

TASK_RUNS = "select name, state_type from task_run where task_key not like '%generate%' order by name"
MISSION = ROOT.parent / "shared" / "mission" / "architecture-ja.md"
EXAMPLE = ROOT / "examples" / "architecture" / "project_definition.yaml"

SMALL = """
title: 小さな話
seed: {seed}
tasks:
  - {{id: people, type: llm_gen, template: character_setting}}
  - id: world
    type: llm_gen
    template: world_setting
    params: {{places: [{{id: cafe, kind: cafe}}, {{id: park, kind: park}}]}}
  - {{id: hero, type: image_gen, workflow: character_fullbody, depends_on: [people], params: {{character: hero}}}}
  - id: faces
    type: image_gen
    workflow: expression_variation
    depends_on: [hero]
    params: {{character: hero, expressions: [happy, sad]}}
  - id: cafe
    type: image_gen
    workflow: background
    depends_on: [world]
    prompt: "{prompt}"
    params: {{place: cafe}}
  - {{id: park, type: image_gen, workflow: background, depends_on: [world], params: {{place: park}}}}
  - {{id: steps, type: se_gen, params: {{kinds: [footsteps, bell]}}}}
"""


@pytest.fixture
def with_server(prefect_api: str) -> dict[str, str]:
    return {"PREFECT_API_URL": prefect_api}


def lines(text: str, status: str) -> list[str]:
    return sorted(line.split()[1] for line in text.splitlines() if line.startswith(f"{status} "))


def test_the_documents_example_runs_verbatim(yoake: Yoake, tmp_path: Path, with_server: dict[str, str]):
    if MISSION.is_file():
        document = MISSION.read_text(encoding="utf-8")
        start = document.index("# project_definition.yaml")
        (tmp_path / "project_definition.yaml").write_text(
            document[start : document.index("```", start)], encoding="utf-8"
        )
    else:
        (tmp_path / "project_definition.yaml").write_bytes(EXAMPLE.read_bytes())
    ran = yoake("generate", "project_definition.yaml", env=with_server)
    assert ran.code == 0, ran.out + ran.err
    assets = tmp_path / "out" / "project_definition" / "assets"
    faces = sorted(p.name for p in (assets / "character" / "char_expression_hero").iterdir())
    assert faces == ["angry.png", "happy.png", "sad.png", "surprised.png"]
    assert len({(assets / "character" / "char_expression_hero" / f).read_bytes() for f in faces}) == 4
    scenario = json.loads((assets / "scenario" / "scenario.json").read_text(encoding="utf-8"))
    spoken = [
        line["id"]
        for chapter in scenario["chapters"]
        for scene in chapter["scenes"]
        for line in scene["lines"]
        if line["speaker"] == "hero"
    ]
    voices = sorted((assets / "voice" / "voice_hero").iterdir())
    assert spoken
    assert [v.stem for v in voices] == sorted(spoken)
    assert all(soundfile.info(v).duration > 0.2 for v in voices)


def test_exactly_what_changed_is_remade(yoake: Yoake, tmp_path: Path, with_server: dict[str, str]):
    project = tmp_path / "small.yaml"
    project.write_text(SMALL.format(seed=1, prompt="quiet"), encoding="utf-8")
    first = yoake("generate", project, env=with_server)
    assert first.code == 0, first.out + first.err
    everything = [
        "cafe",
        "faces/happy",
        "faces/sad",
        "hero",
        "park",
        "people",
        "steps/bell",
        "steps/footsteps",
        "world",
    ]
    assert lines(first.out, "made") == everything
    assert lines(yoake("generate", project, env=with_server).out, "made") == []

    # one prompt edited: that picture alone
    project.write_text(SMALL.format(seed=1, prompt="crowded"), encoding="utf-8")
    assert lines(yoake("generate", project, env=with_server).out, "made") == ["cafe"]

    # one stored file deleted, another damaged: these two alone; the same bytes cut off what follows
    assets = tmp_path / "out" / "small" / "assets"
    hero, bell = assets / "character" / "hero.png", assets / "se" / "steps" / "bell.ogg"
    before = hero.read_bytes()
    stored = [p for p in (tmp_path / "out" / ".yoake" / "objects").rglob("*.png") if p.samefile(hero)]
    assert len(stored) == 1
    stored[0].unlink()
    hero.unlink()
    bell.chmod(0o644)
    bell.write_bytes(b"noise" + bell.read_bytes()[5:])
    again = yoake("generate", project, env=with_server)
    assert lines(again.out, "made") == ["hero", "steps/bell"]
    assert hero.read_bytes() == before

    # a published file deleted: it comes back, and nothing is made
    park = assets / "background" / "park.png"
    park.unlink()
    assert "up to date" in yoake("generate", project, env=with_server).out
    assert park.is_file()

    assert lines(yoake("generate", project, "--redo", "faces/sad", env=with_server).out, "made") == ["faces/sad"]


def test_two_projects_in_one_folder_keep_their_own(yoake: Yoake, tmp_path: Path, with_server: dict[str, str]):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("tasks:\n- {id: bell, type: se_gen, params: {kinds: [bell]}}\n")
        assert lines(yoake("generate", f"{name}.yaml", env=with_server).out, "made") == ["bell/bell"]
    assert "Everything was up to date" in yoake("generate", "one.yaml", env=with_server).out


def test_only_makes_what_is_asked_for_and_what_that_needs(yoake: Yoake, tmp_path: Path, with_server: dict[str, str]):
    project = tmp_path / "small.yaml"
    project.write_text(SMALL.format(seed=2, prompt="x"), encoding="utf-8")
    ran = yoake("generate", project, "--only", "faces/sad", env=with_server)
    assert lines(ran.out, "made") == ["faces/sad", "hero", "people"]
    unknown = yoake("generate", project, "--only", "face", env=with_server)
    assert unknown.code == 2
    assert "did you mean faces" in unknown.err


def test_a_run_of_its_own_starts_a_server_and_leaves_nothing(yoake: Yoake, tmp_path: Path):
    project = tmp_path / "tiny.yaml"
    project.write_text("tasks:\n  - {id: bell, type: se_gen, params: {kinds: [bell, knock]}}\n", encoding="utf-8")
    ran = yoake("generate", project)
    assert ran.code == 0, ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err
    assert ran.err == ""
    # everything is in the database of the server that has ended
    import sqlite3

    database = next((tmp_path / "out" / ".yoake" / "prefect").glob("*.db"))
    with sqlite3.connect(database) as connection:
        runs = connection.execute(TASK_RUNS).fetchall()
        flows = connection.execute("select name, state_type from flow_run order by name").fetchall()
    assert runs == [("se_gen bell/bell", "COMPLETED"), ("se_gen bell/knock", "COMPLETED")]
    assert flows == [("se", "COMPLETED"), ("tiny", "COMPLETED")]
    second = yoake("generate", project, env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert second.code == 0, "a run with nothing to make needs no server at all"
    assert "Everything was up to date" in second.out


def test_the_run_graph_shows_the_dependencies(yoake: Yoake, tmp_path: Path, prefect_api: str):
    project = tmp_path / "graph.yaml"
    project.write_text(SMALL.format(seed=3, prompt="x").replace("小さな話", "グラフ"), encoding="utf-8")
    assert yoake("generate", project, env={"PREFECT_API_URL": prefect_api}).code == 0
    with httpx.Client(base_url=prefect_api) as api:
        parent = api.post("/flow_runs/filter", json={"flow_runs": {"name": {"any_": ["graph"]}}}).json()[0]
        assert parent["tags"] == ["project:graph"]
        query = {"flow_runs": {"parent_flow_run_id": {"any_": [parent["id"]]}}}
        expected = {"scenario", "character", "background", "se"}

        def found() -> dict[str, Any]:
            return {f["name"]: f for f in api.post("/flow_runs/filter", json=query).json()}

        # the server links a subflow to its parent a moment after both have ended
        poll(lambda: set(found()) == expected, lambda: f"only {sorted(found())}")
        subflows = found()
        assert "queue:gpu" in subflows["character"]["tags"]
        tasks = api.post(
            "/task_runs/filter", json={"flow_runs": {"id": {"any_": [subflows["character"]["id"]]}}}
        ).json()
        by_name = {t["name"]: t for t in tasks}
        assert set(by_name) == {"image_gen hero", "image_gen faces/happy", "image_gen faces/sad"}
        upstream = by_name["image_gen faces/sad"]["task_inputs"]["wait_for"]
        assert [u["id"] for u in upstream] == [by_name["image_gen hero"]["id"]]
        of_parent = {"artifacts": {"flow_run_id": {"any_": [parent["id"]]}}}
        kept = {a["key"]: a for a in api.post("/artifacts/filter", json=of_parent).json()}
        assert "| character | 3 |" in kept["graph-summary"]["data"]
        rows = {r["asset"]: r for r in json.loads(kept["graph-assets"]["data"])}
        assert rows["hero"]["by"] == "sketch"
        assert rows["hero"]["check"].startswith("passed (sharpness ")
        assert (kept["graph-progress"]["data"], kept["graph-progress"]["description"]) == (100.0, "9 made")
        assert kept["graph-pictures-character"]["data"].startswith("data:image/webp;base64,")
