"""Writes to the catalog from many threads, several commits' worth at a time.

A commit to disk costs milliseconds however little it holds, so one thread gathers what waits and commits it at once
(group commit). A call returns once its rows are on disk.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from yoake.catalog.rows import Rows, write_together
from yoake.errors import YoakeError

Work = Callable[[Connection], object] | Rows
LARGEST_BATCH = 500


class Writer:
    """One writing thread over one engine. Close it to flush and stop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[tuple[Work, Future[None]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="catalog-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> Future[None]:
        """Queues `work`; the future is done once its transaction is committed, or holds a YoakeError."""
        future: Future[None] = Future()
        self._queue.put((work, future))
        return future

    def write(self, work: Work) -> None:
        """Queues `work` and waits until it is committed.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        self.submit(work).result()

    def close(self) -> None:
        """Commits what waits and ends the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            batch, stop = [first], False
            while len(batch) < LARGEST_BATCH:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    stop = True
                    break
                batch.append(more)
            self._commit(batch)
            if stop:
                return

    def _commit(self, batch: list[tuple[Work, Future[None]]]) -> None:
        try:
            with self._engine.begin() as connection:
                write_together(connection, [work for work, _ in batch if isinstance(work, Rows)])
                for work, _ in batch:
                    if not isinstance(work, Rows):
                        work(connection)
        except Exception as error:  # noqa: BLE001 - whatever it was belongs to the waiting caller
            if len(batch) > 1:  # one bad row must not take the others with it
                for one in batch:
                    self._commit([one])
                return
            batch[0][1].set_exception(_coded(error))
            return
        for _, future in batch:
            future.set_result(None)


def _coded(error: Exception) -> Exception:
    if not isinstance(error, SQLAlchemyError):
        return error
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    return YoakeError(
        "catalog.write-failed",
        f"The catalog could not be written: {reason}.",
        next_step="Check the disk's free space and that the database is reachable, then run the same command again.",
    )
