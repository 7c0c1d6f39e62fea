"""The project that the live benchmark writes is the graph that it is measured against."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.live.machine import SimulatedMachine
from benchmarks.live.night import night
from benchmarks.live.project import write_project
from benchmarks.live.services import install, write
from benchmarks.schedule.graphs import game
from flows.open_run import open_project
from flows.parameters import RunParameters
from yoake.graph.asset import Record
from yoake.graph.run_state import Selection
from yoake.making.order import Order
from yoake.making.produce import expectation, inspect
from yoake.providers.clients import register_client
from yoake.scheduler import simulate

SEED = 0
"""Of nights in which every type occurs."""


@pytest.fixture(params=[False, True], ids=["plain", "fan-out"])
def opened(request, tmp_path: Path):
    plan = night(100, 2, SEED, fan_out=request.param)
    project, nodes = write_project(plan, tmp_path)
    install(SimulatedMachine(plan, 60.0))
    workspace = open_project(RunParameters(project_file=str(project), nodes=str(nodes), out=str(tmp_path / "out")))
    yield plan, workspace
    workspace.close()
    for kind in ("comfyui", "ollama", "voicevox", "suno", "audioldm"):
        register_client(kind, None)


def test_yoake_expands_the_project_to_exactly_the_graph(opened, tmp_path):
    plan, workspace = opened
    jobs = {job.asset: job for job in plan.jobs(foreseen=True)}
    state = workspace.take_stock(Selection())
    waiting = list(state.start())
    found = {}
    while waiting:
        asset = waiting.pop(0)
        demand = workspace.demand(asset, 0.0)
        ups = [a.address for up in state.graph.before[asset.spec.id] for a in state.specs[up].assets]
        found[asset.address] = (demand, tuple(ups))
        order = workspace.order(asset, "run")
        waiting += state.settle(asset, "made", _made(workspace, order, plan, tmp_path))
    assert set(found) == set(jobs)
    for name, (demand, ups) in found.items():
        assert demand == jobs[name].demand, name
        assert sorted(ups) == sorted(jobs[name].depends_on), name


def test_the_machine_is_the_node_file_s(opened):
    plan, workspace = opened
    assert workspace.machine() == plan.machine


def test_every_file_passes_its_check(opened, tmp_path):
    plan, workspace = opened
    state = workspace.take_stock(Selection())
    waiting, checked = list(state.start()), set()
    while waiting:
        asset = waiting.pop(0)
        order = workspace.order(asset, "run")
        new = asset.spec.type not in checked or bool(plan.lines_of(asset.spec.id))
        waiting += state.settle(asset, "made", _made(workspace, order, plan, tmp_path, checked=new))
        checked.add(asset.spec.type)
    assert checked == {spec.type for spec in workspace.specs}
    assert checked == {"image_gen", "llm_gen", "text_gen", "voice_gen", "se_gen", "bgm_gen"}


def test_an_asset_needs_at_least_what_it_needs_in_the_random_game():
    rng = Random(SEED)
    rng.random()
    plain = {job.asset.partition("/")[0]: job for job in game(100, rng, fan_out=False).jobs}
    plan = night(100, 2, SEED, fan_out=False)
    assert set(plan.specs) == set(plain)
    for name, spec in plan.specs.items():
        assert {up.partition("/")[0] for up in plain[name].depends_on} == set(spec.before), name


@pytest.mark.parametrize("fan_out", [False, True])
def test_the_simulation_makes_everything(fan_out):
    plan = night(100, 2, SEED, fan_out=fan_out)
    schedule = simulate(plan.at_start(), plan.machine, grow=plan.grow)
    assert not schedule.not_made
    assert {slot.asset for slot in schedule.slots} == {job.asset for job in plan.jobs()}
    assert schedule.ratio >= 1


def _made(workspace, order: Order, plan, folder: Path, *, checked: bool = False) -> Record:
    from dataclasses import replace

    place = folder / "made"
    place.mkdir(exist_ok=True)
    request = replace(order.request, folder=place)
    product = write(request, plan)
    if checked:
        inspect(product, request, expectation(order))
    suffix = product.path.suffix
    stored = workspace.store.put(product.path, suffix)
    return Record(
        sha256=stored.sha256, size=stored.size, media_type=product.media_type, suffix=suffix, meta={}, credits=(),
        seconds=0.0,
    )  # fmt: skip
