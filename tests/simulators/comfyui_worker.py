"""The part of the simulated ComfyUI that holds the queue, executes graphs and keeps the history."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import json
import struct
import time
from typing import Any

from tests.simulators import comfyui_media as media
from tests.simulators import comfyui_nodes as nodes
from tests.simulators.comfyui_files import FileArea, NodeError
from tests.simulators.comfyui_graph import Graph, key, models, order, steps, working_gb
from tests.simulators.comfyui_saving import saved
from tests.simulators.faults import Faults
from tests.simulators.gpu import Gpu, OutOfVram

Item = tuple[float, str, Graph, dict[str, Any], list[str]]
_OOM = (
    "Allocation on device 0 would exceed allowed memory. (out of memory)\nCurrently allocated     : {used:.2f} GiB\n"
    "Requested               : {wanted:.2f} GiB\nDevice limit            : {total:.2f} GiB\n"
    "Free (according to CUDA): 0 bytes\nThis error means you ran out of memory on your GPU.\n\n"
    "TIPS: If the workflow worked before you might have accidentally set the batch_size to a large number."
)
_HISTORY = 10_000


class Interrupted(Exception):  # noqa: N818 - ComfyUI's InterruptProcessingException
    """`/interrupt` came while it ran."""


class Worker:
    """Runs one graph after the other; a fault `stall` on the place `run` stops in the midst of one."""

    def __init__(self, name: str, gpu: Gpu, files: FileArea, faults: Faults) -> None:
        self.name, self.gpu, self.files, self.faults = name, gpu, files, faults
        self.sockets: dict[str, Any] = {}
        self.sockets_with_metadata: set[str] = set()
        self.pending: list[Item] = []
        self.running: Item | None = None
        self.history: dict[str, dict[str, Any]] = {}
        self.number = 0
        self.client_id: str | None = None
        self.last_node: str | None = None
        self.free_flags = False
        self.interrupt = asyncio.Event()
        self._wake = asyncio.Event()
        self._cached: dict[str, dict[str, Any] | None] = {}
        self._messages: list[list[Any]] = []
        self.task = asyncio.ensure_future(self._work())

    # queue

    def put(self, item: Item) -> None:
        """Raises TypeError where the graphs of two items are compared: the same number and id twice."""
        heapq.heappush(self.pending, item)
        self._wake.set()

    def flags(self) -> None:
        self.free_flags = True
        self._wake.set()

    def remaining(self) -> int:
        return len(self.pending) + (self.running is not None)

    async def status(self) -> None:
        await self.send("status", {"status": {"exec_info": {"queue_remaining": self.remaining()}}}, None)

    async def _work(self) -> None:
        while True:
            if self.free_flags:
                self.free_flags = False
                self.gpu.release(self.name)
                self._cached.clear()
            if not self.pending:
                self._wake.clear()
                await self._wake.wait()
                continue
            self.running = heapq.heappop(self.pending)  # TypeError ends the task for good, and nobody notices
            await self.status()
            await self._execute(self.running)

    # messages

    async def send(self, kind: str, data: dict[str, Any], to: str | None) -> None:
        await self._send(json.dumps({"type": kind, "data": data}), to)

    async def _send(self, message: str | bytes, to: str | None) -> None:
        for sid, socket in list(self.sockets.items()):
            if to is None or to == sid:
                # whoever has gone meanwhile misses it
                with contextlib.suppress(Exception):
                    await (socket.send_text if isinstance(message, str) else socket.send_bytes)(message)

    async def _say(self, kind: str, data: dict[str, Any], *, keep: bool = False) -> None:
        """Execution events go to the client of the prompt, and without one to nobody."""
        if keep:
            data = {**data, "timestamp": int(time.time() * 1000)}
            self._messages.append([kind, data])
        if self.client_id is not None:
            await self.send(kind, data, self.client_id)

    async def _progress(self, states: dict[str, Any]) -> None:
        """Progress goes to the client of the prompt, and without one to everybody."""
        assert self.running is not None
        await self.send("progress_state", {"prompt_id": self.running[1], "nodes": states}, self.client_id)

    async def _preview(self, node: str, tint: int) -> None:
        assert self.running is not None
        picture = media.jpeg_preview(tint % 3)
        for sid in [self.client_id] if self.client_id is not None else list(self.sockets):
            if sid in self.sockets_with_metadata:
                facts = {
                    "node_id": node, "prompt_id": self.running[1], "display_node_id": node, "parent_node_id": None,
                    "real_node_id": node, "image_type": "image/jpeg",
                }  # fmt: skip
                head = json.dumps(facts).encode()
                await self._send(struct.pack(">II", 4, len(head)) + head + picture, sid)
            elif sid in self.sockets:
                await self._send(struct.pack(">II", 1, 1) + picture, sid)

    # execution

    async def _execute(self, item: Item) -> None:
        number, prompt_id, graph, extra, wanted = item
        self.client_id = extra.get("client_id")
        self._messages, self.interrupt = [], asyncio.Event()
        outputs: dict[str, Any] = {}
        meta: dict[str, Any] = {}
        keys = {node: key(graph, node, self.files.digest) for node in order(graph, wanted)}
        cached = {node: self._cached[k] for node, k in keys.items() if k in self._cached}
        done = [node for node in keys if node in cached]
        known = {keys[node]: value for node, value in cached.items()}
        await self._say("execution_start", {"prompt_id": prompt_id}, keep=True)
        await self._say("execution_cached", {"nodes": done, "prompt_id": prompt_id}, keep=True)
        good = True
        try:
            with self.gpu.job(self.name, prompt_id, model=_model(graph), graph=graph) as entry:
                try:
                    await self._nodes(item, keys, known, done, outputs, meta)
                except Interrupted:
                    entry.outcome = "cancelled"
                    raise
                except NodeError:
                    entry.outcome = "failed"
                    raise
        except (Interrupted, NodeError, OutOfVram):
            good = False
        self._cached = known
        if good:
            await self._say("execution_success", {"prompt_id": prompt_id}, keep=True)
            if self.faults.pick("history") == "late":
                await asyncio.sleep(0.15)
        self.history[prompt_id] = {
            "prompt": [number, prompt_id, graph, extra, wanted],
            "outputs": outputs,
            "status": {"status_str": "success" if good else "error", "completed": good, "messages": self._messages},
            "meta": meta,
        }
        while len(self.history) > _HISTORY:
            del self.history[next(iter(self.history))]
        client, self.client_id, self.running, self.last_node = self.client_id, None, None, None
        await self.status()
        if client is not None:
            await self.send("executing", {"node": None, "prompt_id": prompt_id}, client)

    async def _nodes(
        self, item: Item, keys: dict[str, str], known: dict[str, Any], done: list[str], outputs: dict[str, Any],
        meta: dict[str, Any],
    ) -> None:  # fmt: skip
        _, prompt_id, graph, _, wanted = item
        states: dict[str, Any] = {}
        blocked: dict[str, str] = {}
        executed = list(done)
        for node in done:
            # the outputs of cached nodes are told to a client and kept; without a client they are lost
            if node in wanted and known[keys[node]] is not None and self.client_id is not None:
                outputs[node], meta[node] = known[keys[node]], _meta(node)
                await self._say("executed", _executed(node, known[keys[node]], prompt_id))
                states[node] = _state(node, prompt_id, 1, 1, "finished")
                await self._progress(states)
        for node in keys:
            if node in done:
                continue
            states[node] = _state(node, prompt_id, 0.0, 1.0, "running")
            await self._progress(states)
            await self._say("executing", {"node": node, "display_node": node, "prompt_id": prompt_id})
            self.last_node = node
            source = next((v[0] for v in graph[node]["inputs"].values() if isinstance(v, list) and v[0] in blocked), "")
            if source:
                blocked[node] = blocked[source]
                if blocked[source] and node in wanted:
                    await self._say("execution_error", _blocked(node, graph, executed, prompt_id, blocked[source]))
                states[node] = _state(node, prompt_id, 1.0, 1.0, "finished")
                await self._progress(states)
                continue
            try:
                made = await self._node(node, graph, prompt_id, states)
            except Interrupted:
                await self._say("execution_interrupted", _where(node, graph, executed, prompt_id), keep=True)
                raise
            except (NodeError, OutOfVram) as error:
                await self._say("execution_error", self._failure(node, graph, executed, prompt_id, error), keep=True)
                if isinstance(error, OutOfVram):
                    self.gpu.release(self.name)
                raise
            if isinstance(made, str):
                blocked[node] = made
                made = None
            executed.append(node)
            known[keys[node]] = made
            if made is not None:
                outputs[node], meta[node] = made, _meta(node)
                await self._say("executed", _executed(node, made, prompt_id))
            states[node] = _state(node, prompt_id, states[node]["max"], states[node]["max"], "finished")
            await self._progress(states)

    def _failure(
        self, node: str, graph: Graph, executed: list[str], prompt_id: str, error: NodeError | OutOfVram
    ) -> dict[str, Any]:
        if isinstance(error, OutOfVram):
            kind = "torch.OutOfMemoryError"
            message = _OOM.format(used=self.gpu.used_gb, wanted=error.wanted_gb, total=self.gpu.vram_gb)
        else:
            kind, message = error.kind, error.message
        return {
            **_where(node, graph, executed, prompt_id),
            "exception_message": message,
            "exception_type": kind,
            "traceback": ['  File "/opt/ComfyUI/execution.py", line 527, in execute\n'] * 5,
            "current_inputs": {"image": ["tensor([[[[0.9255, 0.8157, 0.7569]," * 200]},
            "current_outputs": list(graph),
        }

    async def _node(self, node: str, graph: Graph, prompt_id: str, states: dict[str, Any]) -> Any:
        """What the node tells the client (`ui`), none, or the message by which it blocks its output."""
        kind, values = graph[node]["class_type"], graph[node]["inputs"]
        if self.interrupt.is_set():
            raise Interrupted
        fault = self.faults.pick(f"run {kind}")
        if fault == "oom":
            raise OutOfVram(self.gpu, self.gpu.vram_gb)
        if fault == "broken-gpu":
            raise NodeError("RuntimeError", "CUDA error: an illegal memory access was encountered\n")
        if fault == "stall":
            await self._wait(36_000 * self.gpu.clock.speed)
        if kind == "TestRaise":
            return _raise(values)
        if kind == "EmptyImage" and values["width"] * values["height"] * values["batch_size"] > 2**36:
            raise NodeError("RuntimeError", "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't "
                            "allocate memory: you tried to allocate 4398046511104 bytes. Error code 12")  # fmt: skip
        if kind in ("LoadImage", "LoadImageMask") and self.files.size(str(values["image"])) is None:
            raise NodeError("PIL.UnidentifiedImageError", f"cannot identify image file '{values['image']}'\n")
        count, seconds = steps(graph, node)
        if count:
            await self._sample(node, graph, prompt_id, states, count, seconds)
        return saved(node, graph, self.files) if nodes.is_output(kind) else None

    async def _sample(
        self, node: str, graph: Graph, prompt_id: str, states: dict[str, Any], count: int, seconds: float
    ) -> None:
        wanted = models(graph)
        for model in wanted:
            await self._load(model.file, model.gb, model.seconds, keep={m.file for m in wanted})
        with self.gpu.working(self.name, working_gb(graph)):
            for step in range(1, count + 1):
                await self._wait(seconds)
                states[node] = _state(node, prompt_id, step, count, "running")
                await self._progress(states)
                place = {"value": step, "max": count, "prompt_id": prompt_id, "node": node}
                await self.send("progress", place, self.client_id)
                if graph[node]["inputs"].get("preview", True):
                    await self._preview(node, step)

    async def _load(self, file: str, gb: float, seconds: float, keep: set[str]) -> None:
        """Loads a model; ComfyUI puts its own others out first where it does not fit, never anybody else's."""
        for other in list(self.gpu.loaded(self.name)):
            if other not in keep and file not in self.gpu.loaded(self.name) and self.gpu.free_gb < gb + 1:
                self.gpu.release(self.name, other)
        loading = asyncio.ensure_future(self.gpu.bring(self.name, file, gb, seconds))
        stopping = asyncio.ensure_future(self.interrupt.wait())
        await asyncio.wait({loading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not loading.done():  # the real one would first load to the end
            loading.cancel()
            raise Interrupted
        loading.result()

    async def _wait(self, seconds: float) -> None:
        """Simulated seconds, or until somebody interrupts."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds / self.gpu.clock.speed):
                await self.interrupt.wait()
        if self.interrupt.is_set():
            raise Interrupted


def _raise(values: dict[str, Any]) -> str | None:
    seed = values["seed"]
    errors = {
        "value_error": ("ValueError", f"test: bad value {seed}\n"),
        "cuda_oom": ("torch.OutOfMemoryError", _OOM.format(used=7.2, wanted=0.5, total=8)),
        "cudnn_oom": ("RuntimeError", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED\n"),
        "cuda_runtime": ("RuntimeError", "CUDA error: an illegal memory access was encountered\n"),
    }
    if values["kind"] in errors:
        raise NodeError(*errors[values["kind"]])
    return "blocked by test" if values["kind"] == "block" else ""


def _model(graph: Graph) -> str | None:
    found = models(graph)
    return found[0].file if found else None


def _state(node: str, prompt_id: str, value: float, most: float, state: str) -> dict[str, Any]:
    return {"value": value, "max": most, "state": state, "node_id": node, "prompt_id": prompt_id,
            "display_node_id": node, "parent_node_id": None, "real_node_id": node}  # fmt: skip


def _meta(node: str) -> dict[str, Any]:
    return {"node_id": node, "display_node": node, "parent_node": None, "real_node_id": node}


def _executed(node: str, made: dict[str, Any] | None, prompt_id: str) -> dict[str, Any]:
    return {"node": node, "display_node": node, "output": made, "prompt_id": prompt_id}


def _where(node: str, graph: Graph, executed: list[str], prompt_id: str) -> dict[str, Any]:
    return {"prompt_id": prompt_id, "node_id": node, "node_type": graph[node]["class_type"], "executed": executed}


def _blocked(node: str, graph: Graph, executed: list[str], prompt_id: str, message: str) -> dict[str, Any]:
    return {
        **_where(node, graph, executed, prompt_id), "exception_message": f"Execution Blocked: {message}",
        "exception_type": "ExecutionBlocked", "traceback": [], "current_inputs": [], "current_outputs": [],
    }  # fmt: skip
