"""Candidates: several tries at one asset, each made by itself; a person or the best score says which one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yoake.definition.models import TaskSpec
from yoake.fingerprint import digest, seed_of
from yoake.graph.asset import HAS_FILE, Asset, AssetStatus
from yoake.words import AssetType

MARK = "~"
"""`hero~2` is the second candidate of `hero`."""
ALWAYS_THE_SAME: frozenset[AssetType] = frozenset(("data_process", "external_api", "integrate", "build"))
"""Types whose result does not depend on the seed: another candidate would be the same once more."""


def candidate_count(spec: TaskSpec) -> int:
    """How many candidates are made for each asset of a spec; 1: the asset itself and nothing else."""
    return 1 if spec.type in ALWAYS_THE_SAME else spec.candidates


def candidate_name(address: str, number: int) -> str:
    """The address of a candidate, numbers from 1."""
    return f"{address}{MARK}{number}"


def asset_of(address: str) -> str:
    """The asset that an address, maybe a candidate's, belongs to; names that stand for a fan-out have the mark too."""
    head, mark, number = address.rpartition(MARK)
    return head if mark and number.isdigit() and not head.endswith("/") else address


def candidate_seed(seed: int, address: str, number: int) -> int:
    """The seed of a candidate; the first one has the asset's own, and so is what the asset is without candidates."""
    return seed if number == 1 else seed_of(seed, candidate_name(address, number))


def candidates_of(asset: Asset, count: int) -> tuple[Asset, ...]:
    """The candidates of an asset that is identified: they differ from it by their seed alone."""
    found = []
    for number in range(1, count + 1):
        seed = candidate_seed(asset.identity["seed"], asset.address, number)
        identity = {**asset.identity, "seed": seed}
        found.append(
            replace(
                asset, address=candidate_name(asset.address, number), status="waiting", record=None, reason="",
                fingerprint=asset.fingerprint if number == 1 else digest(identity), identity=identity,
                of=asset, number=number, candidates=(),
            )
        )  # fmt: skip
    return tuple(found)


def score_of(candidate: Asset) -> float:
    """Its score by the automatic check, 0 to 1; 0 where it was made before there were scores."""
    score = candidate.record.meta.get("score") if candidate.record is not None else None
    return float(score) if isinstance(score, int | float) else 0.0


def chosen(candidates: Sequence[Asset], picked: str | None) -> Asset | None:
    """Which candidate the asset is: the one picked, else the best by its score, the first of equals.

    A placeholder is chosen only where nothing better is there; none where nothing at all is.
    """
    there = [c for c in candidates if c.status in HAS_FILE and c.record is not None]
    real = [c for c in there if c.status != "placeholder"]
    for candidate in real:
        assert candidate.record is not None
        if picked is not None and candidate.record.sha256 == picked:
            return candidate
    return max(real or there, key=lambda c: (score_of(c), -c.number), default=None)


def status_by(candidates: Sequence[Asset], choice: Asset | None) -> tuple[AssetStatus, str]:
    """What an asset's settled candidates make of it, and why."""
    if choice is not None and choice.status != "placeholder":
        made = any(c.status == "made" for c in candidates)
        return ("made" if made else "up-to-date"), choice.reason if choice.status == "made" else ""
    if choice is not None:
        return "placeholder", choice.reason
    for status in ("failed", "skipped", "blocked"):
        for candidate in candidates:
            if candidate.status == status:
                return candidate.status, candidate.reason
    return "left", candidates[0].reason if candidates else ""
