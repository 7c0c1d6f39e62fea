"""The simulated machine believes nobody, and the journal's measures say what they say."""

from __future__ import annotations

import pytest

from benchmarks.live.machine import Entry, SimulatedMachine, ViolationError
from benchmarks.live.metrics import eta_errors, handovers, idle_seconds, measures, reference
from benchmarks.live.night import Night, Spec, timed
from yoake.scheduler.demand import Demand
from yoake.scheduler.machine import Gpu, Machine, Pool, Service

NODES = Machine(
    (Gpu("gpu-0", 24),),
    (Pool("cpu", 2),),
    (
        Service("comfyui", "comfyui", gpu="gpu-0"),
        Service("audioldm", "audioldm", gpu="gpu-0"),
        Service("ollama", "ollama", gpu="gpu-0", slots=2),
        Service("suno", "suno", slots=9, per_minute=1),
        Service("sketch", "sketch", pool="cpu", slots=2),
    ),
)
FAST = 10_000.0


def spec(name: str, kind: str, model: str | None = None, gb: float = 0.0, before: tuple[str, ...] = ()) -> Spec:
    return Spec(name, Demand((kind,), model, gb, 5.0 if model else 0.0, 10.0), before)


def plan(*specs: Spec) -> Night:
    return timed(specs, NODES, 1)


def test_two_exclusive_jobs_never_share_a_gpu():
    machine = SimulatedMachine(plan(spec("a", "comfyui", "sdxl", 10), spec("b", "audioldm", "ldm", 8)), FAST)
    with machine.job("a", "comfyui"), pytest.raises(ViolationError, match="compute"), machine.job("b", "audioldm"):
        pass
    assert machine.violations == ["b: another job has the compute of gpu-0"]


def test_vram_is_never_over_committed():
    machine = SimulatedMachine(plan(spec("a", "comfyui", "sdxl", 20), spec("b", "ollama", "llm", 7)), FAST)
    with machine.job("a", "comfyui"):
        pass
    with pytest.raises(ViolationError, match="27 GB on gpu-0"), machine.job("b", "ollama"):
        pass
    machine.unload("comfyui", "sdxl")
    with machine.job("b", "ollama"):
        pass
    assert len(machine.violations) == 1


def test_what_is_in_use_can_not_be_unloaded():
    machine = SimulatedMachine(plan(spec("a", "comfyui", "sdxl", 10)), FAST)
    with machine.job("a", "comfyui"), pytest.raises(ViolationError, match="in use"):
        machine.unload("comfyui", None)


def test_an_api_is_not_called_more_often_than_it_allows():
    machine = SimulatedMachine(plan(spec("a", "suno"), spec("b", "suno")), 1.0)
    with machine.job("a", "suno"):
        pass
    with pytest.raises(ViolationError, match="within a minute"), machine.job("b", "suno"):
        pass


def test_a_model_is_loaded_once_and_the_wait_is_the_load():
    machine = SimulatedMachine(plan(spec("a", "comfyui", "sdxl", 10), spec("b", "comfyui", "sdxl", 10)), FAST)
    with machine.job("a", "comfyui") as (wait, _):
        assert wait == pytest.approx(5.0 / FAST)
    with machine.job("b", "comfyui") as (wait, seconds):
        assert wait == 0
        assert 9 / FAST <= seconds <= 11 / FAST
    assert [e.loads for e in machine.journal] == [True, False]


def entry(asset: str, service: str, start: float, end: float) -> Entry:
    gpu = next(s.gpu for s in NODES.services if s.name == service)
    return Entry(asset, service, gpu, "m" if gpu else None, start, start, end, False)


def test_idle_counts_only_while_something_could_have_run():
    night = plan(
        spec("a", "comfyui", "m", 10), spec("b", "comfyui", "m", 10, ("a",)), spec("c", "sketch", before=("b",)),
        spec("d", "comfyui", "m", 10, ("c",)),
    )  # fmt: skip
    journal = [
        entry("a", "comfyui", 0, 10), entry("b", "comfyui", 12, 20), entry("c", "sketch", 20, 50),
        entry("d", "comfyui", 51, 60),
    ]  # fmt: skip
    assert idle_seconds(night, journal) == {"gpu-0": 2 + 1}


def test_what_does_not_fit_beside_a_running_model_does_not_make_the_gpu_idle():
    night = plan(spec("llm", "ollama", "llm", 7), spec("big", "comfyui", "big", 20), spec("small", "comfyui", "s", 10))
    first = Entry("llm", "ollama", "gpu-0", "llm", 0, 0, 30, False)
    with_small = [first, entry("big", "comfyui", 30, 40), entry("small", "comfyui", 10, 20)]
    assert idle_seconds(night, with_small) == {"gpu-0": 10}  # the small one waited from 0 to 10; the big one had to


def test_hand_overs_are_gaps_before_what_was_ready():
    night = plan(spec("a", "comfyui", "m", 10), spec("b", "comfyui", "m", 10), spec("c", "comfyui", "m", 10, ("b",)))
    journal = [entry("a", "comfyui", 0, 10), entry("b", "comfyui", 13, 20), entry("c", "comfyui", 21, 30)]
    assert handovers(night, journal) == [3, 1]


def test_a_forecast_is_measured_against_what_happened():
    samples = [(0.0, 50.0), (10.0, 90.0), (30.0, 75.0), (60.0, 40.0), (80.0, 20.0)]
    found = eta_errors(samples, 0.0, 100.0)
    assert found == pytest.approx(
        {"at 10%": 0.0, "at 25%": 0.05, "at 50%": 0.0, "at 75%": 0.0, "worst after 10 %": 0.05}
    )


def test_an_asset_that_was_not_made_is_an_error_not_a_good_time():
    machine = SimulatedMachine(plan(spec("a", "sketch"), spec("b", "sketch")), FAST)
    with machine.job("a", "sketch"):
        pass
    with pytest.raises(RuntimeError, match=r"\['b'\]"):
        measures(machine)


def test_the_simulated_night_is_never_below_the_bound():
    found = reference(plan(spec("a", "comfyui", "m", 10), spec("b", "comfyui", "n", 20, ("a",))))
    assert found.simulated_seconds >= found.bound_seconds > 0
