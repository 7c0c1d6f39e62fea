"""`yoake setup`: limits and work pools of a real server, made once and then left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Yoake, poll

TWO = """
gpus: {gpu-0: {vram_gb: 24}, gpu-1: {vram_gb: 24}}
services:
  comfyui-0: {kind: comfyui, url: "http://127.0.0.1:8188", gpu: gpu-0}
  ollama: {kind: ollama, url: "http://127.0.0.1:11434", slots: 3}
  suno: {kind: suno, block: suno/main, slots: 2, per_minute: 10}
cpu: {slots: 8}
"""


@pytest.fixture
def nodes(tmp_path: Path) -> Path:
    file = tmp_path / "night.yaml"
    file.write_text(TWO, encoding="utf-8")
    return file


def limits(api: str) -> dict[str, tuple[int, float]]:
    found = httpx.post(f"{api}/v2/concurrency_limits/filter", json={"limit": 200}).json()
    return {f["name"]: (f["limit"], round(f["slot_decay_per_second"], 4)) for f in found}


@pytest.fixture
def api(prefect_api: str) -> Iterator[str]:
    """The server that all tests share, without limits: whatever ran on it before, and for whatever comes after."""
    _unlimited(prefect_api)
    yield prefect_api
    _unlimited(prefect_api)


def _unlimited(api: str) -> None:
    def gone() -> bool:
        for name in limits(api):
            httpx.delete(f"{api}/v2/concurrency_limits/{name}")  # 503 where SQLite is busy: looked at again
        return not limits(api)

    poll(gone, lambda: str(limits(api)))
    for one in httpx.post(f"{api}/automations/filter", json={}).json():
        httpx.delete(f"{api}/automations/{one['id']}").raise_for_status()


def test_what_is_missing_is_made_once_and_what_changed_is_said(yoake: Yoake, api: str, nodes: Path):
    env = {"PREFECT_API_URL": api}
    ran = yoake("setup", "--nodes", nodes, env=env)
    assert ran.code == 0, ran.err
    assert "Limit tag:gpu-0 was created with 1 slot." in ran.out
    made = limits(api)
    assert {n: made[n] for n in ("tag:gpu-0", "tag:gpu-1", "tag:suno", "suno-rate")} == {
        "tag:gpu-0": (1, 0.0),
        "tag:gpu-1": (1, 0.0),
        "tag:suno": (2, 0.0),
        "suno-rate": (1, round(10 / 60, 4)),
    }
    assert "tag:ollama" not in made
    for pool, slots in {"gpu": 2, "cpu": 8, "api": 5}.items():
        found = httpx.get(f"{api}/work_pools/{pool}").json()
        assert (found["type"], found["concurrency_limit"]) == ("process", slots)
        assert found["base_job_template"]["job_configuration"]

    again = yoake("setup", "--nodes", nodes, env=env)
    assert again.out.splitlines() == [
        "Everything is as it should be: limits and work pools are as the node file says, "
        "and all block types are registered.",
        f"to do The block suno/main is missing. Create it at {api.removesuffix('/api')}/blocks/catalog/suno/create "
        "under the name main.",
    ]

    nodes.write_text(TWO.replace("slots: 2, per_minute: 10", "slots: 3, per_minute: 6"), encoding="utf-8")
    changed = yoake("setup", "--nodes", nodes, env=env)
    assert changed.out.splitlines()[:3] == [
        "Limit tag:suno has 3 slots now; it had 2 slots.",
        "Limit suno-rate has 6 calls a minute now; it had 10 calls a minute.",
        "Work pool api takes 6 flow runs at a time now; it took 5.",
    ]


def test_without_a_server_it_says_what_to_do(yoake: Yoake, nodes: Path):
    ran = yoake("setup", "--nodes", nodes)
    assert ran.code == 2
    assert "set PREFECT_API_URL" in ran.err
    assert "[prefect.not-configured]" in ran.err


def test_a_server_that_does_not_answer_is_named(yoake: Yoake, nodes: Path):
    ran = yoake("setup", "--nodes", nodes, env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert ran.code == 2
    assert "http://127.0.0.1:9/api" in ran.err
    assert "[prefect.unreachable]" in ran.err


def test_a_pool_of_another_type_is_not_touched(yoake: Yoake, api: str, nodes: Path):
    httpx.delete(f"{api}/work_pools/cpu")
    httpx.post(f"{api}/work_pools/", json={"name": "cpu", "type": "docker"}).raise_for_status()
    ran = yoake("setup", "--nodes", nodes, env={"PREFECT_API_URL": api})
    httpx.delete(f"{api}/work_pools/cpu")
    assert ran.code == 2
    assert "[prefect.pool-type]" in ran.err
