"""Which script each scene of a shape follows: the plot's beats where everybody passes, quiet scenes elsewhere."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

from yoake.providers.sketch.story.scripts import Script, beats, endings, interludes
from yoake.providers.sketch.story.structure import Node
from yoake.texts.models import TimeOfDay

# In story order; the number says which beats a short story keeps (the lowest first).
_BEATS: tuple[tuple[str, int], ...] = (
    ("opening", 1), ("meeting", 5), ("incident", 2), ("clue", 7), ("ally", 10), ("plan", 17), ("attempt", 12),
    ("close", 6), ("rumour", 14), ("loss", 13), ("quarrel", 8), ("reconcile", 9), ("confession", 15), ("turn", 3),
    ("alone", 18), ("gather", 16), ("journey", 11), ("threshold", 19), ("climax", 4), ("decision", 0),
)  # fmt: skip
_RUN_UP = ("journey", "threshold", "climax")
"""Beats that lead straight into the decision: no quiet scene may come after them."""


class Casting:
    """Chooses scripts for the scenes of one story."""

    def __init__(
        self, people: int, place_kinds: Collection[str], times: Collection[TimeOfDay], rng: random.Random
    ) -> None:
        self._people = people
        self._kinds = place_kinds
        self._times = times
        self._rng = rng
        self._quiet: list[Script] = []
        self._last_cast = ""

    def scripts(self, nodes: Sequence[Node]) -> list[Script]:
        """One script a scene, in order."""
        plotted = iter(self._plotted([n.kind for n in nodes if n.kind in ("main", "side")]))
        forks = list(beats()["fork"])
        self._rng.shuffle(forks)
        before_end = max(1, sum(n.kind in ("main", "side") for n in nodes) - 1)
        chosen: list[Script] = []
        apart = False  # from the quarrel on, until they meet again
        for index, node in enumerate(nodes):
            script: Script | None = None
            if node.kind == "main":
                script = next(plotted)
            elif node.kind == "fork":
                script = forks.pop()
            elif node.kind == "ending":
                script = endings()[(node.ending or 0) % len(endings())]
            if script is None:
                share = index / before_end
                script = self._deal("early" if share < 0.34 else "mid" if share < 0.72 else "late", apart)
            apart = script.beat == "quarrel" or (apart and script.beat == "interlude")
            chosen.append(script)
        return chosen

    def _plotted(self, kinds: list[str]) -> list[Script | None]:
        """The plot's beats for the scenes that everybody meets; none where a quiet scene goes in between."""
        count = kinds.count("main")
        last_side = max((i for i, kind in enumerate(kinds) if kind == "side"), default=-1)
        straight = len(kinds) - 1 - last_side  # scenes in a row before the endings, the decision among them
        usable = [(beat, rank) for beat, rank in _BEATS if beat == "decision" or self._variants(beat)]
        run_up = sorted((one for one in usable if one[0] in _RUN_UP), key=lambda one: one[1])[: straight - 1]
        usable = [one for one in usable if one[0] not in _RUN_UP or one in run_up]
        ranked = [beat for beat, _ in sorted(usable, key=lambda one: one[1])]
        kept = set(ranked[:count])
        if len(kept & {"quarrel", "reconcile"}) == 1:
            # One makes no sense without the other.
            ranked = [beat for beat in ranked if beat not in ("quarrel", "reconcile")]
            kept = set(ranked[:count])
        names = [beat for beat, _ in usable if beat in kept]
        slots: list[Script | None] = [None] * count
        tail = [name for name in names if name in (*_RUN_UP, "decision")]
        body = [name for name in names if name not in tail]
        room = count - len(tail)
        for index, name in enumerate(body):
            slots[round(index * (room - 1) / max(1, len(body) - 1)) if len(body) > 1 else 0] = self._variant(name)
        slots[room:] = [self._variant(name) for name in tail]
        return slots

    def _variants(self, beat: str) -> list[Script]:
        """The scripts of a beat that these people can play at these times of day."""
        return [
            s
            for s in beats()[beat]
            if (self._people > 2 or "C" not in s.cast) and (not self._times or set(s.times) & set(self._times))
        ]

    def _variant(self, beat: str) -> Script:
        return self._rng.choice(self._variants(beat) or list(beats()[beat]))

    def _deal(self, phase: str, apart: bool) -> Script:
        """The next quiet scene that suits the phase; none comes twice while there are others."""
        if not self._quiet:
            self._quiet = [s for s in interludes() if self._people > 2 or "C" not in s.cast]
            self._rng.shuffle(self._quiet)

        def awkward(script: Script) -> int:
            return (
                8 * bool(self._times and not set(script.times) & set(self._times))
                + 4 * (not set(script.places) & set(self._kinds))
                + 6 * (apart and "B" in script.cast)
                + 3 * (script.phase not in (phase, "any"))
                + 2 * (script.cast == self._last_cast)  # ways that part should lead to different company
            )

        script = min(self._quiet, key=awkward)
        self._quiet.remove(script)
        self._last_cast = script.cast
        return script
