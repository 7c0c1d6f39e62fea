"""Status and report say where people come in: what waits, what there is to choose from, what they decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.reporting.filled_catalog import Filled, picture
from tests.unit.reporting.test_write_report import HOSTILE, written
from yoake.reporting.choices import MOST_CHOICES
from yoake.reporting.reviews import ReviewStatus
from yoake.reporting.status import project_status
from yoake.review.decision import Decision
from yoake.review.desk import decide

LATER = "2999-01-01T00:00:00.000+00:00"


@pytest.fixture
def filled(tmp_path: Path):
    made = Filled(tmp_path)
    made.run("r1", "waiting")
    yield made
    made.catalog.close()


def asked(filled: Filled, address: str, mode: str = "gate") -> str:
    """Opens the review of an asset that is there; returns its content."""
    row = filled.catalog.assets("p")[address]
    filled.catalog.reviews.open_review(
        {
            "project": "p", "address": address, "mode": mode, "fingerprint": row.fingerprint, "sha256": row.sha256,
            "suffix": ".png", "run_id": "r1",
        }
    )  # fmt: skip
    return str(row.sha256)


def candidates(filled: Filled, address: str, *contents: str, media_type: str = "image/png") -> None:
    filled.catalog.reviews.record_candidates(
        "p",
        address,
        [
            {
                "number": number, "fingerprint": "f" * 64, "sha256": sha256, "suffix": ".png", "seed": number,
                "media_type": media_type, "score": number / 10, "chosen": number == 2, "run_id": "r1", "made_at": "t",
            }
            for number, sha256 in enumerate(contents, 1)
        ],
    )  # fmt: skip


def reviews(filled: Filled) -> ReviewStatus:
    return project_status(filled.catalog, filled.layout, "p").reviews


def said(filled: Filled, kind: str, address: str, note: str = "") -> None:
    answer = decide(filled.catalog.reviews, "p", Decision(address, kind, "", by="sato", note=note))  # type: ignore[arg-type]
    assert answer.accepted, answer.sentence


def test_what_waits_and_what_was_decided_is_told(filled: Filled):
    for name in ("hero", "cafe", "bell", "logo"):
        filled.asset(name, "character", picture())
    asked(filled, "hero")
    asked(filled, "cafe")
    asked(filled, "bell", "after")
    said(filled, "reject", "cafe", "too dark")
    said(filled, "lock", "logo")
    found = reviews(filled)
    assert (found.gates, found.after, found.locked) == (("hero",), ("bell",), ("logo",))
    assert [(d.address, d.by, d.note) for d in found.rejected] == [("cafe", "sato", "too dark")]
    said(filled, "approve", "cafe")
    said(filled, "unlock", "logo")
    found = reviews(filled)
    assert (found.rejected, found.locked) == ((), ())


@pytest.mark.parametrize("content", [picture("#112233"), picture()], ids=["otherwise", "the same again"])
def test_what_a_run_has_made_anew_is_not_rejected_any_more(filled: Filled, content: bytes):
    filled.asset("hero", "character", picture())
    said(filled, "reject", "hero")
    assert len(reviews(filled).rejected) == 1
    filled.asset("hero", "character", content, started=LATER)
    assert reviews(filled).rejected == ()


def test_the_page_shows_what_there_is_to_choose_from(filled: Filled):
    filled.asset("other", "ui", picture("#00ff00"))
    filled.asset("hero", "character", picture())
    filled.asset("cafe", "background", picture("#0000ff"))
    plain, _ = written(filled, language="en")
    assert "Review" not in plain.words
    others = filled.catalog.assets("p")
    candidates(filled, "hero", str(others["other"].sha256), asked(filled, "hero"), "e" * 64)
    asked(filled, "cafe", "after")
    said(filled, "reject", "other", HOSTILE)
    page, markdown = written(filled, language="en")
    # two candidates of three have a file; what waits without candidates is shown itself
    assert len(page.sources) == len(plain.sources) + 3
    assert page.text.count("chosen") == 1
    assert page.text.index("1 · score 0.10") < page.text.index("2 · score 0.20") < page.text.index("3 · score 0.30")
    assert "waits at its gate" in page.text
    assert "<script>alert(1)</script>" in page.text
    assert "#reviews" in page.links
    assert "2: 0.20 (chosen)" in markdown
    assert "\\<script\\>" in markdown
    japanese, _ = written(filled, language="ja")
    assert "次の実行で作り直すもの" in japanese.text
    assert "採点 0.20" in japanese.text


def test_sounds_are_chosen_by_number(filled: Filled):
    filled.asset("bell", "se", b"sound", ".ogg", kind="se_gen", media_type="audio/ogg")
    sha256 = asked(filled, "bell")
    candidates(filled, "bell", sha256, sha256, media_type="audio/ogg")
    page, _ = written(filled, language="en")
    assert page.sources == []
    assert "1 · score 0.10" in page.text


def test_of_many_the_page_says_how_many_more(filled: Filled):
    for number in range(MOST_CHOICES + 3):
        filled.asset(f"a{number:02d}", "ui", picture())
        asked(filled, f"a{number:02d}", "after")
    page, _ = written(filled, language="en")
    assert "There are 3 more." in page.text
