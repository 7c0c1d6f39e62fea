"""Requests to the simulated Ollama as Go reads them, and its refusals."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

_DURATION = re.compile(r"-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+\Z|-?0\Z")
_UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


class RefusalError(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


async def body_of(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw:
        raise RefusalError(400, "missing request body")
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise RefusalError(400, "invalid character in JSON") from error
    if not isinstance(body, dict):
        raise RefusalError(400, "json: cannot unmarshal into Go value of type api.ChatRequest")
    wanted = body.get("format")
    if wanted not in (None, "", "json") and not isinstance(wanted, dict):
        raise RefusalError(400, f'invalid format: {wanted!r}; expected "json" or a valid JSON Schema object')
    return body


def keep_alive_of(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not _DURATION.match(str(value)):
        raise RefusalError(400, f'time: missing unit in duration "{value}"')
    seconds = sum(float(n) * _UNITS[u] for n, u in re.findall(r"(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", str(value)))
    return -seconds if str(value).startswith("-") else seconds


async def refuse(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusalError)
    return JSONResponse({"error": error.error}, error.status)
