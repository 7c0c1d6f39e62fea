"""The GPUs of the node file: what is declared, what is really there, and which models have turned out larger."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import workflows
from cli.finding import Finding
from flows.open_run import node_path
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.errors import YoakeError
from yoake.library.load import load_library
from yoake.nodes import NodeFile, load_node_file
from yoake.nodes.models import GpuEntry
from yoake.store.paths import Layout
from yoake.vram.nvml import NVML, LocalGpu, Nvml
from yoake.workspace.experience import Experience
from yoake.workspace.workspace import read_bounded

SLACK_GB = 0.5
"""A card may have this much less than its name says, and a model may take this much more, before it is worth a word."""


def gpu_findings(nodes: str, output: Path, nvml: Nvml = NVML) -> list[Finding]:
    """A line for each GPU, and one for each model that was seen to take more than is declared."""
    try:
        path = node_path(nodes)
        node = load_node_file(read_bounded(path), str(path))
    except YoakeError:
        return []  # the line about the catalog, which the node file names, says it already
    if not node.gpus:
        return []
    return [*(_gpu(name, gpu, nvml) for name, gpu in node.gpus.items()), *_models(node, _peaks(node, output))]


def _peaks(node: NodeFile, output: Path) -> Mapping[str, float]:
    try:
        catalog = Catalog(catalog_url(os.environ.get("YOAKE_CATALOG", node.catalog), Layout(output).data))
    except YoakeError:
        return {}  # the line about the catalog says it already
    try:
        return Experience(catalog.experience()).peaks
    finally:
        catalog.close()


def _gpu(name: str, gpu: GpuEntry, nvml: Nvml) -> Finding:
    declared = f"{gpu.vram_gb:g} GB declared"
    if not gpu.local:
        return Finding(name, True, f"{declared}; not measured", "")
    found = nvml.find(index=gpu.nvml, uuid=gpu.uuid)
    if found is None:
        if nvml.reason:
            remedy = "Install NVIDIA's driver, or take nvml or uuid out of the node file: then nothing is measured."
            return Finding(name, False, f"{declared}. {nvml.reason}", remedy, needed=False, otherwise_is="unseen")
        seen = f"{declared}. It is not among the GPUs of this machine: {_listed(nvml.gpus())}."
        return Finding(name, False, seen, "Correct nvml or uuid in the node file.", needed=False)
    real = f"{declared}; {found.name} with {found.total_gb:.1f} GB, {found.used_gb:.1f} GB in use"
    return Finding(
        name,
        gpu.vram_gb <= found.total_gb + SLACK_GB,
        real,
        f"Declare at most vram_gb: {found.total_gb:.1f} in the node file.",
        needed=False,
        otherwise_is="too much",
    )


def _listed(gpus: list[LocalGpu]) -> str:
    return ", ".join(f"{g.index} ({g.name}, {g.uuid})" for g in gpus) or "there are none"


def _models(node: NodeFile, peaks: Mapping[str, float]) -> list[Finding]:
    if not peaks:
        return []
    declared = _declared(node)
    return [
        Finding(
            model,
            False,
            f"{declared[model]:g} GB declared, {peak:.1f} GB measured",
            f"Yoake counts it with {peak:.1f} GB; write that under models: in the node file to keep it.",
            needed=False,
            otherwise_is="larger",
        )
        for model, peak in sorted(peaks.items())
        if model in declared and peak > declared[model] + SLACK_GB
    ]


def _declared(node: NodeFile) -> dict[str, float]:
    """VRAM of each model as the node file says, else as the largest of the manifests that come with Yoake does."""
    library = load_library(workflows.FOLDER)
    declared: dict[str, float] = {}
    for manifest in (*library.workflows.values(), *library.templates.values()):
        if manifest.model is not None:
            declared[manifest.model] = max(declared.get(manifest.model, 0.0), manifest.vram_gb)
    return declared | {model: entry.vram_gb for model, entry in node.models.items()}
