"""A simulated ComfyUI as a process of its own, which can really be killed, and a client that lives through it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.integration.servers import free_port
from tests.samples.comfyui_graphs import HASTY, sdxl, slow
from yoake.errors import UnreachableError
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui.server import ComfyUiServer

START_SECONDS = 20.0
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start(port: int, tmp_path: Path) -> Iterator[Start]:
    """Starts the server, and waits until it answers."""
    begun: list[subprocess.Popen[bytes]] = []

    def starting(*more: str, speed: float = 200) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.simulators.comfyui", "--port", str(port), "--speed", str(speed),
                   "--journal", str(tmp_path / "journal.jsonl"), *more]  # fmt: skip
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun.append(process)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/system_stats").raise_for_status()
            except httpx.HTTPError:
                assert time.monotonic() < deadline, "it does not start"
                time.sleep(0.05)
            else:
                return process

    yield starting
    for process in begun:
        process.kill()
        process.wait()


async def test_a_killed_server_is_unreachable_and_works_again_when_it_is_back(start: Start, port: int, tmp_path: Path):
    process = start(speed=1)
    server = ComfyUiServer(ServiceAddress("comfyui-0", "comfyui", f"http://127.0.0.1:{port}"), HASTY)
    running = asyncio.ensure_future(server.run(slow(steps=1000)))
    while not httpx.get(f"http://127.0.0.1:{port}/queue").json()["queue_running"]:
        await asyncio.sleep(0.01)
    process.kill()
    process.wait()
    with pytest.raises(UnreachableError) as caught:
        await running
    assert caught.value.code == "service.unreachable"
    await asyncio.to_thread(start)
    assert len(await server.run(sdxl())) == 1
    await server.close()
    entries = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(e["kind"], e["outcome"]) for e in entries] == [("load", "done"), ("job", "done")]
    assert entries == httpx.get(f"http://127.0.0.1:{port}/sim/journal").json()[::-1]
    assert entries[1]["peak_vram_gb"] > entries[0]["peak_vram_gb"] > 6


async def test_faults_come_by_chance_with_a_seed_or_on_request(start: Start, port: int):
    start("--fault", "GET /history=5xx:0.3", "--seed", "5")
    url = f"http://127.0.0.1:{port}"
    statuses = [httpx.get(f"{url}/history/x").status_code for _ in range(20)]
    assert 2 <= statuses.count(500) <= 12
    httpx.post(f"{url}/sim/faults", json={"place": "GET /queue", "kinds": ["html"]})
    assert httpx.get(f"{url}/queue").headers["content-type"] == "text/html"
    assert httpx.get(f"{url}/queue").json() == {"queue_running": [], "queue_pending": []}
