"""What a run leaves and shows in Prefect: summary, table, progress, thumbnails."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from flows.artifact_pictures import caption
from flows.artifact_progress import described, percent
from flows.artifact_sheet import CELL, COLUMNS, GAP, MOST, SINGLE_BYTES, label, sheet, single, spread
from flows.artifact_summary import DASHBOARD, Places, summary
from flows.artifact_table import ROWS, rows_of
from yoake.definition.models import TaskSpec
from yoake.graph.asset import Asset, AssetStatus, Record

HOSTILE = "It said <b>x</b> [click](javascript:alert(1))\n| y [image.blank]"


def asset(address: str, status: AssetStatus, reason: str = "", **more: Any) -> Asset:
    spec = TaskSpec(id=address.partition("/")[0], type="image_gen", workflow="w", review=more.pop("review", "none"))
    return Asset(address, spec, "character", None, {}, None, 0, status=status, reason=reason, **more)


def record(*, degraded: bool = False, seconds: float = 21.44) -> Record:
    return Record("a" * 64, 9, "image/png", ".png", seconds=seconds, degraded=degraded)


def attempt(address: str, **more: Any) -> Any:
    fields = {"service": "comfyui-0", "provider": "comfyui", "model": "sdxl", "measures": {"sharpness": 71.34}}
    return SimpleNamespace(address=address, **{**fields, **more})


def test_a_row_says_who_made_an_asset_and_how_well():
    assets = [
        asset("old", "up-to-date"),
        asset("hero", "made", record=record(), review="after"),
        asset("cafe", "placeholder", HOSTILE, record=record(seconds=0.0)),
    ]
    rows = rows_of(assets, [attempt("hero", service=None, provider="sketch", model=None), attempt("hero")])
    assert [r["asset"] for r in rows] == ["cafe", "hero"], "trouble first, and nothing that was up to date"
    assert rows[1] == {
        "asset": "hero", "status": "made", "by": "comfyui-0 (sdxl)", "seconds": 21.4,
        "check": "passed (sharpness 71.34)", "review": "in the morning", "why": "",
    }  # fmt: skip
    why = str(rows[0]["why"])
    assert "](" not in why
    assert "<b" not in why
    assert "\n" not in why
    assert why.endswith("[image.blank]")


def test_columns_that_say_nothing_are_left_out_and_rows_are_bounded():
    rows = rows_of([asset(f"a{i}", "made", record=record()) for i in range(ROWS + 1)], [])
    assert len(rows) == ROWS
    assert set(rows[0]) == {"asset", "status", "seconds", "check"}


def test_the_summary_counts_explains_and_links(tmp_path: Path):
    (tmp_path / "web").mkdir()
    places = Places("p", "星 [x](y) <i>", tmp_path, "http://127.0.0.1:4200/runs/flow-run/1")
    assets = [
        asset("hero", "made", "degraded: resolution 768 instead of 1024", record=record(degraded=True)),
        asset("cafe", "failed", HOSTILE),
        asset("gate", "made", record=record(), held=True),
        asset("old", "up-to-date", record=record()),
    ]
    told = summary(assets, places, {DASHBOARD: "http://host:8080/a b)"})
    assert "| character | 1 | 1 | 1 | 1 |" in told
    assert "| category | made | degraded | up to date | failed |" in told
    assert told.startswith("# 星 \\[x\\]\u200b\\(y\\) \\<\u200bi\\>")
    assert "## In trouble\n\n- **cafe** \\(failed\\): It said \\<\u200bb\\>x" in told
    assert "## Degraded\n\n- **hero** \\(made\\): degraded\\: resolution 768" in told
    assert "## Waiting for a person\n\n- **gate**" in told
    assert "[This run in Prefect](http://127.0.0.1:4200/runs/flow-run/1)" in told
    assert "[Dashboard](http://host:8080/a%20b%29)" in told
    assert "- Web game: " in told
    assert "Ren" not in told
    assert "`yoake report p` writes it" in told


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "localhost"])
def test_only_pages_are_linked(tmp_path: Path, address: str):
    assert "[Dashboard](" not in summary([], Places("p", "t", tmp_path), {DASHBOARD: address})


@pytest.mark.parametrize(
    ("gone", "left", "share"), [(0.0, 60.0, 0.0), (30.0, 90.0, 25.0), (9.0, None, 0.0), (60.0, 0.0, 99.0)]
)
def test_progress_is_what_the_forecast_says(gone: float, left: float | None, share: float):
    assert percent(gone, left) == share


def test_progress_in_words():
    counts = {"made": 12, "failed": 1, "placeholder": 1, "up-to-date": 3}
    assert described(counts, 28) == "12 made, 28 to make, 2 in trouble, 3 up to date"
    assert described({}, 0, 60.0).startswith("0 made; done about ")


def opened(uri: str | None) -> Image.Image:
    assert uri is not None
    assert uri.startswith("data:image/webp;base64,")
    return Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))


def noise(path: Path, size: tuple[int, int]) -> Path:
    Image.effect_noise(size, 90).convert("RGB").save(path)
    return path


def test_a_single_picture_is_small_enough_even_where_it_is_all_noise(tmp_path: Path):
    uri = single(noise(tmp_path / "a.png", (1024, 768)))
    picture = opened(uri)
    assert picture.size[0] in (320, 240, 160)
    assert len(base64.b64decode(str(uri).partition(",")[2])) <= SINGLE_BYTES
    Image.new("RGBA", (300, 900), (9, 9, 9, 0)).save(tmp_path / "b.png")
    assert opened(single(tmp_path / "b.png")).size == (107, 320)


def test_what_is_no_picture_is_not_shown(tmp_path: Path):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>")
    assert single(bad) is None
    assert single(tmp_path / "gone.png") is None
    assert sheet([("a", bad)]) is None


def test_a_sheet_has_every_picture_or_a_spread_of_them(tmp_path: Path):
    path = noise(tmp_path / "a.png", (64, 64))
    picture = opened(sheet([(f"faces/{i}", path) for i in range(3)] + [("bad", tmp_path / "gone.png")]))
    assert picture.size[0] == 3 * (CELL[0] + GAP) + GAP
    many = [(str(i), path) for i in range(1000)]
    assert [int(a) for a, _ in spread(many)][::24] == [0, 500]
    assert opened(sheet(many)).size[0] == COLUMNS * (CELL[0] + GAP) + GAP
    assert len(spread(many)) == MOST


def test_labels_fit_and_can_be_written():
    assert label("faces/笑顔") == "faces/??"
    assert label("a" * 90) == ".." + "a" * 24


def test_a_caption_says_what_became_of_it():
    degraded = Record("a", 1, "image/png", ".png", {"degraded": {"why": "x"}}, degraded=True)
    assert caption(asset("hero", "made", record=degraded)) == "hero: made (degraded)"
