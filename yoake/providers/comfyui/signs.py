"""What ComfyUI's WebSocket says of one job.

Messages are JSON texts `{"type", "data"}` and binary previews; ComfyUI's `server.py` and `protocol.py` define them.
Whatever concerns another job, or cannot be understood, says nothing.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PREVIEW = 1
PREVIEW_WITH_METADATA = 4
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Sign:
    """One message about the job."""

    ended: bool = False
    """The service has put the job aside, well or not, and written its history."""
    blocked: str = ""
    """Why an output was blocked: told here only, the history then says that all went well."""
    node: str | None = None
    """The node that runs now."""
    done: Mapping[str, float] | None = None
    """Node -> done share (0 to 1) of the nodes named."""
    step: tuple[int, int] | None = None
    """Current step and steps of the node that runs."""
    preview: bytes | None = None
    """A JPEG or PNG of what is being made."""


def read(message: str | bytes, prompt_id: str) -> Sign | None:
    """What a message says of a job; none where it says nothing of it."""
    if isinstance(message, bytes):
        return _preview(message, prompt_id)
    document = _document(message)
    kind, data = document.get("type"), document.get("data")
    if not isinstance(data, dict) or data.get("prompt_id") != prompt_id:
        return None
    if kind == "executing":
        node = data.get("node")
        return Sign(ended=True) if node is None else Sign(node=str(node))
    if kind == "progress":
        return _step(data)
    if kind == "progress_state":
        nodes = data.get("nodes")
        return Sign(done=_shares(nodes)) if isinstance(nodes, dict) else None
    if kind == "execution_cached":
        nodes = data.get("nodes")
        return Sign(done={str(node): 1.0 for node in nodes}) if isinstance(nodes, list) else None
    if kind == "execution_error" and data.get("exception_type") == "ExecutionBlocked":
        return Sign(blocked=str(data.get("exception_message", ""))[:400])
    return Sign()


def _document(message: str | bytes) -> dict[str, Any]:
    try:
        document = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _step(data: Mapping[str, Any]) -> Sign:
    value, most = data.get("value"), data.get("max")
    if not isinstance(value, int | float) or not isinstance(most, int | float) or not 0 <= value <= most < 1e9:
        return Sign()
    node = data.get("node")
    shares = {str(node): value / most} if node is not None and most > 0 else None
    return Sign(node=None if node is None else str(node), step=(int(value), int(most)), done=shares)


def _shares(nodes: Mapping[str, Any]) -> dict[str, float]:
    shares = {}
    for node, state in nodes.items():
        if not isinstance(state, dict):
            continue
        value, most = state.get("value"), state.get("max")
        if state.get("state") == "finished":
            shares[node] = 1.0
        elif isinstance(value, int | float) and isinstance(most, int | float) and 0 <= value <= most and most > 0:
            shares[node] = value / most
    return shares


def _preview(message: bytes, prompt_id: str) -> Sign | None:
    """Previews with metadata name their job; those without may be anybody's and are left aside."""
    if len(message) < 8:
        return None
    event, length = struct.unpack(">II", message[:8])
    if event != PREVIEW_WITH_METADATA or length > len(message) - 8:
        return None
    metadata, picture = _document(message[8 : 8 + length]), message[8 + length :]
    if metadata.get("prompt_id") != prompt_id or not picture.startswith((_JPEG, _PNG)):
        return None
    return Sign(preview=picture)
