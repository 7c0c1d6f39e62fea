"""Making one asset: another seed where the check fails, and what stands in where nothing helps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.errors import QualityError, YoakeError
from yoake.fingerprint import seed_of
from yoake.making.make import make
from yoake.making.order import Order, Site
from yoake.making.workshop import Workshop
from yoake.providers import registry
from yoake.providers.base import Credit, Product, Request
from yoake.store.local import LocalStore
from yoake.store.paths import Layout

Maker = Callable[[Request], Product]


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    layout = Layout(tmp_path / "out")
    catalog = Catalog(catalog_url("sqlite", layout.data))
    yield Workshop(layout, LocalStore(layout), catalog)
    catalog.close()


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Callable[[Maker], None]:
    known: dict[str, Maker] = {}
    monkeypatch.setattr(registry, "_registered", known)
    return lambda maker: known.__setitem__("test", maker)


def order(asset_type: str = "text_gen", **more: object) -> Order:
    request = Request(
        project="p", title="t", language="ja", address="a", type=asset_type, category="scenario", workflow=None,  # type: ignore[arg-type]
        template=None, prompt=None, params={"text": "おはよう"}, item=None, seed=1, inputs=(), folder=Path(),
    )  # fmt: skip
    fields = {"on_failure": "placeholder", "schema": "text", **more}
    return Order(
        run_id="r", site=Site("", None, ""), project="p", request=request, fingerprint="f" * 64,
        provider="test", model=None, timeout_seconds=60, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def text(request: Request, content: str = "おはようございます。") -> Product:
    path = request.folder / "a.json"
    path.write_text(json.dumps({"text": content}, ensure_ascii=False), encoding="utf-8")
    return Product(path, "application/json")


def test_what_is_made_is_stored_and_recorded(workshop: Workshop, provider: Callable[[Maker], None]):
    provider(text)
    outcome = make(order(), workshop, number=1, last=False)
    assert outcome.kind == "made"
    assert outcome.record is not None
    assert workshop.store.verify(outcome.record["sha256"], ".json") is not None
    assert [row.fingerprint for row in workshop.catalog.products("p")] == ["f" * 64]
    assert [a.outcome for a in workshop.catalog.attempts("r")] == ["made"]
    assert list(workshop.layout.work.rglob("*.json")) == []


def test_what_is_made_of_others_names_their_makers(workshop: Workshop, provider: Callable[[Maker], None]):
    voice = Credit("voice", "Mei", "CC BY 3.0")
    provider(lambda request: replace(text(request), credits=(Credit("font", "Noto", "OFL"), voice)))
    outcome = make(order(inherited=(voice,)), workshop, number=1, last=False)
    assert outcome.record is not None
    assert [c["name"] for c in outcome.record["credits"]] == ["Mei", "Noto"]


def test_a_failed_check_is_tried_with_new_seeds(workshop: Workshop, provider: Callable[[Maker], None]):
    seeds: list[int] = []

    def third_time_lucky(request: Request) -> Product:
        seeds.append(request.seed)
        return text(request, "よい朝です。" if len(seeds) == 3 else "")

    provider(third_time_lucky)
    assert make(order(), workshop, number=1, last=False).kind == "made"
    assert seeds[0] == 1
    assert len(set(seeds)) == 3
    assert workshop.catalog.attempts("r")[0].seed == seeds[2]


def test_new_seeds_follow_from_the_orders_own(workshop: Workshop, provider: Callable[[Maker], None]):
    def seeds(own: int) -> list[int]:
        seen: list[int] = []

        def fails_once(request: Request) -> Product:
            seen.append(request.seed)
            return text(request, "よい朝です。" if len(seen) == 2 else "")

        provider(fails_once)
        plain = order()
        make(replace(plain, request=replace(plain.request, seed=own)), workshop, number=1, last=False)
        return seen

    assert seeds(1) == [1, seed_of(1, "a", 1)]
    assert seeds(77) == [77, seed_of(77, "a", 1)]


def test_a_candidate_is_recorded_under_its_own_address(workshop: Workshop, provider: Callable[[Maker], None]):
    asked: list[str] = []
    provider(lambda request: asked.append(request.address) or text(request))
    made = make(order(candidate=2), workshop, number=1, last=False)
    assert [a.address for a in workshop.catalog.attempts("r")] == ["a~2"]
    assert asked == ["a"], "who makes it knows the asset alone, so that the first candidate is what the asset would be"
    assert made.record is not None
    assert 0.0 < made.record["meta"]["score"] <= 1.0


def test_a_check_that_never_passes_is_reported(workshop: Workshop, provider: Callable[[Maker], None]):
    provider(lambda request: text(request, ""))
    with pytest.raises(QualityError) as caught:
        make(order(on_failure="fail"), workshop, number=1, last=False)
    assert caught.value.code.startswith("text.")
    assert workshop.catalog.attempts("r")[0].error_code == caught.value.code
    assert workshop.catalog.products("p") == []


def test_something_transient_is_raised_until_the_last_try(workshop: Workshop, provider: Callable[[Maker], None]):
    def down(request: Request) -> Product:
        raise YoakeError("test.down", "It is down.", transient=True)

    provider(down)
    with pytest.raises(YoakeError):
        make(order(), workshop, number=1, last=False)
    outcome = make(order(), workshop, number=4, last=True)
    assert (outcome.kind, outcome.error_code) == ("placeholder", "test.down")
    assert outcome.record is not None
    assert outcome.record["placeholder"] is True
    assert workshop.catalog.products("p") == [], "a placeholder is never up to date"
    assert [a.outcome for a in workshop.catalog.attempts("r")] == ["failed", "placeholder"]


def test_a_crash_of_the_provider_is_a_coded_error(workshop: Workshop, provider: Callable[[Maker], None]):
    def broken(request: Request) -> Product:
        raise ZeroDivisionError("division by zero")

    provider(broken)
    outcome = make(order(on_failure="skip"), workshop, number=1, last=False)
    assert (outcome.kind, outcome.record, outcome.error_code) == ("skipped", None, "make.crashed")
    assert "ZeroDivisionError" in outcome.note


def test_every_try_that_another_one_follows_is_told(workshop: Workshop, provider: Callable[[Maker], None]):
    provider(lambda request: text(request, "" if request.seed in seeds[:2] else "おはようございます。"))
    seeds = [1, seed_of(1, "a", 1), seed_of(1, "a", 2)]
    told: list[str] = []
    outcome = make(order(), workshop, number=1, last=False, told=told.append)
    assert outcome.seed == seeds[2]
    assert outcome.measures["characters"] == 10
    assert len(told) == 2
    assert all(t.startswith("a: ") and t.endswith("] Another seed is tried.") for t in told)
