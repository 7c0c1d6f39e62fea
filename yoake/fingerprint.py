"""Fingerprints, seeds and digests: what makes two assets the same asset.

A fingerprint is the SHA-256 over canonical JSON of everything that decides an asset's content; never paths, times or
secrets (DESIGN: store and cache).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

FORMAT = 1
"""Raised when the meaning of a fingerprint changes, so that nothing old is mistaken for new."""


def canonical_json(value: Any) -> bytes:
    """`value` as UTF-8 JSON with sorted keys and no spaces.

    Raises:
        ValueError: for NaN and infinities, which JSON does not know.
        TypeError: for values that are not JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(value: Any) -> str:
    """SHA-256 (hex) over the canonical JSON of `value`."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def digest_of_all(parts: Iterable[str]) -> str:
    """SHA-256 (hex) over some strings in order; the separator cannot occur in an address or a hash."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def seed_of(project_seed: int, address: str, attempt: int = 0) -> int:
    """The asset's own seed, 0 <= seed < 2**32: fixed by the project's seed, its address, and which try it is."""
    text = f"{project_seed}:{address}" if attempt == 0 else f"{project_seed}:{address}:{attempt}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
