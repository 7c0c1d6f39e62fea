"""Deploying takes long, so it is done only when something has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.up import deploying

API = "http://127.0.0.1:4200/api"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "prefect.yaml"
    made.write_text("deployments: [{name: one}, {name: two}]\n")
    return made


def test_what_is_noted_need_not_be_deployed_again(tmp_path: Path, file: Path):
    record = tmp_path / "deployed.json"
    assert not deploying.deployed(record, API, {"one", "two"}, file)
    deploying.note(record, API, file)
    assert deploying.deployed(record, API, {"one", "two", "a stranger's"}, file)
    assert not deploying.deployed(record, API, {"one"}, file)  # somebody deleted one
    assert not deploying.deployed(record, "http://elsewhere/api", {"one", "two"}, file)


def test_a_changed_file_is_deployed_again(tmp_path: Path, file: Path):
    record = tmp_path / "deployed.json"
    deploying.note(record, API, file)
    file.write_text("deployments: [{name: one}, {name: two}]  # at another hour\n")
    assert not deploying.deployed(record, API, {"one", "two"}, file)


def test_another_folder_or_another_project_changes_the_forms(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    record = tmp_path / "deployed.json"
    (tmp_path / "projects").mkdir()
    monkeypatch.chdir(tmp_path)
    deploying.note(record, API, file)
    assert deploying.deployed(record, API, {"one", "two"}, file)
    (tmp_path / "projects" / "new.yaml").write_text("game: {}\n")
    assert not deploying.deployed(record, API, {"one", "two"}, file)


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"'])
def test_a_record_that_makes_no_sense_is_none(tmp_path: Path, file: Path, text: str):
    record = tmp_path / "deployed.json"
    record.write_text(text)
    assert not deploying.deployed(record, API, {"one", "two"}, file)


def test_the_shipped_file_names_the_deployments():
    assert {"generate-game", "build-game", "review", "nightly"} <= deploying.wanted()
