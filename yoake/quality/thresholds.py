"""All thresholds of the automatic checks in one table, one row a kind of asset.

A spec's `quality:` mapping overrides them by name. Where a row says 0 for a `max_` or `min_` of a share, size or
count, everything passes. Lengths are in seconds, levels in dB or LUFS, sides in pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from yoake.errors import InvalidRequestError
from yoake.words import AssetType, Category

Kind = Literal[
    "character", "background", "event", "ui", "video", "bgm", "se", "voice", "text", "archive", "file",
]  # fmt: skip

_MEBI = 1024.0 * 1024.0

_IMAGE: dict[str, float] = {
    "max_bytes": 64 * _MEBI,
    "min_side": 256,
    "max_side": 8192,
    "max_pixels": 40_000_000,
    "min_std": 8.0,  # of the grey levels: a blank picture has 0
    # variance of the Laplacian: good pictures have 155 to 376, blurred ones 1.3, noise 48,799
    "min_sharpness": 12.0,
    "max_sharpness": 12_000.0,
    "min_alpha_coverage": 0.08,
    "max_alpha_coverage": 0.9,
    "min_clear_corners": 2,  # of the two upper ones: figures may be cut off below
    "min_main_part": 0.9,  # share of the visible area that hangs together
    "min_opaque": 0.99,  # where no transparency is wanted
}
_AUDIO: dict[str, float] = {
    "max_bytes": 64 * _MEBI,
    "min_seconds": 0.03,
    "max_seconds": 30.0,
    "min_peak_db": -36.0,
    "min_lufs": -36.0,
    "max_lufs": -8.0,
    "max_clipped_share": 0.002,
    "max_silent_share": 0.9,
    "max_seam_jump": 0.0,
    "max_seam_gap_seconds": 0.0,
}

THRESHOLDS: dict[Kind, dict[str, float]] = {
    "character": _IMAGE,
    "background": {**_IMAGE, "min_side": 360},
    "event": {**_IMAGE, "min_side": 360},
    "ui": {
        **_IMAGE,
        "min_side": 16,
        "min_std": 1.0,
        "min_sharpness": 0.0,
        "min_alpha_coverage": 0.005,
        "max_alpha_coverage": 1.0,
        "min_clear_corners": 0,
        "min_main_part": 0.0,
    },
    "video": {
        "max_bytes": 512 * _MEBI,
        "min_side": 128,
        "max_side": 4096,
        "min_seconds": 0.4,
        "max_seconds": 180.0,
        "min_frames": 8,
        "max_frames": 12_000,
        "min_brightness": 6.0,  # of the brightest frame's mean grey level, 0 to 255
        "min_motion": 0.15,  # mean change of grey levels between the two frames that differ most
    },
    "bgm": {
        **_AUDIO,
        "min_seconds": 5.0,
        "max_seconds": 600.0,
        "min_lufs": -28.0,
        "max_lufs": -9.0,
        "max_silent_share": 0.4,
        "max_seam_jump": 0.2,
        "max_seam_gap_seconds": 0.6,
    },
    "se": {**_AUDIO, "min_lufs": -45.0, "max_lufs": -3.0},
    "voice": {**_AUDIO, "min_seconds": 0.15, "max_seconds": 60.0, "max_silent_share": 0.7},
    "text": {
        "max_bytes": 4 * _MEBI,
        "min_characters": 2,
        "max_characters": 400_000,
        "min_language_share": 0.5,
        "min_kana_share": 0.12,  # of a Japanese text: one without kana is Chinese
        "max_compression": 16.0,  # a model that repeats itself compresses far better than prose
    },
    "archive": {
        "max_bytes": 4096 * _MEBI,
        "max_unpacked_bytes": 8192 * _MEBI,
        "max_entries": 50_000,
        "min_entries": 1,
    },
    "file": {"max_bytes": 4096 * _MEBI},
}

_AUDIO_KINDS: dict[Category, Kind] = {"bgm": "bgm", "voice": "voice"}
PROCESSED: frozenset[AssetType] = frozenset(("data_process", "external_api"))
"""Types whose results may be of any kind: a number, a list, a corner of a picture."""
_CATEGORY_KINDS: dict[Category, Kind] = {
    "character": "character",
    "background": "background",
    "event": "event",
    "ui": "ui",
}


def kind_of(media_type: str, asset_type: AssetType, category: Category) -> Kind:
    """Which row of the table an asset is checked by."""
    family = media_type.partition("/")[0]
    if media_type == "application/zip":
        return "archive"
    if family == "image" and media_type != "image/svg+xml":
        # a processed picture may be a part of one: what is asked of it is the interface's
        return "ui" if asset_type in PROCESSED else _CATEGORY_KINDS.get(category, "event")
    if family == "audio":
        return _AUDIO_KINDS.get(category, "se")
    if family == "video":
        return "video"
    if media_type in ("application/json", "text/plain"):
        return "file" if asset_type in PROCESSED else "text"
    return "file"


def thresholds_for(kind: Kind, overrides: Mapping[str, float]) -> dict[str, float]:
    """The row of the table with the spec's own values.

    Raises:
        InvalidRequestError: `quality.unknown-threshold` for a name that the row does not have.
    """
    row = THRESHOLDS[kind]
    if unknown := sorted(set(overrides) - set(row)):
        raise InvalidRequestError(
            "quality.unknown-threshold",
            f"quality: {', '.join(unknown)} is no threshold of the kind {kind}.",
            next_step=f"It has {', '.join(sorted(row))}.",
        )
    return {**row, **overrides}
