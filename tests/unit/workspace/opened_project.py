"""Opens a project from text, with a node file from text, in a folder of the test."""

from __future__ import annotations

from pathlib import Path

import workflows
from deployments import NODES
from yoake.graph.run_state import RunState, Selection
from yoake.workspace.workspace import Workspace, open_workspace

DUAL = """
gpus: {gpu-0: {vram_gb: 24}, gpu-1: {vram_gb: 24}}
services:
  comfyui-0: {kind: comfyui, url: "http://127.0.0.1:8188", gpu: gpu-0}
  comfyui-1: {kind: comfyui, url: "http://127.0.0.1:8189", gpu: gpu-1}
  ollama: {kind: ollama, url: "http://127.0.0.1:11434", gpu: gpu-0, slots: 2}
  voicevox: {kind: voicevox, url: "http://127.0.0.1:50021", slots: 4}
  suno: {kind: suno, block: suno/main, slots: 2, per_minute: 10}
cpu: {slots: 4}
models: {people: {vram_gb: 10, load_seconds: 9}, places: {vram_gb: 10, load_seconds: 9}, flux: {vram_gb: 16, load_seconds: 20}}
"""  # noqa: E501


def opened(folder: Path, project: str, nodes: str | None = None) -> Workspace:
    """The workspace of a project; close it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "p.yaml").write_text(project, encoding="utf-8")
    node_file = NODES / "embedded.yaml"
    if nodes is not None:
        node_file = folder / "nodes.yaml"
        node_file.write_text(nodes, encoding="utf-8")
    return open_workspace(folder / "p.yaml", [workflows.FOLDER], node_file, folder / "out")


def started(workspace: Workspace, *only: str) -> RunState:
    """Its state as a run begins."""
    state = workspace.take_stock(Selection(frozenset(only)))
    state.start()
    return state
