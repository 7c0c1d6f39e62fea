"""`yoake doctor` about GPUs: declared, real, and learned."""

from __future__ import annotations

from pathlib import Path

import pynvml
import pytest

from cli.doctor_gpus import gpu_findings
from cli.finding import Finding
from tests.unit.catalog.experience_samples import made
from tests.unit.vram.fake_nvml import FakePynvml, uuid_of
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.store.paths import Layout
from yoake.vram.nvml import Nvml

NODES = f"""
gpus:
  near: {{vram_gb: 24, nvml: 0}}
  wrong: {{vram_gb: 24, uuid: {uuid_of(1)}}}
  gone: {{vram_gb: 24, nvml: 5}}
  far: {{vram_gb: 48}}
models: {{my-model: {{vram_gb: 10}}}}
"""
CARDS = (("RTX 4090", 23.99, 1.0), ("T4", 15.0, 0.0))


def found(folder: Path, nodes: str = NODES, nvml: Nvml | None = None) -> dict[str, Finding]:
    (folder / "nodes.yaml").write_text(nodes)
    findings = gpu_findings(str(folder / "nodes.yaml"), folder / "out", nvml or Nvml(FakePynvml(*CARDS)))
    return {finding.what: finding for finding in findings}


@pytest.fixture(autouse=True)
def no_other_catalog(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)


def test_every_gpu_has_a_line(tmp_path: Path):
    lines = found(tmp_path)
    assert {name: f.good for name, f in lines.items()} == {"near": True, "wrong": False, "gone": False, "far": True}
    assert lines["near"].found == "24 GB declared; RTX 4090 with 24.0 GB, 1.0 GB in use"
    assert lines["wrong"].otherwise == "Declare at most vram_gb: 15.0 in the node file."
    assert lines["gone"].found.startswith("24 GB declared. It is not among the GPUs of this machine: 0 (RTX 4090, GPU-")
    assert lines["far"].found == "48 GB declared; not measured"
    assert not any(f.needed for f in lines.values() if not f.good)


def test_without_a_driver_the_line_says_so(tmp_path: Path):
    nvml = Nvml(FakePynvml(broken_init=pynvml.NVML_ERROR_LIBRARY_NOT_FOUND))
    assert found(tmp_path, nvml=nvml)["near"].found == "24 GB declared. There is no NVIDIA driver on this machine."


def test_models_that_turned_out_larger_are_named(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", Layout(tmp_path / "out").data))
    for number, (model, peak) in enumerate({"my-model": 12.5, "unheard-of": 30.0}.items()):
        kind = {"provider": "comfyui", "type": "image_gen", "subject": "w", "resolution": "", "updated_at": "t"}
        catalog.record_made(*made(number), experience={**kind, "model": model, "seconds": 1.0, "peak_vram_gb": peak})
    catalog.close()
    lines = found(tmp_path)
    assert set(lines) == {"near", "wrong", "gone", "far", "my-model"}
    assert lines["my-model"].found == "10 GB declared, 12.5 GB measured"


def test_machines_without_gpus_and_broken_files_have_no_lines_here(tmp_path: Path):
    assert found(tmp_path, "cpu: {slots: 2}") == {}
    assert found(tmp_path, "gpus: 3") == {}


def test_a_catalog_that_does_not_open_hides_no_gpu(tmp_path: Path):
    assert "near" in found(tmp_path, NODES + "catalog: postgresql://127.0.0.1:9/none\n")
