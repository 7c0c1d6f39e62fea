"""The automations as they are shipped: what they wait for, whom they act on, and that the deployments fit them."""

from __future__ import annotations

import re
from datetime import timedelta

import yaml
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows.automations import read_automations
from flows.rerun import BY_ITSELF
from tests.conftest import ROOT

HEARTBEAT = "prefect.flow-run.heartbeat"
STATE = re.compile(r"Completed\(name=\"(\w+)\"")


def trigger(automation: AutomationCore) -> EventTrigger:
    assert isinstance(automation.trigger, EventTrigger)
    return automation.trigger


def action(automation: AutomationCore) -> ChangeFlowRunState:
    (one,) = automation.actions
    assert isinstance(one, ChangeFlowRunState)
    return one


def named(words: str) -> AutomationCore:
    return next(a for a in read_automations() if words in a.name)


def test_all_watch_each_run_of_each_deployment_and_nothing_else():
    deployments = yaml.safe_load(ROOT.joinpath("prefect.yaml").read_text("utf-8"))["deployments"]
    flows = {deployment["entrypoint"].rpartition(".")[2].replace("_", "-") for deployment in deployments}
    for automation in read_automations():
        watched = trigger(automation)
        assert watched.posture == Posture.Proactive
        assert watched.for_each == {"prefect.resource.id"}
        assert isinstance(watched.match_related, list)
        flow, deployment = (dict(getattr(spec, "root", {})) for spec in watched.match_related)
        assert flow["prefect.resource.role"] == "flow"
        assert set(flow["prefect.resource.name"]) == flows
        assert deployment == {"prefect.resource.role": "deployment"}


def test_a_run_is_given_three_heartbeats_at_least_and_found_and_rerun_within_three_minutes():
    silent, again = trigger(named("without heartbeats")), trigger(named("started again"))
    deployments = yaml.safe_load(ROOT.joinpath("prefect.yaml").read_text("utf-8"))["deployments"]
    every = [float(d["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]) for d in deployments]
    assert silent.within >= timedelta(seconds=3 * max(every))
    looks = 2 * timedelta(seconds=5)  # the server's events.proactive_granularity, for each of the two
    assert silent.within + again.within + looks < timedelta(minutes=3)


def test_a_heartbeat_or_any_end_of_a_run_is_a_sign_of_life():
    silent = trigger(named("without heartbeats"))
    assert silent.after == {HEARTBEAT}
    own = {name for file in (ROOT / "flows").rglob("*.py") for name in STATE.findall(file.read_text("utf-8"))}
    assert own
    ends = {"Completed", "Failed", "Crashed", "Cancelled", "Cancelling", "Paused", "Suspended", *own}
    assert {HEARTBEAT, *(f"prefect.flow-run.{name}" for name in ends)} <= silent.expect


def test_a_crashed_run_is_the_same_run_again():
    again = named("started again")
    assert trigger(again).after == {"prefect.flow-run.Crashed"}
    assert (action(again).state.value, action(again).message) == ("SCHEDULED", BY_ITSELF)
    assert {action(named(words)).state.value for words in ("without heartbeats", "never began")} == {"CRASHED"}
