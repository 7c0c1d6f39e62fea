"""The simulated services as processes of their own, told what to do wrong and asked what they did."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx

from tests.conftest import ROOT

QUESTIONS = {"ollama": "/api/version", "voicevox": "/version", "suno": "/api/get_limit", "audioldm": "/health"}


def test_they_start_answer_fail_on_demand_and_tell_what_they_did(tmp_path: Path):
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", f"tests.simulators.{name}", "--speed=5000", f"--journal={tmp_path / name}.jsonl"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for name in QUESTIONS
    }  # fmt: skip
    try:
        for name, process in running.items():
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
                assert client.get(QUESTIONS[name]).status_code == 200
                client.post("/sim/faults", json={"place": "GET /", "kinds": ["5xx"]})
                assert client.get(QUESTIONS[name]).status_code == 500
                if name == "suno":
                    client.post("/api/custom_generate", json={"title": "t", "tags": "calm"})
                    (order,) = client.get("/sim/journal").json()
                    assert order["facts"] == {"title": "t", "paid": 10}
                if name == "audioldm":
                    client.post("/generate", json={"prompt": "rain", "duration_seconds": 1})
                    written = [json.loads(line) for line in (tmp_path / "audioldm.jsonl").read_text().splitlines()]
                    assert [(one["kind"], one["outcome"]) for one in written] == [("load", "done"), ("job", "done")]
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            assert process.wait(10) == 0
