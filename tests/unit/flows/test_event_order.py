"""Events that follow one which only the former server saw, and databases that are locked for a moment."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from prefect._internal.uuid7 import uuid7
from prefect.server.events.ordering import EventArrivedEarly
from prefect.server.events.schemas.events import ReceivedEvent, Resource
from sqlalchemy.exc import OperationalError

from flows import event_order
from flows.event_order import CausalOrdering, made_at


def event(follows: UUID | None = None) -> ReceivedEvent:
    resource = Resource({"prefect.resource.id": "prefect.flow-run.x"})
    now = datetime.now(UTC)
    return ReceivedEvent(occurred=now, received=now, event="x", resource=resource, follows=follows, id=uuid7())


async def never(_event: ReceivedEvent, _depth: int = 0) -> None:
    raise AssertionError


@pytest.fixture
def ordering() -> CausalOrdering:
    return CausalOrdering(scope=str(uuid4()))


def test_identifiers_tell_their_time():
    assert abs(made_at(uuid7()) - datetime.now(UTC)) < timedelta(seconds=10)
    assert made_at(uuid4()) == datetime.max.replace(tzinfo=UTC)


async def test_what_follows_an_event_of_the_former_server_is_looked_at_at_once(
    ordering: CausalOrdering, monkeypatch: pytest.MonkeyPatch
):
    before = uuid7()
    monkeypatch.setattr(event_order, "STARTED", made_at(before) + timedelta(seconds=1))
    async with ordering.preceding_event_confirmed(never, event(follows=before)):
        pass


async def test_what_follows_an_event_that_is_still_to_come_waits(ordering: CausalOrdering):
    with pytest.raises(EventArrivedEarly):
        async with ordering.preceding_event_confirmed(never, event(follows=uuid7())):
            raise AssertionError


async def test_the_next_try_at_a_locked_database_comes_a_moment_later(
    ordering: CausalOrdering, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(event_order, "LOCKED_SECONDS", 0.05)
    began = time.monotonic()
    with pytest.raises(OperationalError):
        async with ordering.preceding_event_confirmed(never, event()):
            raise OperationalError("update", {}, Exception("database is locked"))
    assert time.monotonic() - began >= 0.05
