"""How good an asset is by what its check measured, 0 to 1: what candidates are told apart by until a person looks.

It sees what a machine can see: whether a picture is blurred, flat or badly cut out, whether a sound is clipped, silent
or off its loudness, whether a text repeats itself. It sees nothing of taste; docs/review.md says so too.
"""

from __future__ import annotations

from collections.abc import Mapping

from yoake.quality.thresholds import Kind, thresholds_for

DEGRADED_SHARE = 0.5
"""What the score of something is worth that was made with less than was asked for."""
LUFS = {"bgm": (-20.0, -14.0), "se": (-28.0, -10.0), "voice": (-24.0, -15.0)}
"""Loudness that needs no correction in a game."""


def score(
    kind: Kind, measures: Mapping[str, float], overrides: Mapping[str, float] | None = None, *, degraded: bool = False
) -> float:
    """The score of an asset that has passed its check; the mean of what can be told of its kind.

    Args:
        measures: what the check measured.
        overrides: the spec's own thresholds.
        degraded: whether it was made with less than was asked for.
    """
    limits = thresholds_for(kind, overrides or {})
    match kind:
        case "character" | "background" | "event" | "ui":
            parts = _picture(measures, limits)
        case "bgm" | "se" | "voice":
            parts = _sound(kind, measures, limits)
        case "text":
            parts = _text(measures, limits)
        case "video":
            parts = _video(measures, limits)
        case _:
            parts = []
    whole = sum(parts) / len(parts) if parts else 0.5
    return round(whole * (DEGRADED_SHARE if degraded else 1.0), 4)


def _picture(measures: Mapping[str, float], limits: Mapping[str, float]) -> list[float]:
    most = limits["max_sharpness"] or 12_000.0
    parts = [
        _within(measures.get("sharpness", 0.0), limits["min_sharpness"], 150.0, 0.2 * most, most),
        _within(measures.get("std", 0.0), limits["min_std"], 35.0, 90.0, 127.0),
    ]
    if "alpha_coverage" in measures:
        high = limits["max_alpha_coverage"]
        parts.append(_within(measures["alpha_coverage"], limits["min_alpha_coverage"], 0.15, 0.8 * high, high))
    if "main_part" in measures:
        least = limits["min_main_part"]
        parts.append(_within(measures["main_part"], least, 1.0, 1.0, 1.0))
    return parts


def _sound(kind: Kind, measures: Mapping[str, float], limits: Mapping[str, float]) -> list[float]:
    low, high = LUFS[kind]
    parts = [
        1.0 - _share(measures.get("clipped_share", 0.0), limits["max_clipped_share"]),
        1.0 - _share(measures.get("silent_share", 0.0), limits["max_silent_share"]),
    ]
    if "lufs" in measures:
        parts.append(_within(measures["lufs"], limits["min_lufs"], low, high, limits["max_lufs"]))
    for seam in ("seam_jump", "seam_gap_seconds"):
        if seam in measures:
            parts.append(1.0 - _share(measures[seam], limits[f"max_{seam}"]))
    return parts


def _text(measures: Mapping[str, float], limits: Mapping[str, float]) -> list[float]:
    most = limits["max_characters"] or 400_000.0
    return [
        _within(measures.get("characters", 0.0), limits["min_characters"], 40.0, 0.5 * most, most),
        min(1.0, max(0.0, measures.get("language_share", 1.0))),
        1.0 - _share(max(0.0, measures.get("compression", 1.0) - 4.0), max(1.0, limits["max_compression"] - 4.0)),
    ]


def _video(measures: Mapping[str, float], limits: Mapping[str, float]) -> list[float]:
    return [
        _within(measures.get("motion", 0.0), limits["min_motion"], 2.0, 60.0, 128.0),
        _within(measures.get("brightness", 0.0), limits["min_brightness"], 40.0, 225.0, 255.0),
    ]


def _within(value: float, low: float, good: float, still_good: float, high: float) -> float:
    """1 from `good` to `still_good`, falling to 0 at `low` and at `high`."""
    if good <= value <= still_good:
        return 1.0
    if value < good:
        return max(0.0, (value - low) / (good - low)) if good > low else 0.0
    return max(0.0, (high - value) / (high - still_good)) if high > still_good else 0.0


def _share(value: float, most: float) -> float:
    """How much of what is allowed is used up, 0 to 1; where everything is allowed, nothing."""
    return min(1.0, max(0.0, value / most)) if most > 0 else 0.0
