"""Deploying takes long, so it is done only when something has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.up import deploying

NODES = "embedded"
API = "http://127.0.0.1:4200/api"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "prefect.yaml"
    made.write_text("deployments: [{name: one}, {name: two}]\n")
    return made


def test_what_is_noted_need_not_be_deployed_again(tmp_path: Path, file: Path):
    record = tmp_path / "deployed.json"
    assert not deploying.deployed(record, API, NODES, {"one", "two"}, file)
    deploying.note(record, API, NODES, {}, {}, file)
    assert deploying.deployed(record, API, NODES, {"one", "two", "a stranger's"}, file)
    assert not deploying.deployed(record, API, NODES, {"one"}, file)  # somebody deleted one
    assert not deploying.deployed(record, "http://elsewhere/api", NODES, {"one", "two"}, file)
    assert not deploying.deployed(record, API, "pattern-b", {"one", "two"}, file)  # the forms name the node file


def test_a_changed_file_is_deployed_again(tmp_path: Path, file: Path):
    record = tmp_path / "deployed.json"
    deploying.note(record, API, NODES, {}, {}, file)
    file.write_text("deployments: [{name: one}, {name: two}]  # at another hour\n")
    assert not deploying.deployed(record, API, NODES, {"one", "two"}, file)


def test_another_folder_or_another_project_changes_the_forms(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    record = tmp_path / "deployed.json"
    (tmp_path / "projects").mkdir()
    monkeypatch.chdir(tmp_path)
    deploying.note(record, API, NODES, {}, {}, file)
    assert deploying.deployed(record, API, NODES, {"one", "two"}, file)
    (tmp_path / "projects" / "new.yaml").write_text("game: {}\n")
    assert not deploying.deployed(record, API, NODES, {"one", "two"}, file)


def entry(name: str, nodes: str, cron: str = "0 1 * * *", **more: Any) -> dict[str, Any]:
    """A deployment as the server tells it."""
    schedule = {"id": "s", "schedule": {"cron": cron}, "active": True, "slug": "nightly", "parameters": {}}
    given = {"night": {"nodes": nodes, "stop_starting_at": "07:00"}}
    return {"id": "d", "name": name, "tags": ["yoake"], "parameters": given, "paused": False, "schedules": [schedule],
            **more}  # fmt: skip


def test_what_a_person_edited_is_known_before_it_is_deployed_over_and_until_it_is_put_back(tmp_path: Path, file: Path):
    record = tmp_path / "deployed.json"
    made = deploying.settings_of([entry("one", "a.yaml"), entry("two", "a.yaml")], ["one", "two"])
    deploying.note(record, API, NODES, made, {}, file)
    assert deploying.edited(record, API, [entry("one", "a.yaml"), entry("two", "a.yaml")], file) == {}
    one = entry("one", "a.yaml", "30 3 * * *", paused=True)
    two = entry("two", "a.yaml")
    two["parameters"]["night"]["stop_starting_at"] = "06:00"
    stranger = entry("two", "b.yaml", tags=["theirs"])
    edits = deploying.edited(record, API, [one, two, stranger], file)
    assert edits == {
        "one": {"paused": True, "schedules": [{"schedule": {"cron": "30 3 * * *"}, "active": True, "slug": "nightly",
                                               "parameters": {}}]},
        "two": {"parameters": {"night": {"stop_starting_at": "06:00"}}},
    }  # fmt: skip
    assert not deploying.deployed(record, API, NODES, {"one", "two"}, file), "it is done again if it is killed now"
    assert deploying.edited(record, API, [entry("one", "b.yaml"), entry("two", "b.yaml")], file)["one"] == (
        edits["one"] | {"parameters": {"night": {"nodes": "b.yaml"}}}
    ), "as deployed by the one that was killed"
    deploying.note(record, API, NODES, made, edits, file)
    assert deploying.to_put_back(record, API) == edits
    assert deploying.to_put_back(record, "http://elsewhere/api") == {}
    deploying.are_put_back(record, API)
    assert deploying.to_put_back(record, API) == {}
    assert deploying.deployed(record, API, NODES, {"one", "two"}, file)


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"'])
def test_a_record_that_makes_no_sense_is_none(tmp_path: Path, file: Path, text: str):
    record = tmp_path / "deployed.json"
    record.write_text(text)
    assert not deploying.deployed(record, API, NODES, {"one", "two"}, file)


def test_the_shipped_file_names_the_deployments():
    assert {"generate-game", "build-game", "review", "nightly"} <= deploying.wanted()
