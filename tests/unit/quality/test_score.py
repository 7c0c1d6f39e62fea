"""Scores tell candidates apart by what the check measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoake.quality.score import score
from yoake.quality.thresholds import THRESHOLDS, Kind

GOOD: dict[Kind, dict[str, float]] = {
    "character": {"sharpness": 300, "std": 60, "alpha_coverage": 0.4, "main_part": 1.0},
    "background": {"sharpness": 300, "std": 60},
    "bgm": {"clipped_share": 0, "silent_share": 0, "lufs": -16, "seam_jump": 0, "seam_gap_seconds": 0},
    "voice": {"clipped_share": 0, "silent_share": 0, "lufs": -20},
    "text": {"characters": 2000, "language_share": 1.0, "compression": 2.5},
    "video": {"motion": 12, "brightness": 120},
}
WORSE: list[tuple[Kind, str, float]] = [
    ("character", "sharpness", 20),
    ("character", "std", 10),
    ("character", "alpha_coverage", 0.89),
    ("character", "main_part", 0.92),
    ("background", "sharpness", 11_000),
    ("bgm", "lufs", -27),
    ("bgm", "seam_jump", 0.15),
    ("voice", "clipped_share", 0.0015),
    ("voice", "silent_share", 0.6),
    ("text", "compression", 15),
    ("text", "language_share", 0.6),
    ("text", "characters", 5),
    ("video", "motion", 0.3),
    ("video", "brightness", 10),
]


@pytest.mark.parametrize("kind", GOOD)
def test_nothing_to_complain_of_is_one(kind: Kind):
    assert score(kind, GOOD[kind]) == 1.0


@pytest.mark.parametrize(("kind", "measure", "value"), WORSE)
def test_what_is_worse_scores_less(kind: Kind, measure: str, value: float):
    assert score(kind, {**GOOD[kind], measure: value}) < 1.0


def test_what_was_made_with_less_scores_half():
    assert score("background", GOOD["background"], degraded=True) == 0.5


def test_the_specs_own_thresholds_count():
    soft = {**GOOD["background"], "sharpness": 100}
    assert score("background", soft, {"min_sharpness": 90}) < score("background", soft)


@given(st.sampled_from(sorted(THRESHOLDS)), st.dictionaries(st.sampled_from(
    ["sharpness", "std", "alpha_coverage", "main_part", "clipped_share", "silent_share", "lufs", "seam_jump",
     "seam_gap_seconds", "characters", "language_share", "compression", "motion", "brightness"]),
    st.floats(-1e6, 1e6)), st.booleans())  # fmt: skip
def test_a_score_is_a_share_whatever_was_measured(kind: Kind, measures: dict[str, float], degraded: bool):
    assert 0.0 <= score(kind, measures, degraded=degraded) <= 1.0
