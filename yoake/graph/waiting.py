"""What waits for a person: behind which gates which task specs stand."""

from __future__ import annotations

from yoake.graph.run_state import RunState

HELD = "waits for its review: nothing may use it before (review: gate)"


def waiting_reviews(state: RunState) -> dict[str, list[str]]:
    """Spec whose assets are not known yet -> the held assets that it waits for, directly or not."""
    if not state.held:
        return {}
    found: dict[str, list[str]] = {}
    for spec in state.graph.in_order():
        mine = state.specs.get(spec.id)
        if mine is None or mine.expanded:
            continue
        waits: dict[str, None] = {}
        for name in state.graph.before[spec.id]:
            above = state.specs[name]
            held = [a.address for a in above.assets if a.held] if above.expanded else found.get(name, ())
            waits.update(dict.fromkeys(held))
        if waits:
            found[spec.id] = list(waits)
    return found


def sentence(reviews: list[str]) -> str:
    """Why something waits: `waits for the review of hero`; of many, the first three."""
    more = f" and {len(reviews) - 3} more" if len(reviews) > 3 else ""
    return f"waits for the review of {', '.join(reviews[:3])}{more}"


def awaited(state: RunState) -> str:
    """What waits for people now: `2 wait for review: hero, sakura`; of many, the first three."""
    names = list(state.held)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{len(names)} wait{'s' if len(names) == 1 else ''} for review: {', '.join(names[:3])}{more}"
