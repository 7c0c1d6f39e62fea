"""Peers, patience, paid jobs, fallbacks and what kills its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.making.served import Answer, Bench, order
from yoake.errors import UnreachableError, YoakeError
from yoake.making.ledger import PENDING
from yoake.making.order import Fallback
from yoake.providers.service import Work
from yoake.providers.suno.client import PENDING as SUNO_PENDING
from yoake.providers.waiting import BusyError
from yoake.recovery.course import PEERS

NewBench = Callable[..., Bench]
GONE = UnreachableError("service.unreachable", "Gone.", transient=True)


@pytest.fixture
def new_bench(tmp_path: Path) -> Iterator[NewBench]:
    benches: list[Bench] = []

    def new(answers: dict[str, Answer], *services: str) -> Bench:
        benches.append(Bench(tmp_path, answers, *services))
        return benches[-1]

    yield new
    for bench in benches:
        bench.close()


def well(name: str, work: Work) -> None:
    """Makes it."""


def raising(*errors: YoakeError) -> Answer:
    waiting = list(errors)

    def answer(name: str, work: Work) -> None:
        if waiting:
            raise waiting.pop(0)

    return answer


# --- services that are lost or busy ----------------------------------------------------------------------------------


def test_a_peer_takes_over_without_another_attempt(new_bench: NewBench):
    bench = new_bench({"comfyui": raising(GONE)}, "comfyui-0", "comfyui-1")
    outcome = bench.make(order())
    assert (outcome.kind, outcome.service) == ("made", "comfyui-1")
    assert bench.places.troubles == ["comfyui-0"]
    assert bench.attempts() == [("again", "service.unreachable", "comfyui-0"), ("made", None, "comfyui-1")]


def test_a_service_that_is_always_gone_is_not_asked_for_ever(new_bench: NewBench):
    bench = new_bench({"comfyui": raising(*[GONE] * 20)}, "comfyui-0")
    outcome = bench.make(order())
    assert (outcome.kind, outcome.error_code) == ("placeholder", "service.unreachable")
    assert len(bench.places.troubles) == PEERS + 1


def test_it_waits_as_long_as_the_service_says(new_bench: NewBench):
    bench = new_bench({"suno": raising(BusyError("suno.rate", "Slow.", wait_seconds=0.01, transient=True))}, "suno-0")
    assert bench.make(order("suno")).kind == "made"
    assert [row[0] for row in bench.attempts()] == ["again", "made"]


def test_a_stopped_run_ends_the_wait(new_bench: NewBench):
    bench = new_bench({"suno": raising(BusyError("suno.rate", "Slow.", wait_seconds=200, transient=True))}, "suno-0")
    bench.desk.cancel_all()
    with pytest.raises(YoakeError) as caught:
        bench.make(order("suno"))
    assert caught.value.code == "run.stopping"


def test_without_quota_nothing_is_waited_for(new_bench: NewBench):
    bench = new_bench({"suno": raising(BusyError("suno.quota", "Empty.", wait_seconds=3600))}, "suno-0")
    assert bench.make(order("suno")).error_code == "suno.quota"
    assert bench.attempts() == [("placeholder", "suno.quota", "suno-0")]


# --- paid jobs -------------------------------------------------------------------------------------------------------


class Shop:
    """Sells songs and keeps the receipts."""

    def __init__(self, *errors: YoakeError | None) -> None:
        self.sold: list[str] = []
        self.told: list[tuple[str, str | None]] = []
        self.errors = list(errors)
        """What goes wrong after each order was taken, or at the look at one."""

    def __call__(self, name: str, work: Work) -> None:
        self.told.append((name, work.job_id))
        if work.job_id is None:
            work.begun(f"{PENDING}mark")
            self.sold.append(name)
            work.begun(f"job-{len(self.sold)}")
        if self.errors and (error := self.errors.pop(0)) is not None:
            raise error


CUT = YoakeError("service.cut-off", "Cut.", transient=True)


def test_the_mark_is_the_clients():
    assert PENDING == SUNO_PENDING


def test_a_retry_goes_on_with_the_job(new_bench: NewBench):
    shop = Shop(CUT)
    bench = new_bench({"suno": shop}, "suno-0")
    with pytest.raises(YoakeError, match="Cut"):
        bench.make(order("suno"))
    assert bench.make(order("suno"), number=2).kind == "made"
    assert shop.told == [("suno-0", None), ("suno-0", "job-1")]
    assert len(shop.sold) == 1
    job = bench.catalog.jobs.find("p", "f" * 64, "suno")
    assert (job.state, job.job_id, job.service) == ("made", "job-1", "suno-0")


def test_a_killed_run_is_gone_on_with_even_when_asked_for_anew(new_bench: NewBench):
    shop = Shop()
    bench = new_bench({"suno": shop}, "suno-0")
    row = {
        "project": "p", "fingerprint": "f" * 64, "address": "a", "kind": "suno", "service": "suno-0", "job_id": "job-7",
        "variant": "", "state": "begun", "error_code": None, "run_id": "killed", "begun_at": "", "updated_at": "",
    }  # fmt: skip
    bench.catalog.jobs.write(row, durable=True)
    assert bench.make(order("suno", anew=True)).kind == "made"
    assert (shop.told, shop.sold) == ([("suno-0", "job-7")], [])


@pytest.mark.parametrize("code", ["suno.failed", "suno.job-lost", "suno.in-doubt"])
def test_what_failed_for_good_is_ordered_again_only_when_a_person_says_so(new_bench: NewBench, code: str):
    bad = YoakeError(code, "Bad.")
    shop = Shop(bad, bad)
    bench = new_bench({"suno": shop}, "suno-0")
    assert bench.make(order("suno")).error_code == code
    assert bench.make(order("suno", run_id="second")).error_code == code
    assert shop.told[1] == ("suno-0", "job-1"), "the next night looks at it once more"
    assert bench.make(order("suno", run_id="third", anew=True)).kind == "made"
    assert (shop.told[2], len(shop.sold)) == (("suno-0", None), 2)


def test_a_try_of_the_same_run_never_drops_what_it_began(new_bench: NewBench):
    shop = Shop(GONE, GONE)
    bench = new_bench({"suno": shop}, "suno-0")
    assert bench.make(order("suno", anew=True)).kind == "made"
    assert len(shop.sold) == 1


def test_an_order_that_was_refused_leaves_no_doubt(new_bench: NewBench):
    def refuses(name: str, work: Work) -> None:
        assert work.job_id is None
        work.begun(f"{PENDING}mark")
        raise BusyError("suno.quota", "Empty.", wait_seconds=3600)

    bench = new_bench({"suno": refuses}, "suno-0")
    bench.make(order("suno"))
    assert bench.catalog.jobs.find("p", "f" * 64, "suno") is None
    bench.make(order("suno", run_id="second"))


def test_it_is_fetched_where_it_was_ordered(new_bench: NewBench):
    shop = Shop(CUT)
    bench = new_bench({"suno": shop}, "suno-0", "suno-1")
    with pytest.raises(YoakeError, match="Cut"):
        bench.make(order("suno"))
    assert bench.make(order("suno"), number=2).kind == "made"
    assert shop.told[1] == ("suno-0", "job-1")


def test_a_service_that_is_no_longer_named_is_said(new_bench: NewBench):
    shop = Shop(CUT)
    bench = new_bench({"suno": shop}, "suno-0")
    with pytest.raises(YoakeError, match="Cut"):
        bench.make(order("suno"))
    bench.close()
    bench = new_bench({"suno": shop}, "suno-1")
    assert bench.make(order("suno")).error_code == "make.job-elsewhere"
    assert len(shop.sold) == 1
    assert bench.make(order("suno", anew=True)).kind == "made"
    assert len(shop.sold) == 2


def test_a_picture_with_another_seed_is_another_job(new_bench: NewBench):
    seen: list[tuple[int, str | None]] = []

    def answer(name: str, work: Work) -> None:
        seen.append((work.request.seed, work.job_id))
        work.begun(f"job-{len(seen)}")
        if len(seen) == 1:
            raise CUT

    bench = new_bench({"comfyui": answer}, "comfyui-0")
    with pytest.raises(YoakeError, match="Cut"):
        bench.make(order())
    bench.make(order(), number=2)
    assert seen == [(1, None), (1, "job-1")]


# --- fallback providers ----------------------------------------------------------------------------------------------


def test_the_fallback_at_another_service_counts_as_made_and_as_degraded(new_bench: NewBench):
    shop = Shop(YoakeError("suno.failed", "Bad."))
    bench = new_bench({"suno": shop, "comfyui": well}, "suno-0", "comfyui-0")
    outcome = bench.make(order("suno", fallback=Fallback("comfyui", "ace", served=True)))
    assert (outcome.kind, outcome.service, outcome.error_code) == ("made", "comfyui-0", "suno.failed")
    assert outcome.record is not None
    assert outcome.record["meta"]["degraded"]["made"] == {"provider": "comfyui"}
    assert bench.fell_back == ["a"]
    assert bench.attempts() == [("failed", "suno.failed", "suno-0"), ("made", None, "comfyui-0")]
    assert bench.catalog.jobs.find("p", "f" * 64, "suno").state == "failed", "the song's job stays on record"


def test_a_paid_fallback_is_paid_once_too(new_bench: NewBench):
    shop = Shop(CUT, CUT)
    bad = YoakeError("comfyui.failed", "No.")
    bench = new_bench({"comfyui": raising(bad, bad), "suno": shop}, "comfyui-0", "suno-0", "comfyui-0", "suno-0")
    plan = order(fallback=Fallback("suno", None, served=True))
    assert bench.make(plan).kind == "placeholder"
    outcome = bench.make(replace(plan, run_id="second"))
    assert outcome.kind == "placeholder"
    assert shop.told == [("suno-0", None), ("suno-0", "job-1")]


def test_the_embedded_provider_may_be_the_fallback(new_bench: NewBench, monkeypatch: pytest.MonkeyPatch):
    from yoake.providers import registry
    from yoake.providers.base import Product, Request

    def plain(request: Request) -> Product:
        path = request.folder / "b.json"
        path.write_text('{"text": "おはようございます。"}', encoding="utf-8")
        return Product(path, "application/json")

    monkeypatch.setattr(registry, "_registered", {"plain": plain})
    bench = new_bench({"comfyui": raising(YoakeError("comfyui.failed", "No."))}, "comfyui-0")
    outcome = bench.make(order(fallback=Fallback("plain", None, served=False)))
    assert outcome.record is not None
    assert outcome.record["degraded"] is True
    assert outcome.note.startswith("degraded: provider plain instead of comfyui (comfyui.failed)")


def test_after_a_fallback_that_fails_comes_the_placeholder(new_bench: NewBench):
    bad = YoakeError("comfyui.failed", "No.")
    bench = new_bench(
        {"suno": raising(YoakeError("suno.failed", "Bad.")), "comfyui": raising(bad)}, "suno-0", "comfyui-0"
    )
    outcome = bench.make(order("suno", fallback=Fallback("comfyui", None, served=True)))
    assert (outcome.kind, outcome.error_code) == ("placeholder", "suno.failed")
    assert [row[:2] for row in bench.attempts()] == [("failed", "suno.failed"), ("placeholder", "comfyui.failed")]


def test_what_is_only_to_be_made_better_is_never_lost(new_bench: NewBench):
    bench = new_bench({"comfyui": raising(YoakeError("comfyui.failed", "No."))}, "comfyui-0")
    was: dict[str, Any] = {"sha256": "0", "meta": {"degraded": {"made": {"provider": "sketch"}}}, "degraded": True}
    outcome = bench.make(order(anew=True, before=was))
    assert (outcome.kind, outcome.record) == ("made", was)


# --- what kills its process ------------------------------------------------------------------------------------------


def lost(bench: Bench) -> int:
    bench.flush()
    return bench.catalog.lost.count("p", "f" * 64)


def test_an_attempt_is_written_down_while_it_lasts(new_bench: NewBench):
    seen: list[int] = []
    bench = new_bench({"comfyui": lambda name, work: seen.append(lost(bench))}, "comfyui-0")
    bench.make(order(lost=1))
    assert seen == [2]
    assert lost(bench) == 0


def test_a_failure_is_not_a_loss(new_bench: NewBench):
    bench = new_bench({"comfyui": raising(CUT)}, "comfyui-0")
    with pytest.raises(YoakeError, match="Cut"):
        bench.make(order())
    assert lost(bench) == 0


def test_after_three_losses_it_is_left_alone_until_a_person_asks(new_bench: NewBench):
    bench = new_bench({"comfyui": well}, "comfyui-0")
    outcome = bench.make(order(lost=3))
    assert (outcome.kind, outcome.error_code) == ("placeholder", "make.poison")
    assert bench.make(order(lost=3, anew=True)).kind == "made"
    assert lost(bench) == 0


def test_workers_that_die_are_counted(new_bench: NewBench):
    def dies(*_: object, timeout_seconds: float | None = None, light: bool = False) -> None:
        raise YoakeError("make.worker-died", "Killed.", transient=True)

    bench = new_bench({}, "cpu")
    bench.workshop = replace(bench.workshop, run=dies)
    plain = order("sketch", served=False)
    for number in (1, 2):
        with pytest.raises(YoakeError, match="Killed"):
            bench.make(plain, number=number)
    with pytest.raises(YoakeError, match="taken its process with it"):
        bench.make(plain, number=3)
    assert lost(bench) == 3
    assert bench.attempts()[-1][:2] == ("failed", "make.poison")
