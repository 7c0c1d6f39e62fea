"""Which pieces of work count as alike, and the row that one of them leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yoake.making.kind_of_work import LONGEST_SUBJECT, kind_of_work
from yoake.making.order import Order, Site
from yoake.making.rows import experience_row
from yoake.providers.base import Request


@pytest.mark.parametrize(
    ("asset_type", "made_from", "params", "subject", "resolution"),
    [
        ("image_gen", "background", {"resolution": 1024}, "background", "1024"),
        ("image_gen", None, {"resolution": 1024}, "", ""),
        ("llm_gen", "scenario", {}, "scenario", ""),
        ("voice_gen", None, {"text": "はい"}, "", ""),
        ("build", None, {"target": "web"}, "package web", ""),
        ("build", None, {"target": "renpy", "step": "play"}, "play renpy", ""),
        ("integrate", None, {}, "", ""),
        ("data_process", None, {"processor": "resize", "resolution": 64}, "resize", ""),
        ("external_api", None, {"url": "https://me:secret@api.example.com:8443/v1?x=y"}, "api.example.com:8443", ""),
        ("external_api", None, {"url": "{{ params.address }}"}, "", ""),
    ],
)
def test_kinds(asset_type: Any, made_from: str | None, params: dict[str, Any], subject: str, resolution: str):
    kind = kind_of_work("somebody", asset_type, made_from, None, params)
    assert kind == ("somebody", asset_type, subject, "", resolution)


def test_nothing_is_too_long_for_its_column():
    kind = kind_of_work("builtin", "external_api", None, None, {"url": f"http://{'a' * 300}/"})
    assert len(kind.subject) == LONGEST_SUBJECT


def test_the_row_of_a_finished_asset():
    request = Request(
        project="", title="", language="ja", address="bg/day", type="image_gen", category="background",
        workflow="background", template=None, prompt=None, params={"resolution": 768}, item=None, seed=1, inputs=(),
        folder=Path(),
    )  # fmt: skip
    order = Order(
        run_id="r", site=Site("", None, ""), project="p", request=request, fingerprint="f",
        provider="comfyui", model="sdxl", on_failure="placeholder", timeout_seconds=60,
    )  # fmt: skip
    row = experience_row(order, 8.5, 11.25)
    assert row.pop("updated_at").endswith("+00:00")
    assert row == {
        "provider": "comfyui", "type": "image_gen", "subject": "background", "model": "sdxl", "resolution": "768",
        "seconds": 8.5, "peak_vram_gb": 11.25,
    }  # fmt: skip
