"""Random graphs shaped like games, and the machines they run on.

A game: a world and a plot by an LLM, then people, places, scenes. Pictures of people branch into outfits and
expressions, places into times of day, events need people and a place, clips need an event; lines are spoken,
pictures are cut out, everything ends in integration and a build. Durations are those of section 3.3 of the
architecture document; model sizes and loads are those of common checkpoints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from yoake.scheduler.demand import Demand
from yoake.scheduler.graph import Job
from yoake.scheduler.machine import Gpu, Machine, Pool, Service


@dataclass(frozen=True)
class Model:
    """A checkpoint: GB of VRAM with working memory, seconds to load, and the range of seconds a job takes."""

    name: str
    vram_gb: float
    load_seconds: float
    seconds: tuple[float, float]


MODELS = {
    "people": Model("sdxl-people", 10, 9, (10, 30)),
    "places": Model("sdxl-places", 10, 9, (10, 30)),
    "event": Model("flux", 16, 20, (20, 60)),
    "clip": Model("animatediff", 14, 12, (60, 300)),
    "sound": Model("audioldm2", 8, 10, (5, 20)),
    "llm": Model("llama3-8b", 7, 6, (5, 30)),
}


@dataclass
class Game:
    """A graph, and what grows out of it while it runs."""

    jobs: list[Job] = field(default_factory=list)
    later: dict[str, list[Job]] = field(default_factory=dict)
    """Asset -> the assets that its result brings into being."""

    def grow(self, job: Job) -> Sequence[Job]:
        """For `simulate`."""
        return self.later.get(job.asset, [])


def machine(gpus: int, *, llm_on_gpu: bool, vram_gb: float = 24) -> Machine:
    """Pattern B with any number of GPUs: a ComfyUI on each, AudioLDM and perhaps Ollama on the first."""
    services = [Service(f"comfyui-{i}", "comfyui", gpu=f"gpu-{i}") for i in range(gpus)]
    services.append(Service("audioldm", "audioldm", gpu=f"gpu-{gpus - 1}"))
    services.append(Service("ollama", "ollama", gpu="gpu-0" if llm_on_gpu else None, slots=2))
    services.append(Service("voicevox", "voicevox", slots=4))
    services.append(Service("suno", "suno", slots=2, per_minute=10))
    services.append(Service("builtin", "builtin", pool="cpu", slots=8))
    return Machine(tuple(Gpu(f"gpu-{i}", vram_gb) for i in range(gpus)), (Pool("cpu", 8),), tuple(services))


def game(specs: int, rng: Random, *, fan_out: bool) -> Game:
    """A random game of so many task specs.

    Args:
        specs: number of specs; without fan-out, of assets.
        rng: decides everything.
        fan_out: whether specs become several assets, partly only once an upstream result is there.
    """
    return _Writer(specs, rng, fan_out).write()


class _Writer:
    def __init__(self, specs: int, rng: Random, fan_out: bool) -> None:
        self.rng, self.fan_out, self.left = rng, fan_out, specs - 4
        self.game = Game()
        self.leaves: dict[str, None] = {}
        self.spread = {kind: rng.uniform(0.7, 1.3) for kind in MODELS}

    def write(self) -> Game:
        rng = self.rng
        world = self.make("world", "llm")
        plot = self.make("plot", "llm", world)
        people = [self.make(f"person_{i}", "llm", world) for i in range(max(2, self.left // 60))]
        scenes: list[str] = []
        places: list[str] = []
        looks: list[str] = []
        events: list[str] = []
        before = plot
        weights = {
            "scene": 10, "voice": 20, "look": 8, "expression": 16, "cutout": 8, "place": 6, "time": 8,
            "event": 5, "clip": rng.choice((1, 2, 3)), "ui": 4, "bgm": rng.choice((1, 2)), "sound": 3, "check": 4,
        }  # fmt: skip
        kinds, shares = list(weights), list(weights.values())
        self.left -= len(people)
        number = 0
        while self.left > 0:
            kind = rng.choices(kinds, shares)[0]
            number += 1
            name = f"{kind}_{number}"
            if kind == "scene":
                new = self.make(name, "llm", before if rng.random() < 0.3 else plot)
                before = new if rng.random() < 0.2 else before
                scenes.append(new)
            elif kind == "voice" and scenes:
                self.voices(name, rng.choice(scenes))
            elif kind == "look":
                looks.append(self.make(name, "people", rng.choice(people)))
            elif kind == "expression" and looks:
                self.items(name, "people", rng.choice(looks))
            elif kind == "cutout" and looks:
                self.make(name, "builtin", rng.choice(looks))
            elif kind == "place":
                places.append(self.make(name, "places", world))
            elif kind == "time" and places:
                self.items(name, "places", rng.choice(places))
            elif kind == "event" and looks and places:
                events.append(self.make(name, "event", rng.choice(looks), rng.choice(places), plot))
            elif kind == "clip" and events:
                self.make(name, "clip", rng.choice(events))
            elif kind == "ui":
                self.make(name, "places", world)
            elif kind == "bgm":
                self.make(name, "suno", plot)
            elif kind == "sound":
                self.make(name, "sound", plot)
            elif kind == "check" and self.leaves:
                self.make(name, "builtin", rng.choice(list(self.leaves)))
            else:
                continue
            self.left -= 1
        whole = self.make("integrate", "builtin", *self.leaves)
        for name in ("build_web", "build_renpy"):
            self.make(name, "builtin", whole)
        return self.game

    def items(self, name: str, kind: str, upstream: str) -> None:
        """A list parameter: items known from the start."""
        for i in range(self.rng.randint(2, 6) if self.fan_out else 1):
            self.make(f"{name}/{i}", kind, upstream)

    def voices(self, name: str, scene: str) -> None:
        """One utterance a line; which lines there are is known once the scene is written."""
        if not self.fan_out:
            self.make(name, "voicevox", scene)
            return
        for i in range(self.rng.randint(2, 8)):
            self.game.later.setdefault(scene, []).append(self.job(f"{name}/{i}", "voicevox", (scene,)))

    def make(self, name: str, kind: str, *upstream: str) -> str:
        job = self.job(name, kind, tuple(dict.fromkeys(upstream)))
        self.game.jobs.append(job)
        for up in upstream:
            self.leaves.pop(up, None)
        self.leaves[name] = None
        return name

    def job(self, name: str, kind: str, upstream: tuple[str, ...]) -> Job:
        rng = self.rng
        if (model := MODELS.get(kind)) is not None:
            service = {"llm": "ollama", "sound": "audioldm"}.get(kind, "comfyui")
            seconds = rng.uniform(*model.seconds) * self.spread[kind]
            return Job(name, Demand((service,), model.name, model.vram_gb, model.load_seconds, seconds), upstream)
        low, high = {"voicevox": (0.5, 3), "suno": (30, 120), "builtin": (0.5, 3)}[kind]
        return Job(name, Demand((kind,), estimate_seconds=rng.uniform(low, high)), upstream)
