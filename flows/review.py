"""`review`: asks a person about assets, by a form in the Prefect UI, and records what they decide.

Made paused by a run whose gate opened (flows/review_runs.py), or started by hand; a worker runs it when the form was
submitted. Nothing is decided here: yoake/review/desk.py judges each answer, whoever gives it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.runtime import flow_run as this_run
from prefect.states import Completed
from pydantic import ValidationError

from flows.open_run import open_project
from flows.parameters import RunParameters
from flows.projects import project_path
from flows.refusals import refused
from flows.review_continue import go_on
from flows.review_form import GateForm, MorningForm, decision_of
from flows.review_items import shown_of, waiting_items
from flows.review_page import TEXTS, Item, gate_page, morning_page
from flows.review_parameters import ReviewParameters
from flows.review_pause import Round, rounds_of, suspend
from flows.review_runs import end_answered, form_of, message_of, note_runs, show
from flows.run_names import project_of
from yoake.errors import YoakeError
from yoake.review.decision import Decision
from yoake.review.desk import decide
from yoake.workspace.workspace import Workspace


def run_name() -> str:
    """The flow run's name: `review`, and what it asks about."""
    ask = this_run.get_parameters().get("ask")
    asset = ask.get("asset") if isinstance(ask, Mapping) else getattr(ask, "asset", None)
    return f"review {asset or project_of({'run': ask})}"


@flow(
    name="review",
    flow_run_name=run_name,
    description="Asks a person about assets and records the decision",
    validate_parameters=True,
)
async def review(ask: ReviewParameters) -> Any:
    """Asks about one asset, or about all that wait, until there is an answer that can be taken.

    Args:
        ask: about what.
    """
    try:
        file = str(project_path(ask.project_file))
        run = RunParameters(project_file=file, nodes=ask.nodes, out=ask.out)
        workspace = await asyncio.to_thread(open_project, run)
        try:
            async with get_client() as client:
                return await _Desk(client, workspace, ask).serve()
        finally:
            workspace.close()
    except YoakeError as error:
        return refused(error)


class _Desk:
    """One review flow run while a worker runs it."""

    def __init__(self, client: PrefectClient, workspace: Workspace, ask: ReviewParameters) -> None:
        self._client, self._workspace, self._asset, self._ask = client, workspace, ask.asset, ask
        self._project, self._language = workspace.project.project, workspace.project.language
        self._logger = get_run_logger()

    async def serve(self) -> Any:
        rounds = await rounds_of(self._client, this_run.get_id())
        last = rounds[-1] if rounds else None
        if last is None or last.answer is None:
            return await self._ask_again(last, [])
        return await self._take(last)

    async def _take(self, last: Round) -> Any:
        """Records an answer; asks again about what could not be taken."""
        try:
            decisions = await self._decisions(last)
        except ValidationError as error:
            return await self._ask_again(last, [str(e["msg"]) for e in error.errors()])
        said, refused, gates = [], [], {row.address for row in await self._waiting() if row.mode == "gate"}
        for decision in decisions:
            answer = await asyncio.to_thread(
                decide, self._workspace.catalog.reviews, self._project, decision, self._language
            )
            self._logger.info("%s", answer.sentence)
            (said if answer.accepted else refused).append(answer.sentence)
        if said and gates & {decision.address for decision in decisions}:
            sentence = await go_on(self._client, self._workspace, self._ask)
            self._logger.info("%s", sentence)
            said.append(sentence)
        await end_answered(self._client, self._workspace)
        if refused:
            return await self._ask_again(last, refused)
        return Completed(message=" ".join(said) or TEXTS[self._language]["none"])

    async def _decisions(self, last: Round) -> list[Decision]:
        """The decisions that an answer holds.

        Raises:
            ValidationError: it is not what the form allows.
        """
        answer = last.answer or {}
        if "decision" in answer:
            one = GateForm.model_validate(answer)
            (address,) = last.shown.assets or {self._asset or "": ""}
            return [decision_of(one, address, one.by, last.shown)]
        form = MorningForm.model_validate(answer)
        decisions = [decision_of(named, named.asset, form.by, last.shown) for named in form.decisions]
        if form.rest:
            named = {decision.address for decision in decisions}
            decisions += [
                Decision(row.address, "approve", row.sha256, by=form.by.strip(), source="prefect")
                for row in await self._waiting()
                if row.address not in named and last.shown.assets.get(row.address) == row.sha256
            ]
        return decisions

    async def _ask_again(self, last: Round | None, refused: Sequence[str]) -> Any:
        """Waits for an answer about what waits now; ends where nothing does."""
        # a form that is shown again is about what it was about
        about = [self._asset] if self._asset is not None else list(last.shown.assets) if last is not None else []
        items = await asyncio.to_thread(waiting_items, self._workspace, frozenset(about) or None)
        if not items:
            sentence = " ".join(refused) or TEXTS[self._language]["none"]
            self._logger.info("%s", sentence)
            return Completed(message=sentence)
        several = self._asset is None
        page = await asyncio.to_thread(self._page, items, several, refused)
        form = form_of(items, self._language, page, several=several)
        flow_run_id = this_run.get_id()
        await asyncio.to_thread(note_runs, self._workspace, items, flow_run_id)
        await show(self._client, flow_run_id, self._project, items, page)
        message = " ".join([*refused, message_of(items)])
        return await suspend(self._client, flow_run_id, last.number + 1 if last else 1, form, shown_of(items), message)

    def _page(self, items: Sequence[Item], several: bool, refused: Sequence[str]) -> str:
        if several:
            return morning_page(items, self._project, self._language, refused)
        return gate_page(items[0], self._project, self._language, " ".join(refused))

    async def _waiting(self) -> list[Any]:
        return await asyncio.to_thread(self._workspace.catalog.reviews.waiting, self._project)
