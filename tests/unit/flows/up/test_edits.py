"""What people edited is put back, and never less is left than was deployed."""

from __future__ import annotations

from typing import Any

import pytest

from flows.up.api import Api
from flows.up.edits import edits_of, put_back
from yoake.errors import UnreachableError

HOURLY = {"schedule": {"cron": "0 * * * *"}, "active": True, "slug": "nightly"}
SHIPPED = {"id": "s", "schedule": {"cron": "0 1 * * *"}, "active": True, "slug": "nightly", "parameters": {}}


class Server(Api):
    """A server in memory; refuses what stands in `refuses`."""

    def __init__(self, refuses: object = None) -> None:
        super().__init__("http://127.0.0.1:9/api")
        given = {"night": {"nodes": "new.yaml", "stop_starting_at": "07:00"}}
        self.entry = {"id": "d", "name": "nightly", "tags": ["yoake"], "parameters": given, "paused": False,
                      "schedules": [SHIPPED]}  # fmt: skip
        self.refuses, self.asked = refuses, list[tuple[str, str, Any]]()
        self.answers = True

    def entries(self) -> list[dict[str, Any]] | None:
        return [self.entry] if self.answers else None

    def change(self, method: str, path: str, body: Any = None) -> str:
        self.asked.append((method, path, body))
        return "422 no" if body is not None and body == self.refuses else ""


def test_values_that_nobody_touched_stay_as_they_are_deployed():
    server, said = Server(), list[str]()
    put_back(server, {"nightly": {"parameters": {"night": {"stop_starting_at": "06:00"}}, "paused": True}}, said.append)
    assert server.asked == [
        ("PATCH", "/deployments/d", {"parameters": {"night": {"nodes": "new.yaml", "stop_starting_at": "06:00"}}}),
        ("PATCH", "/deployments/d", {"paused": True}),
    ]
    assert said == ["Kept as edited in the Prefect UI: parameters, pause of nightly."]


def test_a_schedule_that_is_refused_leaves_the_shipped_one():
    server, said = Server(refuses=[HOURLY]), list[str]()
    put_back(server, {"nightly": {"schedules": [HOURLY]}}, said.append)
    shipped = {name: value for name, value in SHIPPED.items() if name != "id"}
    assert server.asked[-1] == ("POST", "/deployments/d/schedules", [shipped])
    assert said == ["The schedule of nightly, edited in the Prefect UI, could not be kept: 422 no"]


def test_a_schedule_that_a_person_deleted_stays_deleted():
    server = Server()
    put_back(server, {"nightly": {"schedules": []}}, list[str]().append)
    assert server.asked == [("DELETE", "/deployments/d/schedules/s", None)]


def test_silence_is_not_taken_for_a_server_without_deployments(monkeypatch: pytest.MonkeyPatch):
    server = Server()
    server.answers = False
    monkeypatch.setattr(Api.known_entries, "__defaults__", (0.0,))
    with pytest.raises(UnreachableError):
        put_back(server, {"nightly": {"paused": True}}, list[str]().append)


def test_a_parameter_that_was_only_taken_away_is_no_edit():
    deployed = {"nightly": {"parameters": {"night": {"nodes": "a"}}, "paused": False, "schedules": []}}
    now = {"nightly": {"parameters": {"night": {}}, "paused": False, "schedules": []}}
    assert edits_of(now, deployed) == {}
