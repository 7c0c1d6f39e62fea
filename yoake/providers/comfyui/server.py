"""A ComfyUI server that runs finished graphs: what any client of ComfyUI needs, without a word about games."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui.failures import failed, failure
from yoake.providers.comfyui.files import Files
from yoake.providers.comfyui.graph import Shortcoming, check_form, shortcomings
from yoake.providers.comfyui.jobs import Jobs
from yoake.providers.comfyui.outputs import Output, files_in, silent_nodes
from yoake.providers.comfyui.patience import Patience
from yoake.providers.comfyui.progress import DONE, Gauge, Progress
from yoake.providers.comfyui.socket import listening
from yoake.providers.comfyui.watch import Watch
from yoake.providers.http import Http

_log = logging.getLogger(__name__)


def new_job_id() -> str:
    """An id for a job: newer servers take nothing but a UUID."""
    return str(uuid.uuid4())


def _ignore(*_: object) -> None:
    """Nobody listens."""


class ComfyUiServer:
    """One ComfyUI server.

    Example:
        server = ComfyUiServer(ServiceAddress("comfyui-0", "comfyui", "http://127.0.0.1:8188"))
        for output in await server.run(graph):
            await server.download(output, folder)
    """

    def __init__(self, address: ServiceAddress, patience: Patience | None = None) -> None:
        self.name = address.name
        self.patience = patience or Patience()
        self._headers = {"authorization": f"Bearer {address.token}"} if address.token else {}
        self.http = Http(address, self._headers)
        self.jobs = Jobs(self.http, self.patience)
        self._files = Files(self.http, self.patience)
        self._withdrawing: set[asyncio.Task[None]] = set()

    async def run(
        self,
        graph: Mapping[str, Any],
        *,
        progress: Callable[[Progress], None] = _ignore,
        done_there: Callable[[], None] = _ignore,
        job_id: str | None = None,
        resume: bool = False,
        asset: str = "a job",
    ) -> list[Output]:
        """Runs a graph in API format and tells which files it has made. When it is cancelled, so is the job there.

        Args:
            progress: told as the job goes on.
            done_there: called once, as soon as the server has ended the job well.
            job_id: the job's id (see `new_job_id`); a new one where there is none.
            resume: the job was handed in before; it is only waited for.
            asset: whom it is for; named in errors.

        Raises:
            OutOfMemoryError: `comfyui.out-of-memory`.
            InvalidRequestError: as `Jobs.submit`; `comfyui.no-graph`.
            UnreachableError: `service.unreachable`, `comfyui.stuck`, `comfyui.gpu-failed`.
            YoakeError: `comfyui.failed`, `comfyui.no-output`, `comfyui.interrupted`, `comfyui.job-lost`,
                `comfyui.stalled`, and as `Http.ask` and `Http.check`.
        """
        check_form(graph, asset)
        job = job_id or new_job_id()
        url = self.http.url("/ws")
        async with listening(url, job, self._headers, open_seconds=self.patience.socket) as ear:
            try:
                if not resume:
                    await self.jobs.submit(graph, job, asset)
                watch = Watch(self.jobs, self.patience, ear, Gauge(graph), progress, self.name, asset)
                record = await watch.until_end(job)
            except BaseException:
                await self._withdraw(job)
                raise
        # how it ended comes first: what ran out of memory is to be known before another job starts there
        outputs = self._outputs(record, watch.blocked, asset)
        done_there()
        progress(DONE)
        return outputs

    def _outputs(self, record: Mapping[str, Any], blocked: str, asset: str) -> list[Output]:
        if failed(record):
            raise failure(record, self.name, asset, self.http.cleaned)
        files = files_in(record)
        if files is None:
            raise self.http.bad_answer(f"a history of another form for {asset}")
        silent = silent_nodes(record)
        if not files or silent or blocked:
            where = f"node {', '.join(silent)} has left nothing" if silent else "no node has left a file"
            raise YoakeError(
                "comfyui.no-output",
                f"{self.name} says that {asset} is done, but {self.http.cleaned(blocked or where)}.",
                next_step="Check the nodes of the workflow that save something.",
            )
        return files

    async def _withdraw(self, job_id: str) -> None:
        """Takes a job back that nobody waits for any more; goes on even if the caller is cancelled meanwhile."""
        task = asyncio.ensure_future(self._take_back(job_id))
        self._withdrawing.add(task)
        task.add_done_callback(self._withdrawing.discard)
        await asyncio.shield(task)

    async def _take_back(self, job_id: str) -> None:
        try:
            gone = await self.jobs.cancel(job_id)
        except YoakeError as error:
            _log.warning("Job %s at %s may still run: %s", job_id, self.name, error)
        else:
            if not gone:
                _log.warning("Job %s at %s does not stop.", job_id, self.name)

    async def upload(self, path: Path, media_type: str = "application/octet-stream") -> str:
        """Uploads a file; see `Files.upload`."""
        return await self._files.upload(path, media_type)

    async def download(self, output: Output, folder: Path, number: int = 0) -> Path:
        """Fetches a file; see `Files.download`."""
        return await self._files.download(output, folder, number)

    async def shortcomings(self, graph: Mapping[str, Any], asset: str = "a workflow") -> list[Shortcoming]:
        """What the server lacks to run a graph; empty where nothing is missing.

        Raises:
            InvalidRequestError: `comfyui.no-graph`.
            YoakeError: as `Http.ask` and `Http.check`.
        """
        check_form(graph, asset)
        names = sorted({str(entry["class_type"]) for entry in graph.values()})
        classes = {name: await self.jobs.node_class(name) for name in names}
        return list(shortcomings(graph, classes, self.name))

    async def works(self) -> bool:
        """Whether it really runs what it accepts, and its GPU counts: tried with a graph of three tiny nodes."""
        graph = {
            "1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}},
            "2": {"class_type": "ImageBlur", "inputs": {"image": ["1", 0], "blur_radius": 1, "sigma": 1.0}},
            "3": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}},
        }
        try:
            async with asyncio.timeout(self.patience.probe):
                await self.run(graph, asset="a trial")
        except InvalidRequestError:
            return True  # it has other nodes, but it looks at what it is given
        except (TimeoutError, YoakeError):
            return False
        return True

    async def close(self) -> None:
        """Waits for jobs that are being taken back, and lets go of the connections."""
        if self._withdrawing:
            await asyncio.wait(self._withdrawing)
        await self.http.close()
