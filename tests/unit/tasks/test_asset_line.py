"""What is said of an asset: one line, the code in front, nothing that runs over the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tasks.asset_line import LONGEST, coded, duration, line_of, why
from yoake.errors import YoakeError
from yoake.making.order import Order, Outcome, Site
from yoake.providers.base import Request

RECORD = {"seconds": 21.44, "meta": {}, "degraded": False}
LESS = {
    "seconds": 9.0,
    "degraded": True,
    "meta": {
        "degraded": {
            "asked": {"resolution": 1024},
            "made": {"resolution": 768},
            "why": "comfyui.out-of-memory",
            "service": "comfyui-0",
        }
    },
}


@pytest.fixture
def order() -> Order:
    request = Request(
        project="p", title="t", language="ja", address="hero/happy", type="image_gen", category="character",
        workflow=None, template=None, prompt=None, params={}, item=None, seed=1, inputs=(), folder=Path(),
    )  # fmt: skip
    return Order(
        run_id="r", site=Site("", None, ""), project="p", request=request, fingerprint="f" * 64, provider="comfyui",
        model="sdxl", timeout_seconds=60, on_failure="placeholder",
    )  # fmt: skip


def test_a_made_asset_says_who_how_long_and_how_well(order: Order):
    made = Outcome("made", RECORD, service="comfyui-0", seed=123, measures={"bytes": 90000, "sharpness": 71.34})
    assert line_of(order, made) == (
        "hero/happy: made by comfyui-0 (sdxl), seed 123, 21.4 s, check passed (sharpness 71.34)"
    )
    sketched = replace(made, service="", measures={})
    assert line_of(replace(order, provider="sketch", model=None), sketched) == (
        "hero/happy: made by sketch, seed 123, 21.4 s"
    )


def test_a_degraded_asset_says_what_it_lacks(order: Order):
    note = "degraded: resolution 768 instead of 1024 (comfyui.out-of-memory)"
    less = Outcome("made", LESS, note, service="comfyui-0", seed=5)
    assert why(less) == "[comfyui.out-of-memory] degraded: resolution 768 instead of 1024"
    assert line_of(order, less).endswith("9.0 s; [comfyui.out-of-memory] degraded: resolution 768 instead of 1024")


def test_a_fallback_is_not_said_to_have_used_the_model(order: Order):
    degraded = {"asked": {"provider": "comfyui"}, "made": {"provider": "sketch"}, "why": "service.unreachable"}
    outcome = Outcome("made", {**LESS, "meta": {"degraded": degraded}}, "x", "service.unreachable", seed=5)
    assert line_of(order, outcome).startswith("hero/happy: made by sketch, seed 5")


@pytest.mark.parametrize(("kind", "said"), [("placeholder", "a placeholder stands in"), ("skipped", "left out")])
def test_what_stands_in_says_why(order: Order, kind: str, said: str):
    error = YoakeError("image.blank", "It has one colour.", next_step="Look at it.")
    outcome = Outcome(kind, None, str(error), error.code)  # type: ignore[arg-type]
    assert why(outcome) == "[image.blank] It has one colour. Look at it." == coded(error)
    assert line_of(order, outcome) == f"hero/happy: {said}: {why(outcome)}"


def test_what_stays_as_it_was_says_so(order: Order):
    outcome = Outcome("made", LESS, "it stays as it was: No room. [make.no-room]", "make.no-room")
    assert line_of(order, outcome) == "hero/happy: as it was: [make.no-room] it stays as it was: No room."


def test_what_a_service_answered_stays_one_short_line():
    error = YoakeError("service.bad-answer", "It said\r\n\x1b[31m" + "<b>" * 1000 + "\u2028end.")
    error.add_note("sketch could\nnot either")
    said = coded(error)
    assert said.isprintable()
    assert len(said) == LONGEST
    assert said.startswith("[service.bad-answer] It said [31m<b>")


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, "0.00 s"), (21.44, "21.4 s"), (725, "12 min 5 s"), (18_780, "5 h 13 min")]
)
def test_durations(seconds: float, said: str):
    assert duration(seconds) == said
