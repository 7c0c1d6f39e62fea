"""What became of a task run, from its finished future."""

from __future__ import annotations

from typing import Any

from yoake.errors import YoakeError
from yoake.graph.asset import Record
from yoake.making.order import Order, Outcome
from yoake.store.local import disk_error
from yoake.workspace.workspace import Workspace


def outcome_of(future: Any) -> tuple[Outcome | None, BaseException | None, bool]:
    """Outcome or error of a finished future, and whether it came from the cache; called in the future's thread."""
    from prefect.results import ResultRecord  # Prefect is imported late, while its server starts

    try:
        future.wait()
        state = future.state
        # `future.result()` would hand the question to another thread's event loop: 7 ms an asset
        known = isinstance(state.data, ResultRecord) and state.is_completed()
        value = state.data.result if known else future.result(raise_on_failure=False)
        cached = state.name == "Cached"
    except BaseException as error:  # noqa: BLE001 - it is reported as the asset's failure
        value, cached = error, False
    if isinstance(value, OSError):
        value = disk_error(value, "a result")
    if isinstance(value, BaseException):
        return None, value, False
    return Outcome.from_json(value), None, cached


def record_of(fields: dict[str, Any]) -> Record:
    """The record in an outcome."""
    return Record(**{**fields, "credits": tuple(fields["credits"])})


def sentence_of(error: BaseException | None) -> str:
    """Why an asset failed, in a sentence."""
    if isinstance(error, YoakeError):
        return str(error)
    return f"{type(error).__name__}: {error}" if error else "it ended without a result"


def adopted(workspace: Workspace, order: Order, outcome: Outcome) -> bool:
    """Takes over a result that Prefect remembered and the catalog did not; False where its file is not intact."""
    record = outcome.record
    if outcome.kind != "made" or record is None or workspace.store.verify(record["sha256"], record["suffix"]) is None:
        return False
    workspace.adopt(order, record)
    return True
