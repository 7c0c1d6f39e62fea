"""The clients of services that pass one and the same conformance test, each with its simulator and a typical job.

A further client joins by one more entry in `CASES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.samples.service_work import library, request, setting
from tests.samples.workflow_requests import Upstream, request_for
from tests.simulators.audioldm import AudioLdmSimulator
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.simulator import Simulator
from tests.simulators.suno import SunoSimulator
from tests.simulators.voicevox import VoicevoxSimulator
from yoake.providers.base import Request

TOKEN = "sk-do-not-tell-anybody"


@dataclass(frozen=True)
class Case:
    """One client.

    Args:
        simulator: takes `clock`; slow ones show what a cancellation does.
        asked: a request of the kind that it serves, in a folder.
        main: the request by which the service makes the asset; its answers are tampered with.
        file: the request that fetches the file, where that is another one.
        slow: further arguments of the simulator by which a job lasts for a while.
    """

    name: str
    kind: str
    simulator: Callable[..., Simulator]
    asked: Callable[[Path], Request]
    main: str
    file: str = ""
    file: str | None = None
    """The request that the file comes with, where that is another one."""
    settings: Mapping[str, str] = field(default_factory=dict)
    schema: str | None = None
    model: str | None = None
    cancels: bool = True
    """Whether a job can be stopped at the service."""
    unloads: bool = False

    def __str__(self) -> str:
        return self.name


def _said(folder: Path) -> Request:
    line = {"id": "ch1_s1_l01", "text": "桜が咲いたら、また会おう。", "speaker": "sakura", "expression": "happy"}
    return request(folder, "voice_gen", item=line, inputs=(setting(folder, name="桜", reading="さくら"),))


def _picture(folder: Path) -> Request:
    return request_for(library().workflows["background"], folder, Upstream(folder).everything(), place="roof")


def _suno(flavour: str) -> Callable[..., Simulator]:
    def simulator(clock: Clock, **more: Any) -> Simulator:
        return SunoSimulator(clock=clock, flavour=flavour, **more)

    return simulator


CASES = [
    Case("comfyui", "comfyui", ComfyUiSimulator, _picture, main="POST /prompt", file="GET /view",
         unloads=True),
    Case(
        "ollama", "ollama", OllamaSimulator,
        lambda folder: request(folder, "llm_gen", template="world_setting", params={"place_count": 2}),
        main="POST /api/chat", settings={"settle_seconds": "0"}, schema="world_setting", model="llama3-8b",
        unloads=True,
    ),
    Case("voicevox", "voicevox", VoicevoxSimulator, _said, main="POST /cancellable_synthesis"),
    Case(
        "suno self-hosted", "suno", _suno("self-hosted"),
        lambda folder: request(folder, "bgm_gen", params={"mood": "calm"}),
        main="POST /api/custom_generate", settings={"poll_seconds": "0.01", "reply_seconds": "0.2"},
        cancels=False, file="GET /audio",
    ),
    Case(
        "suno hosted", "suno", _suno("hosted"),
        lambda folder: request(folder, "bgm_gen", params={"mood": "calm"}),
        main="POST /api/v1/generate", settings={"poll_seconds": "0.01", "reply_seconds": "0.2", "flavour": "hosted"},
        cancels=False, file="GET /audio",
    ),
    Case(
        "audioldm", "audioldm", AudioLdmSimulator,
        lambda folder: request(folder, "se_gen", params={"kind": "door_open"}),
        main="POST /generate", unloads=True,
    ),
]  # fmt: skip
