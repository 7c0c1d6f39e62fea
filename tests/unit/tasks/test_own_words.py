"""Prefect's lines about the end of a task run are kept unless the task has said the same."""

from __future__ import annotations

import logging
from uuid import UUID, uuid4

from tasks.own_words import OwnWords
from yoake.errors import YoakeError


def kept(words: OwnWords, message: str, run: UUID, *args: object) -> bool:
    record = logging.LogRecord("prefect.task_runs", logging.ERROR, "f", 1, message, args, None)
    record.task_run_id = str(run)
    return words.filter(record)


def test_what_the_task_has_said_is_not_said_again():
    words, run, other = OwnWords(), uuid4(), uuid4()
    assert kept(words, "Finished in state Completed()", run)
    words.told(run)
    assert kept(words, "hero: made by sketch", run)
    assert not kept(words, "Task run failed with state: Failed('x') - Retries are exhausted", run)
    assert kept(words, "Finished in state Completed()", other)
    assert not kept(words, "Finished in state Failed('x')", run)
    assert kept(words, "Finished in state Completed()", run), "only once a task run"


def test_a_coded_error_that_is_tried_again_has_its_own_line():
    words, run = OwnWords(), uuid4()
    retry = "Task run failed with %s: %r - Retry %s/%s will start %s"
    assert not kept(words, retry, run, "exception", YoakeError("a.b", "c"), 1, 3, "2.0 second(s) from now")
    assert kept(words, retry, run, "exception", ValueError("defect"), 1, 3, "2.0 second(s) from now")
