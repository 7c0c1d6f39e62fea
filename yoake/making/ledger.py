"""The job of one asset at a service: begun in writing, found again after a crash, never paid for twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yoake.catalog.catalog import Catalog, now
from yoake.catalog.rows import Rows
from yoake.catalog.service_jobs import with_job
from yoake.errors import YoakeError
from yoake.making.order import Order
from yoake.recovery.table import PAID, STOPPING

PENDING = "pending:"
"""Before the mark of an order that was about to be sent (`yoake.providers.suno.client`)."""
_DOUBT = frozenset(("suno.in-doubt", "service.timeout", "make.timeout", "make.crashed", STOPPING))
"""After these an order that was about to be sent may have been accepted; after all others it was not."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job that was begun before."""

    service: str
    job_id: str


@dataclass(slots=True)
class Ledger:
    """Belongs to one provider in one call of `make`. A paid job is on disk before the service hears of it.

    Args:
        number: which try of the run this is, from 1.
    """

    order: Order
    catalog: Catalog
    number: int
    _row: dict[str, Any] | None = None
    _found: Any | None = None
    """What the catalog knew of a job when it was looked up last."""
    _may_drop: bool = field(init=False)

    def __post_init__(self) -> None:
        # only the first look of a run: what this run itself begins is never dropped by its own `--redo`
        self._may_drop = self.order.anew and self.number == 1

    @property
    def paid(self) -> bool:
        """Whether each of its jobs costs."""
        return self.order.provider in PAID

    def look(self) -> None:
        """Looks up what was begun before; to be called before the asset has its place, which is not to wait for it."""
        self._found = self.catalog.jobs.find(self.order.project, self.order.fingerprint, self.order.provider)

    def earlier(self, service: str, variant: str) -> Job | None:
        """The job to go on with, of what `look` saw; none where a new one is to be begun.

        Args:
            service: where the asset has its place now. A paid job is gone on with where it was begun all the same.
            variant: seed and size of what is asked for.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        found = self._found
        drop, self._may_drop = self._may_drop, False
        if found is None or found.state == "made":
            return None
        if self.paid and drop and found.state == "failed":
            self.catalog.jobs.drop(self.order.project, self.order.fingerprint, self.order.provider)
            return None
        if not self.paid and (found.service, found.variant) != (service, variant):
            return None
        self._row = dict(found._mapping)
        return Job(found.service, found.job_id)

    def begun(self, service: str, variant: str, job_id: str) -> None:
        """Writes down a job; a second one takes the place of the first. Blocks until it is on disk where it is paid.

        Raises:
            YoakeError: `catalog.write-failed`: nothing may be ordered then.
        """
        row = {
            "project": self.order.project,
            "fingerprint": self.order.fingerprint,
            "address": self.order.address,
            "kind": self.order.provider,
            "service": service,
            "job_id": job_id,
            "variant": variant,
            "state": "begun",
            "error_code": None,
            "run_id": self.order.run_id,
            "begun_at": self._row["begun_at"] if self._row is not None else now(),
            "updated_at": now(),
        }
        self.catalog.jobs.write(row, durable=self.paid)
        self._row = row

    def made(self) -> Rows:
        """That the job's result is there, to be written together with the asset."""
        return with_job(self._ended("made", None))

    def troubled(self, error: YoakeError) -> None:
        """A try has failed: an order that was certainly not accepted is no job.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        pending = self._row is not None and self._row["job_id"].startswith(PENDING)
        if pending and error.code not in _DOUBT:
            self.catalog.jobs.drop(self.order.project, self.order.fingerprint, self.order.provider)
            self._row = None

    def failed(self, error: YoakeError) -> Rows:
        """That no more is tried, to be written together with the attempt: from now on `--redo` begins anew."""
        return with_job(self._ended("failed", error.code))

    def _ended(self, state: str, error_code: str | None) -> dict[str, Any] | None:
        if self._row is None:
            return None
        return {**self._row, "state": state, "error_code": error_code, "updated_at": now()}
