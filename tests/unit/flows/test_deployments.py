"""prefect.yaml and the forms: what can be deployed can be imported, and what a form offers can be run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import load_flow_from_entrypoint

from flows.parameters import RunParameters
from flows.projects import listed_projects, project_path
from flows.run_names import project_of
from flows.setup import pools_of
from tests.conftest import ROOT
from yoake.errors import InvalidRequestError
from yoake.nodes.models import NodeFile

FILE = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {entry["name"]: entry for entry in FILE["deployments"]}


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_s_flow_takes_its_parameters(name: str):
    entry = DEPLOYMENTS[name]
    flow = load_flow_from_entrypoint(entry["entrypoint"])
    given: dict[str, Any] = entry["parameters"]
    assert set(given) <= set(flow.parameters.properties)
    for top in ("run", "ask", "build"):
        if top in given:
            given = {**given, top: {**given[top], "project_file": "tale.yaml"}}
    flow.validate_parameters(given)
    assert entry["work_pool"]["name"] in pools_of(NodeFile())
    assert (ROOT / re.findall(r"docs/[a-z-]+\.md", entry["description"])[0]).is_file()


def test_the_night_is_at_one_by_the_machine_s_clock_and_alone():
    night = DEPLOYMENTS["nightly"]
    assert [(s["cron"], s["timezone"]) for s in night["schedules"]] == [
        ("0 1 * * *", "{{ prefect.variables.yoake_timezone }}")
    ]
    assert night["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


def test_categories_are_deployed_once_each_and_with_the_pool_of_their_queue():
    groups = [e for e in DEPLOYMENTS.values() if e["entrypoint"].endswith(".generate_category")]
    found = [category for entry in groups for category in entry["parameters"]["categories"]]
    assert sorted(found) == sorted(set(found))
    pools = {c: entry["work_pool"]["name"] for entry in groups for c in entry["parameters"]["categories"]}
    assert (pools["character"], pools["voice"], pools["bgm"]) == ("gpu", "cpu", "api")


def test_nothing_of_a_machine_is_in_the_file():
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert not re.search(r"password|token|secret", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("given", "name"), [({"run": {"project_file": "a/tale.yaml"}}, "tale"), ({"night": {}}, "game")]
)
def test_a_run_is_called_after_its_project(given: dict[str, Any], name: str):
    assert project_of(given) == name


@pytest.fixture
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "projects"
    (folder / "deep").mkdir(parents=True)
    (folder / "tale.yaml").write_text("title: x\ngame: {}\n", encoding="utf-8")
    (folder / "deep" / "saga.yml").write_text("tasks: []\n", encoding="utf-8")
    (folder / "notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    (folder / "readme.md").write_text("game:\n", encoding="utf-8")
    monkeypatch.setenv("YOAKE_PROJECTS", str(folder))
    return folder


def test_the_form_offers_the_projects_of_the_folder(projects: Path):
    assert listed_projects() == ["tale.yaml", "deep/saga.yml"]
    field = RunParameters.model_json_schema()["properties"]["project_file"]
    assert field["anyOf"][0]["enum"] == ["tale.yaml", "deep/saga.yml"]
    assert field["anyOf"][1]["type"] == "string"


def test_a_file_elsewhere_is_refused(projects: Path, tmp_path: Path):
    assert project_path("deep/saga.yml") == projects / "deep" / "saga.yml"
    assert project_path(str(projects / "tale.yaml")) == projects / "tale.yaml"
    (projects / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    for name in ("../outside.yaml", "/etc/passwd", "link.yaml"):
        with pytest.raises(InvalidRequestError, match="not in the folder of projects"):
            project_path(name)


def test_a_gpu_may_name_the_pool_that_serves_it():
    gpus = {"a": {"vram_gb": 8}, "b": {"vram_gb": 8, "pool": "render"}, "c": {"vram_gb": 8, "pool": "render"}}
    pools = pools_of(NodeFile.model_validate({"gpus": gpus, "cpu": {"slots": 3}}))
    assert pools == {"gpu": 1, "render": 2, "cpu": 3, "api": 1}
    only = pools_of(NodeFile.model_validate({"gpus": {"b": {"vram_gb": 8, "pool": "render"}}, "cpu": {"slots": 3}}))
    assert only == {"gpu": 1, "render": 1, "cpu": 3, "api": 1}
