"""In which order the Prefect server looks at events, over a restart too. Runs inside the server, chosen by its setting
`PREFECT_SERVER_EVENTS_CAUSAL_ORDERING` (deployments/prefect-server.env).

Prefect's own lets an event wait for the one it follows, and remembers in memory which ones it has seen. After a restart
`Crashed` would wait a quarter of an hour for a `Running` that the server saw in its former life, and so would the rerun
of that run (measured). And on SQLite an event whose evaluation meets a locked database is tried four times within
milliseconds, then lost; with a pause between the tries it is not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.server.events.ordering import event_handler, memory
from prefect.server.events.schemas.events import Event, ReceivedEvent
from sqlalchemy.exc import OperationalError

STARTED = datetime.now(UTC)
LOCKED_SECONDS = 0.3
"""Between two tries at a database that is locked."""
TIME_ORDERED = 7
"""The version of UUIDs that begin with their time."""


class CausalOrdering(memory.CausalOrdering):
    """Prefect's ordering in memory, to which whatever was before this server's start counts as seen."""

    async def event_has_been_seen(self, event: UUID | Event) -> bool:
        """Whether an event has been looked at already, by this server or by the one before it."""
        key = event.id if isinstance(event, Event) else event
        return made_at(key) < STARTED or await super().event_has_been_seen(key)

    @asynccontextmanager
    async def preceding_event_confirmed(
        self, handler: event_handler, event: ReceivedEvent, depth: int = 0
    ) -> AsyncGenerator[None, None]:
        """Surrounds the evaluation of an event.

        Raises:
            OperationalError: as the evaluation does, a moment later; the server then tries again.
        """
        try:
            async with super().preceding_event_confirmed(handler, event, depth):
                yield
        except OperationalError:
            await asyncio.sleep(LOCKED_SECONDS)
            raise


def made_at(key: UUID) -> datetime:
    """When an identifier was made; the end of time where it does not say."""
    if key.version != TIME_ORDERED:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=key.int >> 80)
