"""Watches for assets that take their process with them: after three times in a row such an asset is left alone."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.catalog.catalog import Catalog, now
from yoake.catalog.lost_attempts import ended
from yoake.catalog.rows import NOTHING, Rows
from yoake.errors import InvalidRequestError, YoakeError
from yoake.making.order import Order
from yoake.recovery.table import LOST, POISON


@dataclass(slots=True)
class Watch:
    """Belongs to one call of `make`.

    An attempt at a service is written down as begun, since what comes back is unpacked in the run's own process. All
    else is made in worker processes, whose death the run survives and counts.

    Args:
        number: which try of the run this is, from 1.
    """

    order: Order
    catalog: Catalog
    number: int
    _lost: int = 0
    _died: bool = False

    def begin(self) -> None:
        """Begins the attempt.

        Raises:
            InvalidRequestError: `make.poison`.
        """
        order = self.order
        if self.number > 1:
            self._lost = self.catalog.lost.count(order.project, order.fingerprint)
        elif not order.anew:
            self._lost = order.lost
        if self._lost >= POISON:
            raise self._poison()
        if order.served:
            self._count()

    def judged(self, error: YoakeError) -> YoakeError:
        """The error that an attempt has ended with; another one where it was lost once too often."""
        if error.code != LOST:
            return error
        self._died = True
        if not self.order.served:
            self._count()
        return error if self._lost + 1 < POISON else self._poison()

    def ended(self) -> Rows:
        """That the attempt has ended, to be written with its row; nothing where its process did not live to that."""
        kept = self._died or self._lost >= POISON
        known = self.order.served or self._lost > 0 or self.order.lost > 0
        return ended(self.order.project, self.order.fingerprint) if known and not kept else NOTHING

    def leave(self) -> None:
        """The run is stopped: the attempt was not lost."""
        if self.order.served and self._lost < POISON:
            self.catalog.lost.end(self.order.project, self.order.fingerprint)

    def _count(self) -> None:
        order = self.order
        self.catalog.lost.begin(
            {"project": order.project, "fingerprint": order.fingerprint, "address": order.address,
             "count": self._lost + 1, "run_id": order.run_id, "updated_at": now()}
        )  # fmt: skip

    def _poison(self) -> YoakeError:
        return InvalidRequestError(
            "make.poison",
            f"{self.order.address} has taken its process with it {POISON} times, and is not made again by itself.",
            next_step="Look into the logs and at its parameters; `--redo` and its name tries it once more.",
        )
