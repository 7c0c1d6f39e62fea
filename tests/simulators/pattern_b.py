"""Everything that node file pattern B names, and AudioLDM, simulated in this process: one clock, one journal, faults.

with PatternB(Clock(60), seed=1) as services:
    services.disturb(0.05)                      # five in a hundred calls go wrong
    services.write_nodes(folder / "nodes.yaml")
    ...
    services.violations()                       # what must never happen
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from typing import Any, Self

import yaml

from tests.simulators.audioldm import AudioLdmSimulator
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.faults import Faults
from tests.simulators.gpu import Clock, Entry, Gpu, Journal
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.simulator import Simulator
from tests.simulators.suno import Account, SunoSimulator
from tests.simulators.voicevox import VoicevoxSimulator

NODE_FILE = Path(__file__).parents[2] / "deployments" / "nodes" / "dual-gpu.yaml"
FAULTS = {"5xx": 0.2, "503": 0.1, "cut": 0.2, "lost-reply": 0.2, "truncated": 0.1, "html": 0.1, "slow": 0.1}
"""Kinds of fault, each with its share of all faults."""
METHODS = ("GET /", "POST /", "PUT /")
ALONE = ("comfyui-0", "comfyui-1", "audioldm")
"""Services of which two never work on one GPU at the same time."""
_MARK = re.compile(r" \[[0-9a-f]+\]$")


class PatternB:
    """Two GPUs of 24 GB with a ComfyUI each, AudioLDM beside the second; Ollama, VOICEVOX and Suno elsewhere.

    Args:
        seed: of the faults.
    """

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock, self.journal = clock, Journal()
        self.gpus = [self._gpu("gpu-0"), self._gpu("gpu-1")]
        seeds = iter(range(seed, seed + 6))

        def common(gpu: Gpu | None = None) -> dict[str, Any]:
            return {"gpu": gpu or self._gpu("elsewhere"), "faults": Faults(next(seeds))}

        self.comfyui = [ComfyUiSimulator(f"comfyui-{i}", **common(gpu)) for i, gpu in enumerate(self.gpus)]
        self.audioldm = AudioLdmSimulator("audioldm", **common(self.gpus[1]))
        self.ollama = OllamaSimulator("ollama", **common())
        self.voicevox = VoicevoxSimulator("voicevox", **common())
        self.suno = SunoSimulator("suno", account=Account(credits=10_000), **common())
        self._running = ExitStack()

    def _gpu(self, name: str) -> Gpu:
        return Gpu(name, 24, self.clock, self.journal)

    @property
    def all(self) -> list[Simulator]:
        return [*self.comfyui, self.audioldm, self.ollama, self.voicevox, self.suno]

    def __enter__(self) -> Self:
        for simulator in self.all:
            self._running.enter_context(simulator)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def disturb(self, share: float) -> None:
        """That share of all calls commits a fault from now on; with 0, none does."""
        for simulator in self.all:
            simulator.faults.clear()
            for kind, part in FAULTS.items():
                for method in METHODS if share else ():
                    simulator.faults.chance(method, kind, share * part)

    def write_nodes(self, path: Path, **suno: Any) -> None:
        """The shipped node file, with these addresses, and AudioLDM besides.

        Args:
            suno: further settings of Suno.
        """
        content = yaml.safe_load(NODE_FILE.read_text(encoding="utf-8"))
        del content["store"], content["catalog"]
        services = content["services"]
        services["suno"] = {"kind": "suno", "url": "", "slots": 2, "per_minute": 10, "settings": suno}
        services["audioldm"] = {"kind": "audioldm", "url": "", "gpu": "gpu-1"}
        content["models"]["audioldm2"] = {"vram_gb": 8, "load_seconds": 10}
        for simulator in self.all:
            services[simulator.name]["url"] = simulator.url
        path.write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML

    @property
    def calls(self) -> int:
        """How many requests there were."""
        return sum(len(simulator.requests) for simulator in self.all)

    @property
    def faults(self) -> Counter[str]:
        """How often each fault of HTTP was committed."""
        return Counter(kind for s in self.all for place, kind in s.faults.committed if place.startswith(METHODS))

    def jobs(self, service: str = "", outcome: str = "done") -> list[Entry]:
        """The jobs of a service (of all with none) that ended so, in the order in which they began."""
        return [e for e in self.journal.entries() if e.outcome == outcome and service in ("", e.service)]

    @property
    def songs(self) -> Counter[str]:
        """Asset -> how often its song was paid; the title without its mark tells which it is."""
        return Counter(_MARK.sub("", order.title) for order in self.suno.account.orders)

    def violations(self) -> list[str]:
        """What must never happen, whatever fails: VRAM over-committed, a GPU shared, a song paid twice."""
        entries = self.journal.entries(None)
        found = [f"{e.service} ran out of memory on {e.gpu}: {e.job}" for e in entries if e.outcome == "out-of-memory"]
        exclusive = [e for e in self.journal.entries() if e.service in ALONE]
        found += [
            f"{a.service} and {b.service} worked on {a.gpu} at the same time: {a.job}, {b.job}"
            for a, b in combinations(exclusive, 2)
            if a.gpu == b.gpu and b.begun < _end(a) and a.begun < _end(b)
        ]
        return found + [f"{song} was paid {count} times" for song, count in self.songs.items() if count > 1]


def _end(entry: Entry) -> float:
    return float("inf") if entry.ended is None else entry.ended
