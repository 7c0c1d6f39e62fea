"""What the catalog remembers of work like this: how long it takes, how much that varies, what VRAM a model needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yoake.making.kind_of_work import KindOfWork

UNKNOWN_DEVIATION = 0.15
"""By what share durations are taken to vary where too little is known."""
FEWEST = 3
"""Observations below which their deviation means nothing."""


class Experience:
    """Durations and peaks, from the rows of the catalog's table `experience`; knows nothing without rows."""

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        self._rows: dict[tuple[str, ...], Any] = {}
        self._peaks: dict[str, float] = {}
        for row in rows:
            self._rows[(row.provider, row.type, row.subject, row.model, row.resolution)] = row
            if row.model and row.peak_vram_gb is not None:
                self._peaks[row.model] = max(self._peaks.get(row.model, 0.0), row.peak_vram_gb)

    def seconds(self, work: KindOfWork) -> float | None:
        """How long such work takes on average, in seconds; none where it was never done."""
        row = self._rows.get(work)
        return None if row is None else float(row.mean_seconds)

    def deviation_share(self, work: KindOfWork) -> float:
        """By what share of the average it varies, 0 to 1 (mean absolute deviation)."""
        row = self._rows.get(work)
        if row is None or row.count < FEWEST or row.mean_seconds <= 0:
            return UNKNOWN_DEVIATION
        return float(min(1.0, row.deviation_seconds / row.mean_seconds))

    def peak_gb(self, model: str | None) -> float | None:
        """The most VRAM that a model was ever seen to use, in GB; none where nobody has measured."""
        return self._peaks.get(model) if model is not None else None

    @property
    def peaks(self) -> Mapping[str, float]:
        """Model -> the most VRAM it was seen to use, in GB: for `Scheduler.learn_vram`."""
        return self._peaks
