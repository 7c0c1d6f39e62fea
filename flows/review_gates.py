"""What a run does about people: asks for decisions as its gates open, and in the end for what waits for the morning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from flows.notify import Notifier
from flows.parameters import RunParameters
from flows.review_parameters import ReviewParameters
from flows.review_runs import ReviewRuns
from yoake.errors import YoakeError
from yoake.workspace.workspace import Workspace


class GateKeeper:
    """Makes the review runs of one run, beside it: nothing waits for them.

    Args:
        notifier: tells people.
        said: told in a sentence what could not be done.
    """

    def __init__(
        self, workspace: Workspace, run: RunParameters, notifier: Notifier, said: Callable[[str], None]
    ) -> None:
        self._reviews = ReviewRuns(workspace, parameters_of(run, workspace), said)
        self._notifier, self._said = notifier, said
        self._opened: list[str] = []
        self._asking: asyncio.Task[None] | None = None
        self.morning: UUID | None = None
        """The review run for all that waits for the morning, once the run has ended."""

    def opened(self, address: str) -> None:
        """A gate has opened: an asset waits for a person. To be called on the event loop."""
        self._opened.append(address)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask())

    async def ended(self) -> None:
        """The run has ended: what has to be asked is asked, and what was answered meanwhile is not asked any more."""
        if self._asking is not None:
            await self._asking
        try:
            self.morning = await self._reviews.for_the_morning()
            await self._reviews.end_answered()
        except YoakeError as error:
            self._said(f"The reviews of the morning could not be prepared: {error}")

    async def _ask(self) -> None:
        while self._opened:
            addresses, self._opened = self._opened, []
            found: dict[str, UUID] = {}
            try:
                found = await self._reviews.for_gates(addresses)
            except YoakeError as error:
                self._said(f"Gates could not be asked about: {error}")
            self._notifier.gates_opened({address: found.get(address) for address in addresses})


def parameters_of(run: RunParameters, workspace: Workspace) -> ReviewParameters:
    """The parameters of the review flow for what a run has made: whole paths, since a worker runs it elsewhere."""
    return ReviewParameters(
        project_file=str(workspace.source.resolve()), nodes=run.nodes, out=str(workspace.layout.root)
    )
