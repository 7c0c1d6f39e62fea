"""What a message says, in the project's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from flows.notify import LISTED, Notifier, notifier_for
from flows.notify_night import NightPart, night_message, tell_of_night
from flows.notify_words import TEXTS
from flows.parameters import RunParameters
from yoake.definition.models import TaskSpec
from yoake.errors import UnreachableError
from yoake.graph.asset import Asset, AssetStatus, Record

RUN = UUID("0a1b2c3d-0000-4000-8000-000000000001")


def asset(address: str, status: AssetStatus, reason: str = "", *, degraded: bool = False) -> Asset:
    spec = TaskSpec(id="a", type="image_gen")
    record = Record("0", 1, "image/png", ".png", degraded=degraded) if status in ("made", "placeholder") else None
    return Asset(address, spec, "ui", None, {}, None, 0, status=status, reason=reason, record=record)


def notifier(language: Any = "en", block: str | None = "slack-webhook/main") -> tuple[Notifier, list[str]]:
    said: list[str] = []
    return Notifier(block, "night", "A Night", language, said.append), said


def test_a_run_without_trouble_says_nothing():
    assert notifier()[0].summary([asset("a", "made"), asset("b", "up-to-date")]) == ""


def test_it_counts_names_and_says_what_to_do_next():
    told = notifier()[0].summary(
        [asset("hero", "failed", "No. [comfyui.failed]"), asset("bg", "made", "degraded: resolution", degraded=True)]
    )
    assert told.splitlines() == [
        "failed: 1, degraded: 1",
        "- hero: No. [comfyui.failed]",
        "- bg: degraded: resolution",
        "Details: yoake status night",
    ]


def test_long_lists_are_cut():
    told = notifier()[0].summary(asset(f"a/{n}", "placeholder") for n in range(LISTED + 5))
    assert "and 5 more" in told
    assert len(told.splitlines()) == LISTED + 3


def test_in_japanese():
    assert notifier("ja")[0].summary([asset("a", "failed", "理由")]).startswith("失敗: 1")


def test_both_languages_have_the_same_texts():
    def slots(texts: Mapping[str, str]) -> dict[str, set[str]]:
        return {key: {part.partition("}")[0] for part in text.split("{")[1:]} for key, text in texts.items()}

    assert slots(TEXTS["en"]) == slots(TEXTS["ja"])


async def test_what_cannot_be_sent_is_said_without_its_address(monkeypatch: pytest.MonkeyPatch):
    async def broken(block: str, subject: str, body: str) -> None:
        raise ConnectionError("https://hooks.example.com/SECRET")

    monkeypatch.setattr("flows.notify.send", broken)
    one, said = notifier()
    await one.run_ended([asset("a", "failed")])
    assert said == ["The message by slack-webhook/main could not be sent: ConnectionError."]


async def test_a_lost_service_is_told_of_once_and_at_once(monkeypatch: pytest.MonkeyPatch):
    sent: list[tuple[str, str]] = []

    async def send(block: str, subject: str, body: str) -> None:
        sent.append((subject, body))

    monkeypatch.setattr("flows.notify.send", send)
    one, _ = notifier()
    error = UnreachableError("service.unreachable", "Gone.", next_step="Start it.", transient=True)
    one.service_lost("comfyui-0", error, 10)
    one.service_lost("comfyui-0", error, 11)
    await one.run_ended([])
    assert [subject for subject, _ in sent] == ["A Night: comfyui-0 does not answer"]
    assert "10 minutes" in sent[0][1]
    assert sent[0][1].endswith("Start it.")


def test_the_parameters_go_before_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YOAKE_NOTIFY", "slack-webhook/env")
    for named, expected in ((None, "slack-webhook/env"), ("custom-webhook/own", "custom-webhook/own")):
        one = notifier_for(RunParameters(project_file="x", notify=named), "p", "P", "en", lambda _: None)
        assert one._block == expected


async def test_gates_of_a_short_time_are_told_of_together(monkeypatch: pytest.MonkeyPatch):
    sent: list[tuple[str, str]] = []

    async def send(block: str, subject: str, body: str) -> None:
        sent.append((subject, body))

    monkeypatch.setattr("flows.notify.send", send)
    one, _ = notifier()
    monkeypatch.setattr("flows.notify.run_url", lambda run: f"http://here/runs/flow-run/{run}")
    one.gates_opened({"hero": RUN})
    one.gates_opened({f"bg/{n}": None for n in range(30)})
    one.gates_opened({"hero": RUN})
    assert sent == [], "they are gathered"
    await one.run_ended([])
    ((subject, body),) = sent
    assert subject == "A Night: 31 assets wait for your decision"
    assert f"- hero: http://here/runs/flow-run/{RUN}" in body
    assert "- bg/0\n" in body
    assert "and 21 more" in body
    one.gates_opened({"late": None})
    await one.run_ended([])
    assert sent[1] == (
        "A Night: late waits for your decision",
        "What depends on it waits too; everything else goes on.\n- late\nDecide with: yoake review night",
    )


def test_nobody_in_a_chat_is_called_by_what_a_project_says():
    one = Notifier("slack-webhook/main", "night", "Hey @everyone\n<!here>", "en", lambda _: None)
    told = one.summary([asset("a", "failed", "said @all")]) + one.gates_message({"a": None})[0]
    assert not re.search("@[a-z]|<!|\n<", told)


def test_a_night_says_what_it_made_and_where_to_look():
    fine = NightPart("a", "A", {"made": 3, "up-to-date": 2}, waiting=1, report="out/a/report.html", review="http://r")
    assert night_message([fine], "en") == (
        "The night is over: A",
        "A: 3 made, 2 up to date, waiting for review: 1\nReport: out/a/report.html\nReview: http://r",
    )
    bad = NightPart("b", "B", {"made": 1, "failed": 12}, troubles=[f"x/{n}: no" for n in range(12)])
    subject, body = night_message([fine, bad], "en")
    assert subject == "The night is over and needs you: A, B"
    assert "failed: 12\n- x/0: no" in body
    assert "and 2 more" in body
    assert night_message([], "ja")[0] == TEXTS["ja"]["nothing"]


async def test_a_night_is_told_to_nobody_where_nobody_wants_it():
    await tell_of_night(None, [], "en", pytest.fail)
