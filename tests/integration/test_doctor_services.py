"""`yoake doctor` about services: what answers, what is missing for a game, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cli.doctor_services import service_findings
from cli.finding import Finding
from tests.conftest import Yoake
from tests.simulators.audioldm import AudioLdmSimulator
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.suno import SunoSimulator
from tests.simulators.voicevox import VoicevoxSimulator

GAME = """
title: 夜の話
tasks:
  - {id: people, type: llm_gen, template: character_setting}
  - {id: hero, type: image_gen, workflow: character_fullbody, depends_on: [people], params: {character: hero}}
"""
TOKEN = "sk-do-not-tell-anybody"


class Room:
    """Simulated services, and a node file that names them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.services: dict[str, dict[str, Any]] = {}

    def put(self, simulator: Any, **more: Any) -> Any:
        self._stack.enter_context(simulator)
        gpu = {"gpu": "gpu-0"} if simulator.kind == "comfyui" else {}
        self.services[simulator.name] = {"kind": simulator.kind, "url": simulator.url, **gpu, **more}
        return simulator

    @property
    def nodes(self) -> Path:
        file = self.folder / "nodes.yaml"
        file.write_text(json.dumps({"gpus": {"gpu-0": {"vram_gb": 24}}, "services": self.services}), encoding="utf-8")
        return file

    def found(self, game: str | None = None) -> list[Finding]:
        project = None
        if game is not None:
            project = self.folder / "game.yaml"
            project.write_text(game, encoding="utf-8")
        return service_findings(str(self.nodes), self.folder / "out", project)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "nothing"))
    with ExitStack() as stack:
        yield Room(tmp_path, stack)


def lines(findings: list[Finding]) -> dict[str, str]:
    return {f.what: ("ok" if f.good else f.otherwise_is) + ("" if f.good or f.needed else "?") for f in findings}


def test_all_is_well(room: Room):
    room.put(ComfyUiSimulator("comfyui-0"))
    for simulator in (OllamaSimulator(), VoicevoxSimulator(), SunoSimulator(), AudioLdmSimulator()):
        room.put(simulator)
    found = room.found()
    assert lines(found) == dict.fromkeys(("comfyui-0", "ollama", "voicevox", "suno", "audioldm"), "ok")
    said = {f.what: f.found for f in found}
    assert said["comfyui-0"].startswith("0.12.1")
    assert "14 of 14 workflows can run" in said["comfyui-0"]
    assert "llama3:8b is used" in said["ollama"]
    assert said["voicevox"] == "0.25.2, 8 speakers with 28 styles"
    assert said["suno"] == "50 credits left this day; Suno free plan: not for commercial use"


def test_what_a_game_needs_and_a_server_lacks(room: Room):
    room.put(ComfyUiSimulator("comfyui-0"))
    room.put(ComfyUiSimulator("comfyui-1", models={"checkpoints": ["sd15.safetensors"]}))
    room.put(OllamaSimulator(models={"gemma:2b": (2.0, 1.0)}))
    services, lacks = room.found(GAME)[:3], room.found(GAME)[3:]
    assert [f.good for f in services] == [True, True, True]
    assert "0 of 1 workflows can run" in services[1].found
    assert [(f.what, f.found, f.needed) for f in lacks] == [
        ("comfyui-1", "animagine-xl-4.0-opt.safetensors, for character_fullbody", True),
        ("ollama", "llama3:8b, for people", True),
    ]
    assert lacks[0].otherwise.startswith("Put it into models/checkpoints. From: Hugging Face, cagliostrolab/")
    assert lacks[1].otherwise == "ollama pull llama3:8b"


def test_without_a_game_what_only_some_workflows_need_is_no_failure(room: Room):
    room.put(ComfyUiSimulator("comfyui-0", models={"checkpoints": ["animagine-xl-4.0-opt.safetensors"]}))
    found = room.found()
    assert found[0].good
    assert len(found) > 5
    assert not any(f.needed for f in found[1:])
    assert not any("animagine" in f.found for f in found[1:])


def test_a_lora_that_an_entry_names_is_looked_for(room: Room):
    room.put(ComfyUiSimulator("comfyui-0"))
    lora = GAME.replace("{character: hero}}", "{character: hero, lora: mine.safetensors}}")
    room.put(OllamaSimulator())
    assert [f.found for f in room.found(lora) if not f.good] == ["mine.safetensors, for character_fullbody"]
    assert [f.otherwise for f in room.found(lora) if not f.good] == ["Put it into models/loras."]


def test_styles_that_entries_name_are_looked_for(room: Room):
    room.put(VoicevoxSimulator())
    voices = """
language: ja
tasks:
  - {id: a, type: voice_gen, params: {text: やあ, speaker_id: 3}}
  - {id: b, type: voice_gen, params: {text: やあ, speaker_id: 999}}
"""
    (lack,) = [f for f in room.found(voices) if not f.good]
    assert (lack.what, lack.found, lack.needed) == ("voicevox", "style 999, for b", True)
    assert "ずんだもん" in lack.otherwise or "四国めたん" in lack.otherwise


def test_services_that_are_down_or_empty(room: Room):
    ollama = room.put(OllamaSimulator())
    suno = room.put(SunoSimulator())
    suno.account.credits = 0
    room.services["voicevox"] = {"kind": "voicevox", "url": "http://127.0.0.1:9"}
    room.services["block"] = {"kind": "suno", "block": "suno/main"}
    room.services["token"] = {"kind": "audioldm", "url": "http://127.0.0.1:10", "token_env": "YOAKE_TEST_NOT_SET"}
    ollama.kill()
    found = room.found()
    assert {what: mark for what, mark in lines(found).items() if what != "suno"} == {
        "ollama": "down",
        "voicevox": "down",
        "block": "missing",
        "token": "missing",
    }
    assert lines(found)["suno"] == "empty?"
    assert all(f.otherwise for f in found)
    # a game that asks nothing of them can be made all the same
    assert not any(f.needed for f in room.found("tasks:\n- {id: a, type: se_gen, provider: sketch}\n"))


def test_the_command_says_it_in_one_table(room: Room, yoake: Yoake, tmp_path: Path):
    room.put(ComfyUiSimulator("comfyui-0", models={}))
    room.put(OllamaSimulator())
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    ran = yoake("doctor", "--nodes", room.nodes, "--project", "game.yaml", env={"COLUMNS": "80"})
    assert ran.code == 1, ran.out + ran.err
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "animagine-xl-4.0-opt.safetensors" in ran.out  # in one piece: it is to be looked for
    assert ran.out.count("what to do") == 1
    good = yoake("doctor", "--nodes", room.nodes, "--project", "nothing.yaml")
    assert good.code == 2
