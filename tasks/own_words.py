"""Keeps Prefect's lines out of the log where the task has said the same in its own words."""

from __future__ import annotations

import logging
from uuid import UUID

from yoake.errors import YoakeError

DOUBLES = ("Task run failed with state", "Finished in state")
RETRY = "Task run failed with %s: %r - Retry"


class OwnWords(logging.Filter):
    """Drops what Prefect logs of the end of a task run that has told its own end, and of a coded error tried again.

    A task run that ends in any other way (a defect, a crash, a result that Prefect remembered) keeps all its lines.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def told(self, task_run: UUID) -> None:
        """A task run has said how it ends."""
        self._told.add(str(task_run))

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is kept."""
        message = str(record.msg)
        if message.startswith(RETRY):
            return not (isinstance(record.args, tuple) and any(isinstance(a, YoakeError) for a in record.args))
        run = str(getattr(record, "task_run_id", ""))
        if run not in self._told or not message.startswith(DOUBLES):
            return True
        if message.startswith(DOUBLES[1]):
            self._told.discard(run)  # the last line of a task run
        return False


OWN_WORDS = OwnWords()
logging.getLogger("prefect.task_runs").addFilter(OWN_WORDS)
