"""What a message says, in the project's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from flows.notify import LISTED, TEXTS, Notifier, notifier_for
from flows.parameters import RunParameters
from yoake.definition.models import TaskSpec
from yoake.errors import UnreachableError
from yoake.graph.asset import Asset, AssetStatus, Record


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
