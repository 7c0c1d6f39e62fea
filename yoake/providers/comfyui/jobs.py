"""The life of a job at a ComfyUI server: handed in, looked for, taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers.comfyui.nodes import NodeClass, node_class
from yoake.providers.comfyui.patience import Patience
from yoake.providers.comfyui.refusals import Fault, faults_in, refusal
from yoake.providers.http import Answer, Http

Phase = Literal["pending", "running", "ended", "gone"]
LARGEST_RECORD = 64 * 1024 * 1024
"""Bytes of a history, a queue or a node list; each carries whole graphs."""
_PHASES: Mapping[str, Phase] = {"pending": "pending", "in_progress": "running"}
_CANCEL_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class State:
    """Where a job is."""

    phase: Phase
    """`gone`: the server does not know it; it was deleted, or the server restarted since."""
    record: Mapping[str, Any] | None = None
    """What the history says of it, once it has ended."""
    busy: bool = True
    """Whether anything runs at all, for a job that is pending."""


class Jobs:
    """Jobs at one server, by ids that Yoake chooses: what was accepted is found again, even if the reply is lost."""

    def __init__(self, http: Http, patience: Patience) -> None:
        self._http = http
        self._patience = patience
        self._has_job_list = True

    async def submit(self, graph: Mapping[str, Any], prompt_id: str, asset: str) -> None:
        """Hands a graph in; returns once the server has it.

        Raises:
            InvalidRequestError: `comfyui.missing-model`, `comfyui.missing-node`, `comfyui.invalid-workflow`,
                `comfyui.too-old`.
            YoakeError: as `Http.ask` and `Http.check`.
        """
        body = {"prompt": graph, "client_id": prompt_id, "prompt_id": prompt_id}
        asking = asyncio.ensure_future(self._http.ask("POST", "/prompt", body=body, read_seconds=self._patience.submit))
        try:
            answer = await asyncio.shield(asking)
        except asyncio.CancelledError:
            # only when the server has answered can the job be found and taken back
            await asyncio.wait({asking}, timeout=self._patience.handover)
            asking.cancel()
            raise
        except UnreachableError:
            raise
        except YoakeError as error:
            if not error.transient or (await self.state(prompt_id)).phase == "gone":
                raise
            return
        await self._accept(answer, prompt_id, asset)

    async def _accept(self, answer: Answer, prompt_id: str, asset: str) -> None:
        if answer.status == 400 and answer.media_type == "application/json":
            said = self._http.json(answer)
            raise await self._refusal(said.get("error"), said.get("node_errors"), asset)
        said = self._http.json(self._http.check(answer, asset))
        if said.get("node_errors"):
            # accepted, but without the branches that are at fault: not what was asked for
            raise await self._refusal(None, said["node_errors"], asset)
        if not isinstance(said.get("prompt_id"), str):
            raise self._http.bad_answer("no prompt_id")
        if said["prompt_id"] != prompt_id:
            await self.cancel(said["prompt_id"][:200])
            raise InvalidRequestError(
                "comfyui.too-old",
                f"ComfyUI on {self._http.name} is too old: it gives jobs ids of its own.",
                next_step="Update ComfyUI there to 0.12 or later.",
            )

    async def _refusal(self, error: Any, node_errors: Any, asset: str) -> InvalidRequestError:
        faults = [await self._with_options(fault) for fault in faults_in(node_errors)[:20]]
        return refusal(error, faults, self._http.name, asset, self._http.cleaned)

    async def _with_options(self, fault: Fault) -> Fault:
        """A fault with what is allowed: the server leaves out lists of more than 20, and `/object_info` has them."""
        if fault.kind != "value_not_in_list" or fault.options is not None:
            return fault
        known = await self.node_class(fault.node_class)
        field = known.fields.get(fault.field) if known else None
        options = field.options if field else None
        return Fault(fault.node, fault.node_class, fault.kind, fault.field, fault.value, options, fault.details)

    async def node_class(self, name: str) -> NodeClass | None:
        """What the server says of a node class; none where it has no such class."""
        path = f"/object_info/{quote(name, safe='')}"
        said = await self._http.ask_json("GET", path, f"node {name}", most_bytes=LARGEST_RECORD)
        if name not in said:
            return None
        known = node_class(said[name])
        if known is None:
            raise self._http.bad_answer(f"a description of {name} that has another form")
        return known

    async def state(self, prompt_id: str) -> State:
        """Where a job is.

        The history knows it only when it has ended, so the list of jobs (newer servers) or the queue is asked too.
        """
        record = await self._record(prompt_id)
        if record is not None:
            return State("ended", record)
        phase = await self._listed(prompt_id) if self._has_job_list else None
        if phase is None or phase == "pending":
            phase, busy = await self._queued(prompt_id)
            if phase == "pending":
                return State("pending", busy=busy)
        if phase == "running":
            return State("running")
        # it may have ended between the two questions
        record = await self._record(prompt_id)
        return State("gone") if record is None else State("ended", record)

    async def _record(self, prompt_id: str) -> Mapping[str, Any] | None:
        said = await self._http.ask_json(
            "GET", f"/history/{quote(prompt_id, safe='')}", "a job", most_bytes=LARGEST_RECORD
        )
        if not said:
            return None
        record = said.get(prompt_id)
        if not isinstance(record, dict) or not isinstance(record.get("status"), dict):
            raise self._http.bad_answer("a history of another form")
        return record

    async def _listed(self, prompt_id: str) -> Phase | None:
        answer = await self._http.ask("GET", f"/api/jobs/{quote(prompt_id, safe='')}", most_bytes=LARGEST_RECORD)
        if answer.status == 404:
            if answer.media_type != "application/json":
                self._has_job_list = False
                return None
            return "gone"
        status = self._http.json(self._http.check(answer, "a job")).get("status")
        return _PHASES.get(status, "ended") if isinstance(status, str) else None

    async def _queued(self, prompt_id: str) -> tuple[Phase, bool]:
        said = await self._http.ask_json("GET", "/queue", "its queue", most_bytes=LARGEST_RECORD)
        running, pending = said.get("queue_running"), said.get("queue_pending")
        if not isinstance(running, list) or not isinstance(pending, list):
            raise self._http.bad_answer("a queue of another form")
        if _holds(running, prompt_id):
            return "running", True
        return ("pending" if _holds(pending, prompt_id) else "gone"), bool(running)

    async def cancel(self, prompt_id: str) -> bool:
        """Takes a job back, whether it waits or runs; returns whether the server has really let go of it.

        `/interrupt` does nothing to a job that waits and deleting does nothing to one that runs, and both answer 200:
        so each is used for what it can do, and the job is looked at again.
        """
        until = asyncio.get_running_loop().time() + self._patience.cancel
        while True:
            phase = (await self.state(prompt_id)).phase
            if phase == "pending":
                await self._http.ask("POST", "/queue", body={"delete": [prompt_id]})
            elif phase == "running":
                await self._http.ask("POST", "/interrupt", body={"prompt_id": prompt_id})
            else:
                return True
            if asyncio.get_running_loop().time() > until:
                return False
            await asyncio.sleep(_CANCEL_POLL_SECONDS)


def _holds(entries: list[Any], prompt_id: str) -> bool:
    return any(isinstance(entry, list) and len(entry) > 1 and entry[1] == prompt_id for entry in entries)
