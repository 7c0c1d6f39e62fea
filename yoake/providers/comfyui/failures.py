"""Why a job failed while it ran, from its record in `/history`; as an error that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from yoake.errors import OutOfMemoryError, UnreachableError, YoakeError

_OUT_OF_MEMORY = re.compile(
    r"out of memory|outofmemory|can't allocate memory|cannot allocate memory|exceed allowed memory|"
    r"cu(dnn|blas)\w*_status_alloc_failed|unable to find an engine to execute|unable to find a valid cudnn algorithm",
    re.IGNORECASE,
)
"""PyTorch's own error, what cuDNN and cuBLAS say when they get no memory, and the CPU allocator."""
_GPU_LOST = re.compile(
    r"cuda error|cu(dnn|blas)\w*_status_\w+|device-side assert|hip error|device lost|illegal memory access",
    re.IGNORECASE,
)
_INTERRUPTED = frozenset(("InterruptProcessingException",))


def failed(record: Mapping[str, Any]) -> bool:
    """Whether a record tells of a failure."""
    status = record.get("status")
    return not isinstance(status, dict) or status.get("status_str") != "success"


def failure(record: Mapping[str, Any], service: str, asset: str, cleaned: Callable[[str], str]) -> YoakeError:
    """The error that a failed job's record tells of.

    Args:
        cleaned: makes the service's words short and harmless. Inputs and tracebacks, which may be huge, are never told.
    """
    kind, told = _last_words(record)
    if kind == "execution_interrupted":
        return YoakeError(
            "comfyui.interrupted",
            f"Somebody else has stopped {asset} at {service}.",
            next_step="Nothing needs to be done: it is made again.",
            transient=True,
        )
    exception = str(told.get("exception_type", ""))
    message = str(told.get("exception_message", ""))[:4000]
    place = f"{told.get('node_type', 'a node')} (node {told.get('node_id', '?')})"
    said = cleaned(f"{place}: {exception.rpartition('.')[2]}: {message.strip().partition(chr(10))[0]}")
    if exception.endswith("OutOfMemoryError") or _OUT_OF_MEMORY.search(message):
        return OutOfMemoryError(
            "comfyui.out-of-memory",
            f"{service} has too little memory for {asset}: {said}.",
            next_step="It is made smaller; end other programs on this GPU to get it in full.",
        )
    if _GPU_LOST.search(message):
        return UnreachableError(
            "comfyui.gpu-failed",
            f"The GPU of {service} has failed at {asset}: {said}.",
            next_step="Restart ComfyUI there: after such an error nothing more succeeds.",
            transient=True,
        )
    return YoakeError(
        "comfyui.failed",
        f"{service} has failed at {asset}: {said}.",
        next_step="Look into ComfyUI's log for the whole trace.",
    )


def _last_words(record: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    status = record.get("status")
    messages = status.get("messages") if isinstance(status, dict) else None
    for entry in reversed(messages if isinstance(messages, list) else []):
        if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], dict):
            kind = str(entry[0])
            if kind in ("execution_error", "execution_interrupted"):
                interrupted = str(entry[1].get("exception_type", "")).rpartition(".")[2] in _INTERRUPTED
                return ("execution_interrupted" if interrupted else kind), entry[1]
    return "", {}
