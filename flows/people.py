"""What a run has to do with people: it tells them what needs them, and asks for their decisions."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from prefect import get_run_logger

from flows.live_run import LiveRun
from flows.notify import Notifier, notifier_for
from flows.parameters import RunParameters
from yoake.errors import YoakeError
from yoake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from flows.review_parameters import ReviewParameters
    from flows.review_runs import ReviewRuns


@asynccontextmanager
async def people_take_part(live: LiveRun, run: RunParameters) -> AsyncIterator[None]:
    """`async with people_take_part(live, run):` around `live.drive`: messages are sent, decisions asked for.

    Nothing that goes wrong here breaks the run; it is said. A run that was stopped asks nothing more.
    """
    workspace, logger = live.workspace, get_run_logger()
    project = workspace.project

    notifier = notifier_for(run, project.project, project.title, project.language, lambda s: live.listener.said(s))
    # not to the terminal, which names `yoake review` anyway
    keeper = GateKeeper(workspace, run, notifier, logger.info)
    live.alarm = notifier.service_lost
    live.gates.opened = keeper.opened
    yield
    if not live.stopping:
        await keeper.ended()
        await notifier.run_ended(live.state.assets.values())


class GateKeeper:
    """Makes the review runs of one run.

    Args:
        notifier: tells people.
        said: told in a sentence what could not be done.
    """

    def __init__(
        self, workspace: Workspace, run: RunParameters, notifier: Notifier, said: Callable[[str], None]
    ) -> None:
        self._workspace, self._run = workspace, run
        self._notifier, self._said = notifier, said
        self._context = contextvars.copy_context()

    @cached_property
    def _reviews(self) -> ReviewRuns:
        from flows.review_runs import ReviewRuns  # draws thumbnails: most runs have nothing to ask

        return ReviewRuns(self._workspace, parameters_of(self._run, self._workspace), self._said)

    async def opened(self, addresses: Sequence[str]) -> None:
        """Gates have opened: these assets wait for a person."""
        # what leads here may come from a thread, whose context knows neither flow run nor server
        await asyncio.get_running_loop().create_task(self._ask(addresses), context=self._context.copy())

    async def _ask(self, addresses: Sequence[str]) -> None:
        try:
            asked = await self._reviews.for_gates(addresses)
        except YoakeError as error:
            asked = {}
            self._said(f"Nobody could be asked in Prefect: {error}")
        self._notifier.gates_opened({address: asked.get(address) for address in addresses})

    async def ended(self) -> None:
        """The run has ended: the morning is asked about, and what was answered meanwhile is not asked any more."""
        reviews, project = self._workspace.catalog.reviews, self._workspace.project.project
        if not await asyncio.to_thread(lambda: reviews.waiting(project) or reviews.decisions(project)):
            return
        try:
            await self._reviews.for_the_morning()
            await self._reviews.end_answered()
        except YoakeError as error:
            self._said(f"The review of the morning could not be prepared: {error}")


def parameters_of(run: RunParameters, workspace: Workspace) -> ReviewParameters:
    """The parameters of the review flow for what a run has made: whole paths, since a worker runs it elsewhere."""
    from flows.review_parameters import ReviewParameters

    return ReviewParameters(
        project_file=str(workspace.source.resolve()), nodes=run.nodes, out=str(workspace.layout.root)
    )
