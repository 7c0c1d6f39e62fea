"""How far a job is, from the signs that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yoake.providers.comfyui.signs import Sign


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    share: float
    """0 to 1; never falls."""
    step: str
    """What is being done: `KSampler 4/20`."""
    preview: bytes | None = None
    """A JPEG or PNG of what is being made, where one has just come."""


DONE = Progress(1.0, "done")


class Gauge:
    """Adds a job's signs up. A node weighs as many steps as it says that it takes, any other weighs one."""

    def __init__(self, graph: Mapping[str, Any]) -> None:
        self._classes = {node: str(entry["class_type"]) for node, entry in graph.items()}
        self._weights = {node: _weight(entry) for node, entry in graph.items()}
        self._done: dict[str, float] = {}
        self._share = 0.0
        self._step = "waiting"

    def note(self, sign: Sign) -> Progress:
        """How far the job is after a sign."""
        for node, share in (sign.done or {}).items():
            if node in self._weights:
                self._done[node] = max(share, self._done.get(node, 0.0))
        if sign.node is not None:
            name = self._classes.get(sign.node, "a node")
            self._step = f"{name} {sign.step[0]}/{sign.step[1]}" if sign.step else name
        reached = sum(self._weights[node] * share for node, share in self._done.items())
        self._share = max(self._share, min(1.0, reached / sum(self._weights.values())))
        return Progress(self._share, self._step, sign.preview)


def _weight(entry: Mapping[str, Any]) -> float:
    steps = entry.get("inputs", {}).get("steps")
    return float(steps) if isinstance(steps, int) and 1 <= steps <= 10_000 else 1.0
