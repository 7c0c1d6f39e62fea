"""Review flow runs in Prefect for what waits for a person: one for each gate, one for everything else in the morning.

They only ask: what waits and what was decided is in the catalog. Where they cannot be made, `yoake review` is there.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.input import RunInput
from pydantic import ValidationError

from flows.projects import project_path
from flows.review_close import ended_state
from flows.review_form import gate_form, morning_form
from flows.review_items import shown_of, waiting_items
from flows.review_page import Item, gate_page, morning_page
from flows.review_parameters import ReviewParameters
from flows.review_pause import create_paused
from yoake.errors import InvalidRequestError
from yoake.workspace.workspace import Workspace

DEPLOYMENT = "review/review"
TRIES = 50
"""How often a review run of the same content may have ended without an answer before no new one is made."""
LOOKED_AT = 200
"""Paused review runs that are looked through for those that nobody has to answer any more."""


class ReviewRuns:
    """Makes the review runs of one project.

    Args:
        ask: the parameters of the review flow, without the asset.
        said: told in a sentence that none can be made.
    """

    def __init__(self, workspace: Workspace, ask: ReviewParameters, said: Callable[[str], None]) -> None:
        self._workspace, self._ask, self._said = workspace, ask, said
        self._project = workspace.project.project
        self._language = workspace.project.language
        self._silent = False
        self._in_turn = asyncio.Lock()

    async def for_gates(self, addresses: Sequence[str]) -> dict[str, UUID]:
        """Makes a paused review run for each of these gates, unless it has one.

        Returns:
            Address -> the flow run; nothing for what no run could be made for.
        """
        items = await asyncio.to_thread(waiting_items, self._workspace, frozenset(addresses), "gate")
        made: dict[str, UUID] = {}
        async with self._served() as client:
            deployment = await self._deployment(client) if items else None
            for item in items if deployment else ():
                page = await asyncio.to_thread(gate_page, item, self._project, self._language)
                form = form_of([item], self._language, page)
                run = await self._paused(
                    client, deployment, f"review {item.address}", [item], form, page, several=False
                )
                if run is not None:
                    made[item.address] = run
        return made

    async def for_the_morning(self) -> UUID | None:
        """Makes one paused review run for all that waits without holding anything up; none where nothing does.

        A run that asked for fewer or other assets is ended: this one asks for all.
        """
        items = await asyncio.to_thread(waiting_items, self._workspace, None, "after")
        if not items:
            return None
        async with self._served() as client:
            deployment = await self._deployment(client)
            if deployment is None:
                return None
            page = await asyncio.to_thread(morning_page, items, self._project, self._language)
            form = form_of(items, self._language, page, several=True)
            name = f"review {self._project}: {len(items)} asset{'' if len(items) == 1 else 's'}"
            return await self._paused(client, deployment, name, items, form, page, several=True)
        return None

    async def end_answered(self) -> int:
        """Ends the paused review runs of this project that nobody has to answer any more, in words.

        Returns:
            How many.
        """
        async with self._served() as client:
            return await end_answered(client, self._workspace)
        return 0

    @asynccontextmanager
    async def _served(self) -> AsyncIterator[PrefectClient]:
        """A client; what goes wrong between it and the server is said. One caller at a time: SQLite."""
        async with self._in_turn, get_client() as client:
            try:
                yield client
            except httpx.HTTPError as error:
                self._explain(f"the Prefect server does not do as it should ({type(error).__name__})")

    async def _deployment(self, client: PrefectClient) -> UUID | None:
        try:
            project_path(str(self._workspace.source))
            return (await client.read_deployment_by_name(DEPLOYMENT)).id
        except InvalidRequestError as error:
            reason = error.message.removesuffix(".")  # a worker would refuse the file
        except ObjectNotFound:
            reason = f"the Prefect server has no deployment {DEPLOYMENT}"
        self._explain(reason)
        return None

    async def _paused(
        self,
        client: PrefectClient,
        deployment: UUID | None,
        name: str,
        items: Sequence[Item],
        form: type[RunInput],
        page: str,
        several: bool,
    ) -> UUID | None:
        assert deployment is not None
        ask = self._ask.model_copy(update={"asset": items[0].address if not several else None})
        for attempt in range(TRIES):
            run = await create_paused(
                client, deployment, name=name, key=self._key(items, several, attempt),
                parameters={"ask": ask.model_dump()}, tags=[f"project:{self._project}"], form=form,
                shown=shown_of(items), message=message_of(items),
            )  # fmt: skip
            if run.state is None or not run.state.is_final():
                await asyncio.to_thread(note_runs, self._workspace, items, run.id)
                await show(client, run.id, self._project, items, page)
                return run.id
        self._explain(f"{TRIES} review runs of {name} have ended without an answer")
        return None

    def _key(self, items: Sequence[Item], several: bool, attempt: int) -> str:
        """Idempotency key: the same content asked for twice is one run, unless that run has ended."""
        root = str(self._workspace.layout.root)
        what = "\n".join(f"{item.address} {item.sha256}" for item in items)
        digest = hashlib.sha256(f"{root}\n{several}\n{what}".encode()).hexdigest()
        return f"review:{self._project}:{digest}:{attempt}"

    def _explain(self, reason: str) -> None:
        if not self._silent:
            self._silent = True
            self._said(f"No review can be asked for in Prefect: {reason}. Decide with: yoake review {self._project}")


def form_of(items: Sequence[Item], language: Any, page: str, *, several: bool = False) -> type[RunInput]:
    """The form for what is shown: about one asset by itself, or about several."""
    if len(items) == 1 and not several:
        return gate_form(language, [c.number for c in items[0].candidates], page)
    return morning_form(language, [item.address for item in items], page)


def message_of(items: Sequence[Item]) -> str:
    """What a paused run waits for, as its state's message."""
    if len(items) == 1:
        return f"{items[0].address} waits for a decision: press Resume."
    return f"{len(items)} assets wait for decisions: press Resume."


def note_runs(workspace: Workspace, items: Sequence[Item], flow_run_id: UUID) -> None:
    """Keeps with what waits which flow run asks for it."""
    for item in items:
        workspace.catalog.reviews.set_flow_run(workspace.project.project, item.address, item.sha256, str(flow_run_id))


async def show(client: PrefectClient, flow_run_id: UUID, project: str, items: Sequence[Item], page: str) -> None:
    """Puts the page on the run's Artifacts tab too: it can be looked at without pressing Resume."""
    name = items[0].address if len(items) == 1 else "morning"
    key = re.sub("[^a-z0-9]+", "-", f"review-{project}-{name}".lower()).strip("-")
    artifact = ArtifactCreate(
        key=key, type="markdown", description=message_of(items), data=page, flow_run_id=flow_run_id
    )
    await client.create_artifact(artifact)


async def end_answered(client: PrefectClient, workspace: Workspace) -> int:
    """Ends paused review runs of a project in an output folder that no waiting review belongs to.

    Raises:
        httpx.HTTPError: the server is gone, or refuses.
    """
    project = workspace.project.project
    rows = await asyncio.to_thread(workspace.catalog.reviews.waiting, project)
    decisions = await asyncio.to_thread(workspace.catalog.reviews.decisions, project)
    if not rows and not decisions:
        return 0  # nothing was ever asked
    asked = {row.flow_run_id for row in rows}
    fresh = {row.address for row in rows if row.flow_run_id is None}  # its run may be about to be noted
    found = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter.model_validate(
            {"tags": {"all_": [f"project:{project}"]}, "state": {"type": {"any_": ["PAUSED"]}}}
        ),
        limit=LOOKED_AT,
    )
    asks = {run.id: _ask_of(run) for run in found if str(run.id) not in asked}
    over = {
        number: ask
        for number, ask in asks.items()
        if ask is not None and Path(ask.out).resolve() == workspace.layout.root and ask.asset not in fresh
    }
    if not over:
        return 0
    last = {decision.address: decision for decision in decisions}
    for number, ask in over.items():
        decision = last.get(ask.asset) if ask.asset is not None else None
        await client.set_flow_run_state(number, ended_state([decision] if decision is not None else []))
    return len(over)


def _ask_of(run: FlowRun) -> ReviewParameters | None:
    """What a paused run asks; none where it is no review."""
    try:
        return ReviewParameters.model_validate(run.parameters.get("ask"))
    except ValidationError:
        return None
