"""How a run from the command line tells an end from a break."""

from __future__ import annotations

import pytest
from prefect.results import ResultStore
from prefect.states import Completed, Failed, exception_to_crashed_state, exception_to_failed_state

from flows.embedded import broken_by


@pytest.mark.parametrize("state", [Completed(message="12 made"), Failed(message="1 failed. hero: no picture")])
def test_a_run_that_comes_to_its_end_is_not_broken(state):
    assert broken_by(state) is None


@pytest.mark.parametrize("store", [None, ResultStore()], ids=["bare", "as-a-record"])
async def test_what_breaks_a_run_is_not_taken_for_its_end(store):
    error = RuntimeError("the subflow is gone")
    assert broken_by(await exception_to_failed_state(error, result_store=store)) is error
    assert broken_by(await exception_to_crashed_state(error, result_store=store)) is error
