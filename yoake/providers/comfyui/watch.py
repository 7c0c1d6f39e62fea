"""Waiting for a job: by its signs on the socket, and by asking, for whatever the socket does not tell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers.comfyui.jobs import Jobs, State
from yoake.providers.comfyui.patience import Patience
from yoake.providers.comfyui.progress import Gauge, Progress
from yoake.providers.comfyui.signs import Sign
from yoake.providers.comfyui.socket import Ear

_SOON_SECONDS = 0.05


class Watch:
    """Waits for one job until it has ended.

    The history alone says that a job has ended, and how: `execution_success` comes before it is written.
    """

    def __init__(
        self,
        jobs: Jobs,
        patience: Patience,
        ear: Ear,
        gauge: Gauge,
        progress: Callable[[Progress], None],
        service: str,
        asset: str,
    ) -> None:
        self.blocked = ""
        """What an output was blocked for."""
        self._jobs, self._patience, self._ear, self._gauge = jobs, patience, ear, gauge
        self._progress, self._service, self._asset = progress, service, asset
        self._now = asyncio.get_running_loop().time
        self._heard = self._now()
        self._idle_since: float | None = None
        self._failing_since: float | None = None

    async def until_end(self, job_id: str) -> Mapping[str, Any]:
        """The job's record in the history.

        Raises:
            UnreachableError: `service.unreachable`, `comfyui.stuck`.
            YoakeError: `comfyui.stalled`, `comfyui.job-lost`.
        """
        was_live = self._ear.live
        next_poll = self._now() + self._pause()
        while True:
            sign = await self._ear.next(next_poll - self._now())
            if sign is not None:
                self._note(sign)
            lost, was_live = was_live and not self._ear.live, self._ear.live
            if not lost and not (sign and sign.ended) and self._now() < next_poll:
                continue
            state = await self._ask(job_id)
            if state is not None and state.record is not None:
                return state.record
            if state is not None:
                self._judge(state)
            next_poll = self._now() + (_SOON_SECONDS if sign and sign.ended else self._pause())

    def _pause(self) -> float:
        return self._patience.watch if self._ear.live else self._patience.poll

    def _note(self, sign: Sign) -> None:
        self._heard = self._now()
        self.blocked = sign.blocked or self.blocked
        if not sign.ended:
            self._progress(self._gauge.note(sign))

    async def _ask(self, job_id: str) -> State | None:
        """Where the job is; none while the server does not answer sensibly, which a run may survive."""
        try:
            state = await self._jobs.state(job_id)
        except InvalidRequestError:
            raise
        except YoakeError:
            self._failing_since = self._failing_since or self._now()
            if self._now() - self._failing_since > self._patience.silence:
                raise
            return None
        self._failing_since = None
        return state

    def _judge(self, state: State) -> None:
        if state.phase == "gone":
            raise YoakeError(
                "comfyui.job-lost",
                f"{self._service} no longer knows the job of {self._asset}: it was restarted, or somebody deleted it.",
                next_step="Nothing needs to be done: it is made again.",
                transient=True,
            )
        if state.phase == "running" or state.busy:
            self._idle_since = None
        if state.phase == "pending":
            self._heard = self._now()
            if not state.busy:
                self._idle_since = self._idle_since or self._now()
                if self._now() - self._idle_since > self._patience.idle:
                    raise UnreachableError(
                        "comfyui.stuck",
                        f"{self._service} accepts jobs and runs none.",
                        next_step="Restart ComfyUI there: the thread that executes has died.",
                        transient=True,
                    )
        elif self._ear.live and self._now() - self._heard > self._patience.stall:
            raise YoakeError(
                "comfyui.stalled",
                f"{self._service} has made no progress with {self._asset} for {self._patience.stall:g} seconds.",
                next_step="Look into ComfyUI's log; restart it if it hangs.",
                transient=True,
            )
