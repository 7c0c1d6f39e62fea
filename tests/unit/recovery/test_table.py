"""The table from error to action, row by row; docs/recovery.md shows the same rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yoake.errors import (
    InvalidRequestError,
    MissingToolError,
    OutOfMemoryError,
    QualityError,
    UnreachableError,
    YoakeError,
)
from yoake.providers.waiting import BusyError
from yoake.recovery.table import RETRY_DELAYS, SHORT_WAIT_SECONDS, TABLE, action_for, rule_for

DOCS = Path(__file__).parents[3] / "docs"


def busy(seconds: float, *, transient: bool) -> BusyError:
    return BusyError("a.busy", "Busy.", wait_seconds=seconds, transient=transient)


@pytest.mark.parametrize(
    ("error", "rule", "action"),
    [
        (YoakeError("run.stopping", "Stopped."), "the run is stopped", "stop"),
        (busy(30, transient=True), "busy, for a short time", "wait"),
        (busy(SHORT_WAIT_SECONDS, transient=False), "busy, for a short time", "wait"),
        (busy(3600, transient=False), "no quota left", "later"),
        (busy(3600, transient=True), "no quota left", "later"),
        (OutOfMemoryError("a.b", "Full."), "out of memory", "smaller"),
        (UnreachableError("a.b", "Gone.", transient=True), "service does not answer", "peer"),
        (QualityError("image.blank", "Blank."), "fails its check", "another-seed"),
        (InvalidRequestError("a.b", "No."), "invalid request", "give-up"),
        (MissingToolError("a.b", "Not here."), "program missing", "give-up"),
        (YoakeError("service.bad-answer", "<html>"), "answers nonsense", "retry"),
        (YoakeError("a.b", "Hm.", transient=True), "transient", "retry"),
        (YoakeError("a.b", "No."), "permanent", "give-up"),
    ],
)
def test_every_row(error: YoakeError, rule: str, action: str):
    assert (rule_for(error).name, action_for(error)) == (rule, action)


def test_pauses_double():
    assert RETRY_DELAYS == (2, 4, 8)


@pytest.mark.parametrize("name", ["recovery.md", "recovery.ja.md"])
def test_the_pages_have_its_rows(name: str):
    page = (DOCS / name).read_text(encoding="utf-8")
    rows = re.search(r"^\| (?:what happened|起きたこと) .*\n\|-.*\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert rows
    table = re.findall(r"^\| (.*?) \|", rows[1], re.MULTILINE)
    assert len(table) == len(TABLE)
    if name == "recovery.md":
        assert table == [rule.name for rule in TABLE]
    assert f"{SHORT_WAIT_SECONDS:g}" in page
