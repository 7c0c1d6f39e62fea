"""What the catalog remembers goes before what is declared: durations, and VRAM where it is more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import workflows
from yoake.definition.models import TaskSpec
from yoake.library.load import load_library
from yoake.library.manifest import Library
from yoake.making.kind_of_work import KindOfWork, kind_of_work
from yoake.nodes import NodeFile, load_node_file
from yoake.providers.clients import register_client
from yoake.workspace.experience import UNKNOWN_DEVIATION, Experience
from yoake.workspace.providers import Choice, choose
from yoake.workspace.workspace import open_workspace

PLACE = KindOfWork("comfyui", "image_gen", "background", "sdxl", "1024")
TWO_CARDS = """
gpus: {small: {vram_gb: 12}, large: {vram_gb: 24}}
services:
  comfyui-0: {kind: comfyui, url: "http://127.0.0.1:1", gpu: small}
  comfyui-1: {kind: comfyui, url: "http://127.0.0.1:2", gpu: large}
  ollama: {kind: ollama, url: "http://127.0.0.1:3"}
models: {sdxl: {vram_gb: 10, load_seconds: 9}}
"""
ROOT = Path(__file__).parents[3]


def row(work: KindOfWork, seconds: float = 30.0, count: int = 5, deviation: float = 3.0, peak: float | None = None):
    return SimpleNamespace(
        **work._asdict(), count=count, mean_seconds=seconds, deviation_seconds=deviation, peak_vram_gb=peak
    )


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(workflows.FOLDER)


@pytest.fixture
def node() -> Iterator[NodeFile]:
    for kind in ("comfyui", "ollama"):
        register_client(kind, lambda address: pytest.fail("nothing is made here"))
    yield load_node_file(TWO_CARDS.encode(), "nodes.yaml")
    for kind in ("comfyui", "ollama"):
        register_client(kind, None)


def place(**more: Any) -> TaskSpec:
    return TaskSpec(id="bg", type="image_gen", workflow="background", **more)


def chosen(spec: TaskSpec, library: Library, node: NodeFile, *rows: Any) -> Choice:
    return choose(spec, library, node, "ja", Experience(rows))


def test_nothing_is_known_without_rows():
    experience = Experience()
    assert experience.seconds(PLACE) is None
    assert experience.deviation_share(PLACE) == UNKNOWN_DEVIATION
    assert experience.peak_gb("sdxl") is None
    assert experience.peak_gb(None) is None


def test_only_the_same_work_tells():
    experience = Experience([row(PLACE)])
    assert experience.seconds(PLACE) == 30.0
    assert experience.deviation_share(PLACE) == pytest.approx(0.1)
    assert experience.seconds(PLACE._replace(resolution="512")) is None


@pytest.mark.parametrize(("count", "deviation", "share"), [(2, 0.0, 0.15), (3, 0.0, 0.0), (9, 90.0, 1.0)])
def test_deviation(count: int, deviation: float, share: float):
    assert Experience([row(PLACE, count=count, deviation=deviation)]).deviation_share(PLACE) == share


def test_a_models_peak_is_the_highest_of_all_its_work():
    rows = [row(PLACE, peak=11.0), row(PLACE._replace(subject="event_cg"), peak=13.5), row(PLACE._replace(model=""))]
    experience = Experience(rows)
    assert experience.peak_gb("sdxl") == 13.5
    assert dict(experience.peaks) == {"sdxl": 13.5}


def test_history_then_the_spec_then_the_manifest(library: Library, node: NodeFile):
    manifest = library.workflows["background"].estimate_seconds
    assert chosen(place(), library, node).estimate_seconds == manifest
    assert chosen(place(estimate_seconds=77), library, node).estimate_seconds == 77
    choice = chosen(place(estimate_seconds=77), library, node, row(PLACE))
    assert (choice.estimate_seconds, choice.deviation_share) == (30.0, pytest.approx(0.1))
    assert chosen(place(), library, node).deviation_share == UNKNOWN_DEVIATION


def test_the_resolution_of_the_spec_counts(library: Library, node: NodeFile):
    small = row(PLACE._replace(resolution="512"), seconds=4.0)
    assert chosen(place(params={"resolution": 512}), library, node, small).estimate_seconds == 4.0


def test_vram_is_the_larger_of_declared_and_measured(library: Library, node: NodeFile):
    assert chosen(place(), library, node, row(PLACE, peak=8.0)).vram_gb == 10
    assert chosen(place(), library, node, row(PLACE, peak=11.5)).vram_gb == 11.5
    assert chosen(place(vram_gb=14), library, node, row(PLACE, peak=15.0)).vram_gb == 15


def test_a_peak_shuts_out_no_card_that_the_declared_size_fits(library: Library, node: NodeFile):
    assert chosen(place(), library, node, row(PLACE, peak=17.0)).vram_gb == 12
    assert chosen(place(vram_gb=14), library, node, row(PLACE, peak=99.0)).vram_gb == 24
    too_large = chosen(place(vram_gb=30), library, node, row(PLACE, peak=99.0))
    assert too_large.vram_gb == 30
    assert "needs 30 GB" in too_large.refused


def test_a_service_on_no_gpu_of_ours_counts_as_declared(library: Library, node: NodeFile):
    spec = TaskSpec(id="s", type="llm_gen", template="main_scenario")
    model = str(library.templates["main_scenario"].model)
    work = KindOfWork("ollama", "llm_gen", "main_scenario", model, "")
    choice = chosen(spec, library, node, row(work, peak=50.0))
    assert choice.estimate_seconds == 30.0
    assert choice.vram_gb == library.templates["main_scenario"].vram_gb


@pytest.mark.parametrize(
    ("provider", "spec", "subject", "resolution"),
    [
        ("sketch", TaskSpec(id="a", type="image_gen", workflow="background"), "background", "1024"),
        ("sketch", TaskSpec(id="a", type="voice_gen", params={"text": "はい"}), "", ""),
        ("builtin", TaskSpec(id="a", type="build", params={"target": "web"}), "package web", ""),
        ("builtin", TaskSpec(id="a", type="build", params={"target": "web", "step": "play"}), "play web", ""),
        ("builtin", TaskSpec(id="a", type="data_process", params={"processor": "resize"}), "resize", ""),
    ],
    ids=lambda value: value.type if isinstance(value, TaskSpec) else "",
)
def test_embedded_and_builtin_work_is_remembered_too(
    library: Library, provider: str, spec: TaskSpec, subject: str, resolution: str
):
    known = row(KindOfWork(provider, spec.type, subject, "", resolution), seconds=0.0)
    choice = chosen(spec, library, NodeFile(), known)
    assert (choice.provider, choice.estimate_seconds) == (provider, 0.01)


def test_a_workspace_asks_its_catalog_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project = tmp_path / "tiny.yaml"
    project.write_text(
        "tasks:\n- {id: bell, type: se_gen, params: {kinds: [bell]}}\n- {id: hi, type: text_gen, prompt: hello}\n"
    )
    nodes = ROOT / "deployments" / "nodes" / "embedded.yaml"
    workspace = open_workspace(project, [workflows.FOLDER], nodes, tmp_path / "out")
    asked: list[int] = []
    bell, hello = workspace.specs
    work = kind_of_work("sketch", "se_gen", bell.workflow or bell.template, None, {})
    monkeypatch.setattr(workspace.catalog, "experience", lambda: asked.append(1) or [row(work, seconds=7.0)])
    assert (workspace.choice(bell).estimate_seconds, workspace.choice(hello).estimate_seconds) == (7.0, 0.2)
    assert asked == [1]
    workspace.close()
