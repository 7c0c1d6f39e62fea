"""Single decisions of the core."""

from __future__ import annotations

import pytest

from yoake.scheduler import Demand, Gpu, Machine, Pool, Scheduler, Service, why_waiting
from yoake.scheduler.policies.yoake import Weights, Yoake

SDXL = Demand(("comfyui",), "sdxl", 10, 9, 20, rank=100)
FLUX = Demand(("comfyui",), "flux", 16, 20, 40, rank=100)
LLAMA = Demand(("ollama",), "llama", 7, 6, 10, rank=10)
SONG = Demand(("suno",), estimate_seconds=60)


def one_gpu(vram_gb: float = 12, **suno: int) -> Machine:
    return Machine(
        (Gpu("gpu-0", vram_gb),),
        (Pool("cpu", 2),),
        (
            Service("comfyui", "comfyui", gpu="gpu-0"),
            Service("ollama", "ollama", gpu="gpu-0", slots=2),
            Service("suno", "suno", **{"slots": 99, "per_minute": 10, **suno}),
            Service("sketch", "sketch", pool="cpu", slots=2),
            Service("builtin", "builtin", pool="cpu", slots=2),
        ),
    )


def put(scheduler: Scheduler, now: float, **demands: Demand) -> None:
    for asset, demand in demands.items():
        scheduler.add(asset, demand)
        scheduler.ready(asset, now)


def test_models_that_do_not_fit_together_take_turns() -> None:
    scheduler = Scheduler(one_gpu(12))
    put(scheduler, 0, picture=SDXL, text=LLAMA)
    (first,) = scheduler.grants(0)
    assert (first.asset, first.free_first, first.load_seconds) == ("picture", (), 9)
    assert why_waiting(scheduler, "text", 1).cause == "vram"
    scheduler.finished("picture", 29)
    (second,) = scheduler.grants(29)
    assert (second.asset, second.free_first) == ("text", (("comfyui", "sdxl"),))


def test_models_that_fit_together_share_a_gpu() -> None:
    scheduler = Scheduler(one_gpu(24))
    put(scheduler, 0, picture=SDXL, text=LLAMA)
    assert {(g.asset, g.free_first) for g in scheduler.grants(0)} == {("picture", ()), ("text", ())}


def test_two_pictures_never_share_a_gpu() -> None:
    scheduler = Scheduler(one_gpu(24))
    put(scheduler, 0, one=SDXL, two=SDXL)
    assert len(scheduler.grants(0)) == 1
    waiting = next(iter(set(scheduler.tasks) - set(scheduler.running)))
    assert why_waiting(scheduler, waiting, 1).cause == "busy"


def test_a_second_job_waits_for_the_rest_of_the_load_only() -> None:
    scheduler = Scheduler(one_gpu(24))
    put(scheduler, 0, one=LLAMA)
    assert [(g.load_seconds, g.loads) for g in scheduler.grants(0)] == [(6, True)]
    put(scheduler, 4, two=LLAMA)
    assert [(g.load_seconds, g.loads) for g in scheduler.grants(4)] == [(2, False)]


def test_a_learned_peak_counts_instead_of_a_smaller_declaration() -> None:
    scheduler = Scheduler(one_gpu(20))
    put(scheduler, 0, picture=SDXL, text=LLAMA)
    scheduler.learn_vram("sdxl", 15.0)
    assert [g.vram_gb for g in scheduler.grants(0)] == [15.0]


def test_a_gpu_is_emptied_for_work_that_is_worth_more() -> None:
    scheduler = Scheduler(one_gpu(12), Yoake(Weights(switch=1)))
    texts = {f"t{i}": LLAMA for i in range(6)}
    put(scheduler, 0, **texts)
    assert len(scheduler.grants(0)) == 2
    put(scheduler, 1, picture=Demand(("comfyui",), "sdxl", 10, 9, 20, rank=500))
    running = list(scheduler.running)
    scheduler.finished(running[0], 16)
    assert scheduler.grants(16) == []
    scheduler.finished(running[1], 17)
    assert [g.asset for g in scheduler.grants(17)] == ["picture"]


def test_rate_waits_are_exact() -> None:
    scheduler = Scheduler(one_gpu(per_minute=2))
    put(scheduler, 0, a=SONG, b=SONG, c=SONG)
    assert len(scheduler.grants(0)) == 2
    assert scheduler.next_wakeup(0) == 60
    assert scheduler.grants(59.9) == []
    assert why_waiting(scheduler, "c", 59.5).text.startswith("suno may be called again in 0.5 s")
    assert len(scheduler.grants(60)) == 1
    assert scheduler.next_wakeup(60) is None


def test_a_burst_after_a_pause_keeps_the_rate() -> None:
    scheduler = Scheduler(one_gpu(per_minute=10))
    put(scheduler, 0, **{f"early{i}": SONG for i in range(5)})
    scheduler.grants(0)
    put(scheduler, 55, **{f"late{i}": SONG for i in range(20)})
    assert len(scheduler.grants(55)) == 5
    assert scheduler.next_wakeup(55) == 60
    assert len(scheduler.grants(60)) == 5


def test_work_of_a_dead_service_goes_to_its_peer() -> None:
    machine = Machine(
        (Gpu("gpu-0", 24), Gpu("gpu-1", 24)),
        (),
        (Service("c0", "comfyui", gpu="gpu-0"), Service("c1", "comfyui", gpu="gpu-1")),
    )
    scheduler = Scheduler(machine)
    put(scheduler, 0, picture=SDXL)
    (grant,) = scheduler.grants(0)
    scheduler.service_down(grant.service)
    scheduler.failed("picture", 5, retry=True)
    scheduler.ready("picture", 7)
    (again,) = scheduler.grants(7)
    assert again.service != grant.service
    scheduler.finished("picture", 40)
    scheduler.service_down(again.service)
    put(scheduler, 41, other=SDXL)
    assert scheduler.grants(41) == []
    assert why_waiting(scheduler, "other", 41).cause == "service-down"
    scheduler.service_up("c0")
    assert [g.service for g in scheduler.grants(42)] == ["c0"]


def test_a_hanging_service_keeps_its_vram() -> None:
    scheduler = Scheduler(one_gpu(12))
    put(scheduler, 0, picture=SDXL)
    scheduler.grants(0)
    scheduler.finished("picture", 29)
    scheduler.service_down("comfyui", keeps_vram=True)
    put(scheduler, 30, text=LLAMA)
    assert scheduler.grants(30) == []
    scheduler.unloaded("comfyui", "sdxl")
    assert [g.asset for g in scheduler.grants(31)] == ["text"]


def test_a_held_resource_starts_nothing_new() -> None:
    scheduler = Scheduler(one_gpu())
    for resource in ("gpu-0", "cpu", "suno"):
        scheduler.hold(resource)
    put(scheduler, 0, picture=SDXL, song=SONG, sketch=Demand(("sketch",)))
    assert scheduler.grants(0) == []
    assert why_waiting(scheduler, "song", 0).cause == "held"
    for resource in ("gpu-0", "cpu", "suno"):
        scheduler.release(resource)
    assert len(scheduler.grants(1)) == 3


def test_services_share_the_slots_of_their_pool() -> None:
    scheduler = Scheduler(one_gpu())
    put(scheduler, 0, a=Demand(("sketch",)), b=Demand(("builtin",)), c=Demand(("sketch",)))
    assert len(scheduler.grants(0)) == 2


def test_what_nothing_can_make_is_told_before() -> None:
    scheduler = Scheduler(one_gpu(12))
    assert scheduler.unservable(SDXL) is None
    assert scheduler.unservable(FLUX) == "flux needs 16 GB of VRAM, the largest GPU has 12"
    assert scheduler.unservable(Demand(("voicevox",))) == "no service of kind voicevox"
    with pytest.raises(ValueError, match="flux needs 16 GB"):
        scheduler.add("picture", FLUX)


def test_a_model_goes_to_the_only_gpu_that_can_hold_it() -> None:
    machine = Machine(
        (Gpu("small", 12), Gpu("large", 24)),
        (),
        (Service("c0", "comfyui", gpu="small"), Service("c1", "comfyui", gpu="large")),
    )
    scheduler = Scheduler(machine)
    put(scheduler, 0, **{f"f{i}": FLUX for i in range(5)}, **{f"s{i}": SDXL for i in range(3)})
    assert {g.resource: g.model for g in scheduler.grants(0)} == {"large": "flux", "small": "sdxl"}


def test_an_adopted_job_takes_its_place_and_its_token() -> None:
    scheduler = Scheduler(one_gpu(per_minute=1))
    scheduler.add("paid", SONG)
    assert scheduler.adopt("paid", "suno", 0).service == "suno"
    put(scheduler, 1, song=SONG)
    assert scheduler.grants(1) == []
    scheduler.finished("paid", 50)
    assert scheduler.next_wakeup(50) == 60


def test_priority_then_rank_within_a_model() -> None:
    scheduler = Scheduler(one_gpu())
    for asset, rank, priority in (("low", 1, 0), ("high", 9, 0), ("wanted", 1, 3)):
        put(scheduler, 0, **{asset: Demand(("comfyui",), "sdxl", 10, 9, 20, rank=rank, priority=priority)})
    order = []
    for now in (0, 30, 60):
        (grant,) = scheduler.grants(now)
        order.append(grant.asset)
        scheduler.finished(grant.asset, now + 29)
    assert order == ["wanted", "high", "low"]


def test_a_new_rank_changes_the_order() -> None:
    scheduler = Scheduler(one_gpu())
    put(scheduler, 0, one=SDXL, two=SDXL)
    scheduler.rerank("two", 500)
    assert [g.asset for g in scheduler.grants(0)] == ["two"]


def test_another_policy_reorders_what_is_ready() -> None:
    scheduler = Scheduler(one_gpu())
    put(scheduler, 0, one=SDXL, two=SDXL)
    scheduler.use(Yoake(nudges={"two": 50.0}))
    assert [g.asset for g in scheduler.grants(0)] == ["two"]


@pytest.mark.parametrize("model", ["sdxl", "other"])
def test_nothing_starves(model: str) -> None:
    """An endless stream of more urgent work, with the same model and with another, holds nothing up for ever."""
    scheduler = Scheduler(one_gpu(12), Yoake(Weights(patience=300)))
    put(scheduler, 0, humble=Demand(("comfyui",), model, 10, 9, 20, rank=1))
    put(scheduler, 0, **{f"u{i}": SDXL for i in range(3)})
    now = 0.0
    for count in range(3, 100):
        (grant,) = scheduler.grants(now)
        if grant.asset == "humble":
            break
        now += 20 + grant.load_seconds
        scheduler.finished(grant.asset, now)
        put(scheduler, now, **{f"u{count}": SDXL})
    assert grant.asset == "humble"
    assert 300 < now < 400


def test_wrong_calls_are_refused() -> None:
    scheduler = Scheduler(one_gpu())
    put(scheduler, 0, picture=SDXL)
    for call in (lambda: scheduler.add("picture", SDXL), lambda: scheduler.ready("picture", 1)):
        with pytest.raises(ValueError, match="picture"):
            call()
    with pytest.raises(ValueError, match="holds no place"):
        scheduler.finished("picture", 1)
    with pytest.raises(KeyError):
        scheduler.hold("gpu-7")
