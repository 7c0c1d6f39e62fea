"""What a person sees of a run in Prefect: one line a step, states that say why, pictures at their task runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from tests.conftest import Yoake, poll

PROJECT = """
title: みるもの
tasks:
  - {id: world, type: llm_gen, template: world_setting, params: {places: [{id: cafe, kind: cafe}]}}
  - {id: cafe, type: image_gen, workflow: background, depends_on: [world], params: {place: cafe}}
  - {id: dusk, type: image_gen, workflow: background, depends_on: [world], params: {place: cafe}, quality: BAD}
  - id: night
    type: image_gen
    workflow: background
    depends_on: [world]
    params: {place: cafe}
    on_failure: fail
    quality: BAD
""".replace("BAD", "{min_sharpness: 9000000}")


def test_a_run_tells_its_story(yoake: Yoake, tmp_path: Path, prefect_api: str):
    (tmp_path / "seen.yaml").write_text(PROJECT, encoding="utf-8")
    ran = yoake("generate", "seen.yaml", env={"PREFECT_API_URL": prefect_api})
    assert ran.code == 1, ran.out + ran.err
    with httpx.Client(base_url=prefect_api) as api:

        def found(kind: str, **query: Any) -> list[dict[str, Any]]:
            answer = api.post(f"/{kind}/filter", json=query)
            return list(answer.raise_for_status().json())

        game = found("flow_runs", flow_runs={"name": {"any_": ["seen"]}})[0]
        parts = {"flow_runs": {"parent_flow_run_id": {"any_": [game["id"]]}}}
        poll(lambda: len(found("flow_runs", **parts)) == 2, lambda: "the subflows are not linked")
        subflows = {f["name"]: f for f in found("flow_runs", **parts)}
        of_pictures = {"flow_runs": {"id": {"any_": [subflows["background"]["id"]]}}}
        poll(lambda: len(found("task_runs", **of_pictures)) == 3, lambda: "the task runs are not recorded")
        tasks = {t["name"].split()[1]: t for t in found("task_runs", **of_pictures)}

        states = {name: (t["state_type"], t["state_name"]) for name, t in tasks.items()}
        assert states == {
            "cafe": ("COMPLETED", "Completed"), "dusk": ("COMPLETED", "Placeholder"), "night": ("FAILED", "Failed"),
        }  # fmt: skip
        for name in ("dusk", "night"):
            assert tasks[name]["state"]["message"].startswith(f"[image.blurred] {name} does not pass its check: ")
        assert "[image.blurred]" in subflows["background"]["state"]["message"]
        assert "[image.blurred]" in game["state"]["message"]
        assert subflows["scenario"]["state"]["message"] == "scenario is complete: 1 made"

        def log(run: str) -> list[str]:
            return [entry["message"] for entry in found("logs", logs={"flow_run_id": {"any_": [run]}}, limit=200)]

        poll(lambda: any("Finished in state" in m for m in log(game["id"])), lambda: "the log has no end")
        told = [*log(game["id"]), *log(subflows["background"]["id"])]
        assert not [m for m in told if "Traceback" in m or "NoneType" in m or "\n" in m]
        assert any(m.startswith("cafe: made by sketch, seed ") and ", check passed (sharpness " in m for m in told)
        assert sum("Another seed is tried." in m for m in told) == 4, "two more seeds for each of the two"
        assert any(m.startswith("dusk: a placeholder stands in: [image.blurred] ") for m in told)
        assert any(m.startswith("night: failed: ") for m in log(game["id"])), "the game's log names what is in trouble"
        assert any(m.startswith("background: Failed: ") for m in log(game["id"]))
        assert "seen: 0 made, 4 to make" in told

        kept = {a["key"]: a for a in found("artifacts", artifacts={"flow_run_id": {"any_": [game["id"]]}})}
        assert set(kept) == {"seen-summary", "seen-assets", "seen-progress", "seen-pictures-background"}
        assert kept["seen-progress"]["data"] == 100.0
        assert kept["seen-pictures-background"]["data"].startswith("data:image/webp;base64,")
        shown = found("artifacts", artifacts={"task_run_id": {"any_": [t["id"] for t in tasks.values()]}})
        pictures = {a["key"]: a for a in shown}
        assert set(pictures) == {"seen-cafe", "seen-dusk"}
        assert pictures["seen-cafe"]["task_run_id"] == tasks["cafe"]["id"]
        assert pictures["seen-dusk"]["description"] == "dusk: placeholder"
        assert all(a["data"].startswith("data:image/webp;base64,") for a in shown)
        assert "**night** \\(failed\\): " in kept["seen-summary"]["data"]
