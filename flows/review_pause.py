"""A `review` flow run that waits for a person, and what is kept with it: a round for each form that was shown.

A run is created paused, with its form, so that no worker starts a process only to wait. Whoever answers in the UI makes
it `Scheduled`; a worker then runs the flow, which finds the answer here. An answer that is refused opens a new round.
The form is saved before the pause is: a run that can be answered can be answered whatever died in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import orjson
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import Pause
from prefect.input import RunInput
from prefect.input.run_input import Keyset, keyset_from_base_key
from prefect.states import Paused, Suspended
from pydantic import ValidationError

from flows.review_form import Shown

WAIT_DAYS = 30
"""After that Prefect fails the review run; the asset waits on in the catalog, and the next run opens a new one."""
KEY = re.compile(r"^review-(\d{1,6})-(schema|description|response|shown)$")
MOST_INPUTS = 2000


@dataclass(slots=True)
class Round:
    """One form that was shown, and the answer to it."""

    number: int
    shown: Shown = field(default_factory=Shown)
    answer: dict[str, Any] | None = None


async def create_paused(
    client: PrefectClient,
    deployment_id: UUID,
    *,
    name: str,
    key: str,
    parameters: dict[str, Any],
    tags: Iterable[str],
    form: type[RunInput],
    shown: Shown,
    message: str,
) -> FlowRun:
    """Creates a flow run that waits for its form, unless one with this key is there.

    Args:
        key: idempotency key; two runs with the same one are the same run.
        message: what it waits for, in a sentence.

    Raises:
        httpx.HTTPError: the server is gone, or refuses.
    """
    flow_run = await client.create_flow_run_from_deployment(
        deployment_id,
        parameters=parameters,
        name=name,
        tags=tags,
        idempotency_key=key,
        state=_waiting(Paused, 1, message),
    )
    if flow_run.state is not None and not flow_run.state.is_final():
        await _save_form(client, flow_run.id, 1, form, shown)
    return flow_run


async def rounds_of(client: PrefectClient, flow_run_id: UUID) -> list[Round]:
    """The rounds of a run, oldest first; those alone whose form was saved whole."""
    found: dict[int, Round] = {}
    whole = set()
    for entry in await client.filter_flow_run_input(
        flow_run_id, key_prefix="review-", limit=MOST_INPUTS, exclude_keys=set()
    ):
        if (match := KEY.match(entry.key)) is None:
            continue
        number, part = int(match[1]), match[2]
        one = found.setdefault(number, Round(number))
        match part:
            case "schema":
                whole.add(number)
            case "response":
                one.answer = orjson.loads(entry.value)
            case "shown":
                one.shown = _shown(entry.value)
    return [found[number] for number in sorted(whole)]


async def suspend(
    client: PrefectClient, flow_run_id: UUID, number: int, form: type[RunInput], shown: Shown, message: str
) -> None:
    """Ends this process; the flow run waits for the form of a new round.

    Raises:
        Pause: always; Prefect's engine understands it.
        RuntimeError: the server does not let this run wait.
    """
    from prefect._flow_run_suspension import mark_flow_run_suspension_requested

    await _save_form(client, flow_run_id, number, form, shown)
    answer = await client.set_flow_run_state(flow_run_id, _waiting(Suspended, number, message))
    if answer.state is None or not answer.state.is_paused():
        raise RuntimeError(f"The review cannot wait for an answer: {getattr(answer.details, 'reason', answer.status)}")
    mark_flow_run_suspension_requested(flow_run_id, answer.state)
    raise Pause(state=answer.state)


def _waiting(kind: Any, number: int, message: str) -> State:
    state: State = kind(timeout_seconds=WAIT_DAYS * 86_400, message=message, **_rescheduled(kind))
    state.state_details.run_input_keyset = dict(_keyset(number))
    return state


def _rescheduled(kind: Any) -> dict[str, bool]:
    return {"reschedule": True} if kind is Paused else {}  # a suspended run always is


def _keyset(number: int) -> Keyset:
    return keyset_from_base_key(f"review-{number}")


async def _save_form(client: PrefectClient, flow_run_id: UUID, number: int, form: type[RunInput], shown: Shown) -> None:
    from prefect._internal.pydantic.v2_schema import create_v2_schema  # what RunInput.save does

    keys = _keyset(number)
    schema = create_v2_schema(form.__name__, model_base=form)
    await _save(client, flow_run_id, f"review-{number}-shown", shown.model_dump(mode="json"))
    await _save(client, flow_run_id, keys["description"], form._description or "")
    await _save(client, flow_run_id, keys["schema"], schema)


async def _save(client: PrefectClient, flow_run_id: UUID, key: str, value: Any) -> None:
    try:
        await client.create_flow_run_input(flow_run_id, key, orjson.dumps(value).decode())
    except httpx.HTTPStatusError as error:
        if error.response.status_code != httpx.codes.CONFLICT:  # saved already, by whoever died after it
            raise


def _shown(value: str | bytes) -> Shown:
    try:
        return Shown.model_validate_json(value)
    except ValidationError:
        return Shown()  # the decision is then about whatever the asset is now, and the rules judge it
