"""Ends review runs in Prefect whose questions were answered elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed

from yoake.errors import UnreachableError
from yoake.review.decision import Decision

VERBS = {
    "approve": "approved", "reject": "rejected", "redo": "asked for anew", "pick": "picked", "lock": "locked",
    "unlock": "unlocked",
}  # fmt: skip
WHERE = {"prefect": "in the Prefect UI", "gallery": "in the gallery", "cli": "on the command line"}
SECONDS = 10.0
"""How long the server may take for an answer."""


def how_it_ended(decisions: Iterable[Decision]) -> str:
    """Why nobody has to answer a review run any more.

    Args:
        decisions: the last one about each asset that the run asked for, where that is known.
    """
    told = [f"{d.address} was {VERBS[d.kind]} by {d.by or 'somebody'} {WHERE[d.source]}." for d in decisions]
    return " ".join(told) or "Nothing that this run asked for waits any more, or a newer review run asks for it."


def ended_state(decisions: Iterable[Decision]) -> State[Any]:
    """The state of a review run that nobody has to answer any more."""
    return Completed(name="Decided", message=how_it_ended(decisions))


def end_review_runs(answered: Mapping[str, Iterable[Decision]]) -> int:
    """Ends those of these review runs that are still paused.

    Args:
        answered: flow run id -> the decisions that have answered it.

    Returns:
        How many were ended.

    Raises:
        UnreachableError: `prefect.unreachable`.
    """
    ended = 0
    try:
        with get_client(sync_client=True, httpx_settings={"timeout": SECONDS}) as client:
            for number, decisions in answered.items():
                try:
                    run = client.read_flow_run(UUID(number))
                except ObjectNotFound:
                    continue  # another server's, or deleted there
                if run.state is not None and run.state.is_paused():
                    client.set_flow_run_state(run.id, ended_state(decisions))
                    ended += 1
    except httpx.HTTPError as error:
        raise UnreachableError(
            "prefect.unreachable", f"The Prefect server does not answer ({type(error).__name__})."
        ) from error
    return ended
