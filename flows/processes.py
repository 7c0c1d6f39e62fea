"""Worker processes for what burns CPU, through Dask: a local cluster started for the run, or the node file's.

Threads would fight for the interpreter; a process a core draws, encodes and checks without that.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import forkserver
from typing import Any

from yoake.errors import YoakeError

PRELOAD = (
    "yoake.making.produce", "resvg_py", "numpy", "cv2", "soundfile", "yoake.texts.models", "yoake.game.model",
    "yoake.quality.check", "pyloudnorm",
)  # fmt: skip
"""Imported once, in the process that workers are forked from."""


class Processes:
    """A pool of worker processes; `start` brings it up in the background, the first call waits for it.

    Args:
        workers: number of processes on this machine; more than it has cores would only get in each other's way.
        address: a running Dask scheduler to use instead (`tcp://host:8786`).
    """

    def __init__(self, workers: int, address: str | None = None) -> None:
        self.workers = min(workers, cores())
        self.address = address
        self._cluster: Any = None
        self._client: Future[Any] | None = None
        self._lock = threading.Lock()
        self._one_here = threading.Lock()
        self._closing = threading.Event()
        self._closed = False
        self._here = False

    def start(self) -> Future[Any]:
        """Begins to start the processes, unless that was done already.

        Raises:
            YoakeError: `run.stopping` where they were closed before that.
        """
        with self._lock:
            if self._client is None:
                if self._closing.is_set():
                    raise YoakeError("run.stopping", "The run is being stopped.")
                starter = ThreadPoolExecutor(1, thread_name_prefix="dask-start")
                self._client = starter.submit(self._start)
                starter.shutdown(wait=False)
            return self._client

    def warm(self) -> None:
        """Begins to import what workers need, in a process of its own; `start` is then sooner done."""
        if self.address is None and "forkserver" in multiprocessing.get_all_start_methods():
            modules = ["distributed", "distributed.nanny", "flows.deaf_worker", *PRELOAD]
            multiprocessing.get_context("forkserver").set_forkserver_preload(modules)
            forkserver.ensure_running()

    def stay_here(self) -> None:
        """Starts no processes: a single asset is made sooner in this one than a worker starts."""
        self._here = True

    def run(
        self, function: Callable[..., Any], *args: Any, timeout_seconds: float | None = None, light: bool = False
    ) -> Any:
        """Calls `function(*args)` in a worker process.

        Args:
            light: it takes so little that one such call at a time is done here while the processes still start; it has
                no time-out then.

        Raises:
            TimeoutError: it took longer; the worker that was at it is restarted.
            YoakeError: `make.worker-died` (transient) where the process was killed, by memory shortage say.
        """
        if self._here:
            return function(*args)
        if light and not self._is_up and self._one_here.acquire(blocking=False):
            try:
                return function(*args)
            finally:
                self._one_here.release()
        from distributed import CancelledError, KilledWorker
        from distributed import TimeoutError as DaskTimeout

        try:
            client = self.start().result()
            future = client.submit(function, *args, pure=False)
        except Exception as error:
            # distributed ends what it has not begun with whatever comes of it, UnboundLocalError say
            if self._closing.is_set():
                raise YoakeError("run.stopping", "The run is being stopped.") from error
            raise
        try:
            return future.result(timeout=timeout_seconds)
        except DaskTimeout as error:
            self._break_off(client, future)
            raise TimeoutError(f"no result after {timeout_seconds} s") from error
        except (KilledWorker, CancelledError) as error:
            if self._closing.is_set():
                raise YoakeError("run.stopping", "The run is being stopped.") from error
            raise YoakeError(
                "make.worker-died", "The worker process died at its work.", next_step="Is memory short?", transient=True
            ) from error
        finally:
            future.release()

    @property
    def _is_up(self) -> bool:
        return self._client is not None and self._client.done()

    def close(self) -> None:
        """Ends the worker processes; whoever calls it a second time meanwhile waits for the first."""
        self._closing.set()
        with self._lock:
            if self._client is None or self._closed:
                return
            self._closed = True
            self._end(self._client)

    def _end(self, client: Future[Any]) -> None:
        # worker processes are daemons that end with this one: on a loaded machine nobody waits for their farewell
        with suppress(TimeoutError):
            if client.exception() is None:
                client.result().close(timeout=5)
        with suppress(TimeoutError):
            if self._cluster is not None:
                self._cluster.close(timeout=5)

    def _start(self) -> Any:
        import dask
        from distributed import Client, LocalCluster, fire_and_forget, utils

        # a worker that dies takes one asset with it, not the same asset three times over
        dask.config.set({"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "30s"})
        logging.getLogger("distributed").setLevel(logging.ERROR)
        if self.address:
            return Client(self.address, set_as_default=False)
        if "forkserver" in multiprocessing.get_all_start_methods():
            # what the makers need is imported once and not in each worker, and a worker that died is back at once
            dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"})
            utils._forkserver_preload_set = True  # else it imports all that it can find, pandas say, here as well
            self.warm()
        self._cluster = LocalCluster(
            n_workers=self.workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            memory_limit=0,
            host="127.0.0.1",
        )
        client = Client(self._cluster, set_as_default=False)
        for worker in client.scheduler_info(n_workers=-1)["workers"]:
            fire_and_forget(client.submit(preload, workers=[worker], pure=False))
        return client

    def _break_off(self, client: Any, future: Any) -> None:
        """A running call cannot be cancelled, only its process ended."""
        busy = client.who_has([future]) or client.processing()
        names = [w for w, keys in busy.items() if future.key in keys] if isinstance(busy, dict) else []
        future.cancel(force=True)
        if names:
            client.restart_workers(names, timeout=30, raise_for_error=False)


def preload() -> None:
    """Imports what the makers need."""
    import importlib

    for name in PRELOAD:
        importlib.import_module(name)


def cores() -> int:
    """Cores that this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1))
