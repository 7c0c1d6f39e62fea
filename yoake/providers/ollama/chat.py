"""One chat request to Ollama, read as it streams."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yoake.errors import InvalidRequestError, OutOfMemoryError, YoakeError
from yoake.providers.http import Answer, Http

STALL_SECONDS = 120.0
"""The longest silence between two pieces of an answer; before the first one a model may be loading."""
_RUNAWAY = 2_000
"""White space in a row: a model without an end in sight (JSON mode is known for it)."""
_OUT_OF_MEMORY = re.compile(
    r"out[ -]of[ -]memory|cudaMalloc failed|requires more system memory|unable to allocate|insufficient memory", re.I
)
_NOT_FOUND = re.compile(r"model .*not found|try pulling", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """What the model wrote."""

    text: str
    cut_off: bool
    """The context or the allowance was used up, or it wrote nothing but white space any more."""


async def chat(
    http: Http, body: Mapping[str, Any], asset: str, silence_seconds: float, heard: Callable[[int], None]
) -> Said:
    """Asks and gathers the answer; leaving it (a cancellation) closes the connection, which stops the model.

    Args:
        silence_seconds: how long the first piece may take: others' requests, and loading the model.
        heard: told how many characters there are so far.

    Raises:
        OutOfMemoryError: `ollama.out-of-memory`.
        InvalidRequestError: `ollama.model-missing`, `service.refused`.
        YoakeError: `ollama.failed` (transient), and the codes of `Http`.
    """
    text: list[str] = []
    count = blank = 0
    async with http.stream("POST", "/api/chat", body={**body, "stream": True}, read_seconds=silence_seconds) as reply:
        if reply.status != 200:
            raise _refusal(http, await reply.read(), str(body["model"]), asset)
        async for line in reply.lines(stall_seconds=STALL_SECONDS):
            piece = _piece(http, line)
            if error := piece.get("error"):
                raise _failure(http, str(error), asset)
            message = piece.get("message")
            content = message.get("content") if isinstance(message, dict) else None
            if isinstance(content, str) and content:
                text.append(content)
                count += len(content)
                heard(count)
                blank = 0 if content.strip() else blank + len(content)
            if piece.get("done") is True:
                return Said("".join(text), piece.get("done_reason") == "length")
            if blank > _RUNAWAY:
                return Said("".join(text), cut_off=True)
    raise YoakeError(
        "ollama.failed",
        f"{http.name} ended its answer for {asset} without saying that it is done.",
        next_step="Look into Ollama's log.",
        transient=True,
    )


def refused(http: Http, answer: Answer, model: str, asset: str) -> Answer:
    """The answer, where its status is 2xx.

    Raises:
        YoakeError: as `chat`.
    """
    if 200 <= answer.status < 300:
        return answer
    raise _refusal(http, answer, model, asset)


def _piece(http: Http, line: bytes) -> dict[str, Any]:
    try:
        piece = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise http.bad_answer("a line that is no JSON") from error
    if not isinstance(piece, dict):
        raise http.bad_answer("a line that is no JSON object")
    return piece


def _refusal(http: Http, answer: Answer, model: str, asset: str) -> YoakeError:
    said = answer.body[:2000].decode("utf-8", errors="replace")
    if answer.status == 404 and _NOT_FOUND.search(said):
        return InvalidRequestError(
            "ollama.model-missing",
            f"{http.name} does not have the model {http.cleaned(model)} for {asset}.",
            next_step=f"Run `ollama pull {http.cleaned(model)}` there.",
        )
    if answer.status >= 500 and _OUT_OF_MEMORY.search(said):
        return _failure(http, said, asset)
    try:
        http.check(answer, asset)
    except YoakeError as error:
        return error
    return http.bad_answer(f"the status {answer.status}")


def _failure(http: Http, said: str, asset: str) -> YoakeError:
    if _OUT_OF_MEMORY.search(said):
        return OutOfMemoryError(
            "ollama.out-of-memory",
            f"{http.name} ran out of memory at {asset}: {http.cleaned(said)}.",
            next_step="Use a smaller model or a smaller `num_ctx`, or give it a GPU with more room.",
        )
    return YoakeError(
        "ollama.failed",
        f"{http.name} failed at {asset}: {http.cleaned(said)}.",
        next_step="Look into Ollama's log.",
        transient=True,
    )
