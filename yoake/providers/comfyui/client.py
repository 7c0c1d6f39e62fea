"""ComfyUI as a service that makes assets: pictures, videos, music and sounds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.library.manifest import Workflow
from yoake.providers.base import Credit, Product, Request
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui import media
from yoake.providers.comfyui.failures import failed
from yoake.providers.comfyui.graph import Shortcoming
from yoake.providers.comfyui.outputs import Output
from yoake.providers.comfyui.patience import Patience
from yoake.providers.comfyui.progress import Progress
from yoake.providers.comfyui.server import ComfyUiServer, new_job_id
from yoake.providers.comfyui.stats import Stats, read_stats
from yoake.providers.http import deadline
from yoake.providers.service import Condition, Work

FREED_GB = 1.0
"""What PyTorch may still hold when its models are gone."""
_FREE_POLL_SECONDS = 0.2
_MODEL_FOLDERS = ("checkpoints", "diffusion_models")
_MAKES: Mapping[str, tuple[str, ...]] = {
    "image": ("image/",), "video": ("video/", "image/webp", "image/gif"), "music": ("audio/",), "sound": ("audio/",),
    "mesh": ("model/",),
}  # fmt: skip
"""What a workflow makes -> what its file may be."""


class ComfyUiClient:
    """A client of one ComfyUI server.

    Args:
        patience: how long each phase may take.
    """

    kind = "comfyui"

    def __init__(self, address: ServiceAddress, patience: Patience | None = None) -> None:
        self.name = address.name
        self._server = ComfyUiServer(address, patience)
        self._stuck = False
        """Whether it was last seen running nothing, or with a broken GPU; its statistics then look healthy."""

    async def make(self, work: Work) -> Product:
        """Makes one asset with its workflow.

        Raises:
            InvalidRequestError: `comfyui.no-workflow`, and as `bind`, `post_process` and `ComfyUiServer.run`.
            OutOfMemoryError: `comfyui.out-of-memory`.
            YoakeError: as `ComfyUiServer.run`; `service.timeout`.
        """
        if work.workflow is None:
            raise InvalidRequestError(
                "comfyui.no-workflow",
                f"{work.request.address} has no workflow, and ComfyUI runs nothing else.",
                next_step="Name one with `workflow:` in the project file.",
            )
        async with deadline(work.timeout_seconds, self.name, work.request.address):
            return await self._made(work)

    async def _made(self, work: Work) -> Product:
        from yoake.providers.comfyui.bind import bind, uploads_of
        from yoake.providers.comfyui.post import post_process

        workflow, request = work.workflow, work.request
        assert workflow is not None
        uploaded = {}
        for source in await asyncio.to_thread(uploads_of, workflow, request):
            uploaded[source.address] = await self._server.upload(source.path, source.media_type)
        outputs = await self._ran(work, bind(workflow, request, uploaded))
        files = []
        for number, output in enumerate(wanted(outputs, [entry.node for entry in workflow.outputs])):
            files.append(await self._server.download(output, request.folder, number))
        if not files:
            raise YoakeError(
                "comfyui.no-output",
                f"{self.name} made nothing at the nodes that make {request.address}.",
                next_step="Check `outputs` in the workflow's manifest.",
            )
        path = await asyncio.to_thread(post_process, files, workflow, request)
        return await asyncio.to_thread(self._product, path, workflow, request)

    async def _ran(self, work: Work, graph: dict[str, Any]) -> list[Output]:
        earlier = work.job_id if work.job_id and await self._worth_waiting_for(work.job_id) else None
        job_id = earlier or new_job_id()
        if earlier is None:
            await asyncio.to_thread(work.begun, job_id)

        def tell(progress: Progress) -> None:
            work.progress(progress.share, progress.step)

        try:
            return await self._server.run(
                graph,
                progress=tell,
                done_there=work.done_there,
                job_id=job_id,
                resume=earlier is not None,
                asset=work.request.address,
            )
        except UnreachableError as error:
            self._stuck = self._stuck or error.code != "service.unreachable"
            raise

    async def _worth_waiting_for(self, job_id: str) -> bool:
        """Whether a job that an earlier run began is still there and has not failed."""
        state = await self._server.jobs.state(job_id)
        return state.phase != "gone" and (state.record is None or not failed(state.record))

    def _product(self, path: Path, workflow: Workflow, request: Request) -> Product:
        from yoake.providers.comfyui.facts import facts_of

        found = media.sniff(path)
        if found is None or not found[0].startswith(_MAKES[workflow.makes]):
            raise YoakeError(
                "comfyui.wrong-kind",
                f"{self.name} made {found[0] if found else 'something unknown'} with a workflow for {workflow.makes}.",
                next_step="Check `makes` and `outputs` in the workflow's manifest.",
            )
        facts = facts_of(workflow, request, path)
        for file in request.folder.iterdir():
            if file != path:
                file.unlink()
        credits = tuple(Credit("model", model.file, model.licence) for model in workflow.models)
        return Product(path, found[0], facts, credits)

    async def condition(self) -> Condition:
        """Version, models and VRAM. A server that was stuck before must first run something.

        Raises:
            UnreachableError: `service.unreachable`.
        """
        stats = read_stats(await self._server.http.probe("/system_stats"))
        if stats is None:
            raise self._unreachable("its statistics have another form")
        if self._stuck and not await self._server.works():
            raise self._unreachable("it accepts jobs and cannot run them")
        self._stuck = False
        models = [name for folder in _MODEL_FOLDERS for name in await self._models(folder)]
        return Condition(
            version=stats.version,
            models=tuple(dict.fromkeys(models)),
            vram_used_gb=stats.used_gb,
            vram_total_gb=stats.total_gb,
        )

    async def vram_held_gb(self, model: str | None = None) -> float | None:
        """What its PyTorch holds on its GPU, in GB; ComfyUI does not tell models apart. None where it runs on a CPU.

        Raises:
            UnreachableError: `service.unreachable`.
        """
        stats = await self._stats()
        return None if stats.total_gb is None else stats.held_gb

    async def _models(self, folder: str) -> list[str]:
        answer = await self._server.http.ask("GET", f"/models/{folder}")
        names = self._server.http.json(answer, list) if answer.status == 200 else []
        return [name for name in names if isinstance(name, str)]

    async def unload(self, model: str | None = None) -> None:
        """Frees all of its models (ComfyUI can do no less) and waits until their VRAM is free.

        Raises:
            UnreachableError: `service.unreachable`.
            YoakeError: `service.not-freed`.
        """
        now = asyncio.get_running_loop().time
        until = now() + self._server.patience.free
        http, body = self._server.http, {"unload_models": True, "free_memory": True}
        http.check(await http.ask("POST", "/free", body=body, repeatable=True), "freeing its VRAM")
        while True:  # the answer comes at once, the freeing after the job that runs
            held = (await self._stats()).held_gb
            if held <= FREED_GB:
                return
            if now() > until:
                raise YoakeError(
                    "service.not-freed",
                    f"{self.name} still holds {held:.1f} GB of VRAM after it was told to free it.",
                    next_step="Look whether somebody else uses it; restart it if not.",
                    transient=True,
                )
            await asyncio.sleep(_FREE_POLL_SECONDS)

    async def _stats(self) -> Stats:
        stats = read_stats(await self._server.http.probe("/system_stats"))
        if stats is None:
            raise self._unreachable("its statistics have another form")
        return stats

    async def shortcomings(self, graph: dict[str, Any], asset: str = "a workflow") -> list[Shortcoming]:
        """What this server lacks to run a graph (for `yoake doctor`)."""
        return await self._server.shortcomings(graph, asset)

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._server.close()

    def _unreachable(self, why: str) -> UnreachableError:
        return UnreachableError(
            "service.unreachable",
            f"{self.name} does not answer as ComfyUI does: {why}.",
            next_step="Restart it, or correct its url in the node file.",
            transient=True,
        )


def wanted(outputs: Sequence[Output], nodes: Sequence[str]) -> list[Output]:
    """The files that make the asset: of the nodes named, in their order; else all saved ones, else the previews."""
    if nodes:
        return [output for node in nodes for output in outputs if output.node == node]
    saved = [output for output in outputs if output.folder == "output"]
    return saved or list(outputs)
