"""What a decision costs while very many assets are ready."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from statistics import mean, quantiles

from yoake.scheduler import Demand, Gpu, Machine, Pool, Scheduler, Service

KINDS = (("comfyui", 6), ("audioldm", 2), ("ollama", 3), ("voicevox", 0), ("suno", 0), ("sketch", 0))


@dataclass(frozen=True)
class Speed:
    """Microseconds from an asset's end to the grants that follow from it, a grant."""

    ready: int
    mean_us: float
    median_us: float
    p99_us: float


def decision_speed(ready: int, decisions: int = 3000) -> Speed:
    """Keeps so many assets ready and measures `finished` + `ready` + `grants` + `next_wakeup`."""
    rng = Random(7)
    scheduler = Scheduler(_machine())
    count = 0

    def another(now: float) -> None:
        nonlocal count
        kind, models = rng.choice(KINDS)
        model = f"{kind}-{rng.randrange(models)}" if models else None
        seconds = rng.uniform(1, 60)
        demand = Demand(
            (kind,), model, 8.0 if model else 0.0, 9.0 if model else 0.0, seconds, rank=rng.uniform(1, 3000)
        )
        scheduler.add(f"a{count}", demand)
        scheduler.ready(f"a{count}", now)
        count += 1

    for _ in range(ready):
        another(0.0)
    scheduler.grants(0.0)
    took: list[float] = []
    while len(took) < decisions:
        first = min(scheduler.running.values(), key=lambda t: t.ends_at)
        now = first.ends_at
        began = time.perf_counter()
        scheduler.finished(first.asset, now)
        another(now)
        granted = len(scheduler.grants(now))
        scheduler.next_wakeup(now)
        took += [(time.perf_counter() - began) * 1e6 / max(1, granted)] * max(1, granted)
    return Speed(ready, mean(took), quantiles(took, n=2)[0], quantiles(took, n=100)[98])


def _machine() -> Machine:
    gpus = tuple(Gpu(f"gpu-{i}", 24) for i in range(4))
    services = [Service(f"comfyui-{i}", "comfyui", gpu=f"gpu-{i}") for i in range(4)]
    services += [
        Service("audioldm", "audioldm", gpu="gpu-3"),
        Service("ollama", "ollama", gpu="gpu-0", slots=2),
        Service("voicevox", "voicevox", slots=4),
        Service("suno", "suno", slots=4, per_minute=10),
        Service("sketch", "sketch", pool="cpu", slots=8),
    ]
    return Machine(gpus, (Pool("cpu", 8),), tuple(services))
