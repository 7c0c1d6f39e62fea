"""What a run is told that cannot begin: the sentence, as the state of its flow run and as one line of its log."""

from __future__ import annotations

from typing import Any

from prefect import get_run_logger
from prefect.states import Failed

from yoake.errors import YoakeError


def refused(error: YoakeError) -> Any:
    """The state of a flow run that could not begin, or whose own parts failed; its log has the sentence."""
    get_run_logger().error("%s", error)
    return Failed(message=str(error))
