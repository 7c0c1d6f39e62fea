"""Whatever JSON a server sends, reading it raises nothing but coded errors, and says nothing that is too long."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.samples.comfyui_graphs import sdxl
from yoake.errors import InvalidRequestError, OutOfMemoryError, UnreachableError, YoakeError
from yoake.providers.comfyui.failures import failed, failure
from yoake.providers.comfyui.graph import check_form, shortcomings
from yoake.providers.comfyui.nodes import node_class
from yoake.providers.comfyui.outputs import files_in, silent_nodes
from yoake.providers.comfyui.progress import Gauge
from yoake.providers.comfyui.refusals import faults_in, refusal
from yoake.providers.comfyui.signs import read
from yoake.providers.comfyui.stats import read_stats

WORDS = st.sampled_from(
    [
        "outputs", "status", "status_str", "messages", "execution_error", "prompt", "images", "filename", "subfolder",
        "type", "node_errors", "errors", "extra_info", "input_config", "class_type", "devices", "system", "input",
        "required", "data", "prompt_id", "nodes", "value", "max", "executing", "progress", "progress_state", "error",
        "execution_cached", "success", "exception_type", "exception_message", "vram_total", "vram_free",
        "torch_vram_total", "inputs",
    ]
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=5),
    max_leaves=25,
)
MAPPING = st.dictionaries(WORDS, ANY, max_size=6)


def cleaned(text: str) -> str:
    return text[:200]


@given(MAPPING)
def test_any_record_is_read(record: dict[str, Any]):
    files_in(record)
    silent_nodes(record)
    if failed(record):
        error = failure(record, "comfyui-0", "hero", cleaned)
        assert isinstance(error, YoakeError)
        assert len(str(error)) < 600


@given(ANY)
def test_any_refusal_is_told(said: Any):
    faults = faults_in(said)
    error = refusal(said, faults, "comfyui-0", "hero", cleaned)
    assert isinstance(error, InvalidRequestError)
    assert len(str(error)) < 800


@given(ANY, st.sampled_from(["executing", "progress", "progress_state", "execution_cached", "execution_error", "x"]))
def test_any_message_is_read(data: Any, kind: str):
    gauge = Gauge(sdxl())
    if isinstance(data, dict):
        data = {**data, "prompt_id": "p"}
    sign = read(json.dumps({"type": kind, "data": data}), "p")
    if sign is not None:
        assert 0 <= gauge.note(sign).share <= 1
    read(json.dumps(data), "p")


@given(st.binary(max_size=200))
def test_any_binary_message_is_read(message: bytes):
    read(message, "p")


@given(st.text(max_size=200))
def test_any_text_message_is_read(message: str):
    read(message, "p")
    read("[" * 100_000, "p")


@given(ANY)
def test_any_statistics_and_classes_are_read(said: Any):
    read_stats(said)
    known = node_class(said)
    if known is not None:
        list(shortcomings(sdxl(), dict.fromkeys((n["class_type"] for n in sdxl().values()), known), "comfyui-0"))


@given(ANY)
def test_any_graph_is_looked_at(graph: Any):
    with contextlib.suppress(InvalidRequestError):
        check_form(graph, "hero")
        Gauge(graph)
        list(shortcomings(graph, {str(n["class_type"]): None for n in graph.values()}, "comfyui-0"))


def record_of(exception: str, message: str) -> dict[str, Any]:
    told = {"exception_type": exception, "exception_message": message, "node_id": "3", "node_type": "KSampler"}
    return {"status": {"status_str": "error", "messages": [["execution_error", told]]}}


def test_the_names_of_lacking_memory():
    for exception, message in (
        ("torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory."),
        ("torch.cuda.OutOfMemoryError", "x"),
        ("RuntimeError", "CUDA error: out of memory"),
        ("RuntimeError", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
        ("RuntimeError", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        ("RuntimeError", "[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory"),
        ("RuntimeError", "HIP out of memory. Tried to allocate 2 GiB"),
        ("RuntimeError", "MPS backend out of memory"),
    ):
        assert isinstance(failure(record_of(exception, message), "c", "a", cleaned), OutOfMemoryError), message


def test_the_names_of_a_broken_gpu():
    for message in (
        "CUDA error: an illegal memory access was encountered",
        "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "CUDA error: device-side assert triggered",
    ):
        assert isinstance(failure(record_of("RuntimeError", message), "c", "a", cleaned), UnreachableError), message


def test_a_plain_failure_is_neither():
    error = failure(record_of("ValueError", "memory of an elephant"), "c", "a", cleaned)
    assert type(error) is YoakeError
    assert not error.transient
