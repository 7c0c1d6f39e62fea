"""docs/plan.md names the keys that `yoake plan --json` prints, and its example is what is printed."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from cli.deadline import Deadline
from cli.plan import planned
from cli.plan_data import describe
from flows.open_run import open_project
from flows.parameters import RunParameters
from yoake.graph.asset import AssetStatus
from yoake.graph.run_state import Selection

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")


def described(
    project: Path, out: Path, only: frozenset[str] = frozenset(), due: Deadline | None = None
) -> dict[str, Any]:
    workspace = open_project(RunParameters(project_file=str(project), out=str(out)))
    try:
        state = workspace.take_stock(Selection(only))
        state.start()
        return describe(planned(workspace, state, due))
    finally:
        workspace.close()


def named(heading: str) -> list[str]:
    """What stands in the first column of the table under a heading."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None, heading
    return re.findall(r"^\| `([a-z_-]+)` \|", section[1], re.MULTILINE)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("YOAKE_CATALOG", raising=False)
        patch.setattr("os.cpu_count", lambda: 2)
        example = ROOT / "examples" / "architecture" / "project_definition.yaml"
        return described(example, tmp_path_factory.mktemp("out"))


def test_keys(plan: dict[str, Any]):
    assert named("The whole") == list(plan)
    for heading, key in (("A spec", "specs"), ("An asset", "assets")):
        assert plan[key]
        assert all(list(entry) == named(heading) for entry in plan[key])


def test_finish_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    example = ROOT / "examples" / "architecture" / "project_definition.yaml"
    found = described(example, tmp_path / "out", due=Deadline(datetime.now().astimezone(), 0.1))["finish_by"]
    assert list(found) == named("Finish by")
    assert found["advice"]
    listed = PAGE.partition("An entry of `advice` has ")[2].partition(".\n")[0]
    assert [key for key in re.findall(r"`([a-z_]+)`", listed) if key not in ("drop", "add")] == list(found["advice"][0])


def test_statuses():
    assert sorted(named("Statuses")) == sorted(get_args(AssetStatus))


def test_a_plan_has_only_the_first_four_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    project = tmp_path / "p.yaml"
    project.write_text("tasks:\n- {id: se, type: se_gen, params: {kinds: [bell, rain]}}\n", encoding="utf-8")
    found = described(project, tmp_path / "out", frozenset({"se/bell"}))
    assert {a["asset"]: a["status"] for a in found["assets"]} == {"se/bell": "to-make", "se/rain": "left"}
    assert named("Statuses")[:4] == ["up-to-date", "to-make", "left", "waiting"]


def test_the_example_is_what_is_printed(plan: dict[str, Any]):
    block = re.search(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert block is not None
    example = json.loads(block[1])
    assert {k: v for k, v in example.items() if not isinstance(v, list)} == {
        k: v for k, v in plan.items() if not isinstance(v, list)
    }
    assert all(spec in plan["specs"] for spec in example["specs"])
    # fingerprints change with every better drawing
    printed = [{**asset, "fingerprint": ""} for asset in plan["assets"]]
    assert all({**asset, "fingerprint": ""} in printed for asset in example["assets"])
