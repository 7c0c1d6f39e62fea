"""A Prefect machine of a test's own: a server that can be killed and comes back, workers, deployments, runs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil

from deployments import server_settings
from tests.conftest import ROOT, poll

START_SECONDS = 120.0
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
DEPLOY = """
from datetime import timedelta
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.workers.process import ProcessWorker
from flows.automations import read_automations, set_up_automations

automations = read_automations()
silent = {silent}
if silent is not None:
    automations[0].trigger.within = timedelta(seconds=silent)
template = ProcessWorker.get_default_base_job_template()
job = dict(env=dict(PREFECT_FLOWS_HEARTBEAT_FREQUENCY="30"))
with get_client(sync_client=True) as client:
    set_up_automations(client, automations)
    client.create_work_pool(WorkPoolCreate(name="gpu", type="process", base_job_template=template, concurrency_limit=1))
    flow = client.create_flow_from_name("generate-game")
    entrypoint = "flows.generate_game.generate_game"
    client.create_deployment(flow, "generate-game", entrypoint=entrypoint, work_pool_name="gpu", job_variables=job)
"""


class PrefectMachine:
    """Server, worker and what runs in them, as processes that a test may kill -9.

    Args:
        folder: holds the server's data, the logs, and whatever runs write with relative paths.
        settings: further settings of the server.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.api = f"http://127.0.0.1:{self.port}/api"
        self._settings = settings
        self._server: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self.client = httpx.Client(base_url=self.api, timeout=30, trust_env=False)

    def __enter__(self) -> PrefectMachine:
        self.start_server()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        for process in self.flow_processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.kill_worker()
        self.kill_server()

    # -- the server ------------------------------------------------------------------------------------------------

    def start_server(self) -> None:
        """Starts the server, at the address and with the data that it had before, and waits until it is healthy."""
        environment = {**self._environment(), **server_settings(), **self._settings}
        del environment["PREFECT_API_URL"]
        command = ["-m", "flows.server_child", "--host", "127.0.0.1", "--port", str(self.port)]
        self._server = self._start("server", command, environment, stdin=subprocess.PIPE)
        poll(self.healthy, lambda: self.log("server"), START_SECONDS)

    def kill_server(self) -> None:
        """kill -9."""
        self._server = _kill_group(self._server)

    def healthy(self) -> bool:
        """Whether the server answers."""
        try:
            return self.client.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    # -- the worker ------------------------------------------------------------------------------------------------

    def start_worker(self, pool: str = "gpu") -> None:
        """Starts a worker that looks for runs every second."""
        command = ["-m", "prefect", "worker", "start", "--pool", pool, "--name", "one", "--type", "process"]
        environment = {**self._environment(), "PREFECT_WORKER_QUERY_SECONDS": "1"}
        self._worker = self._start("worker", command, environment)

    def kill_worker(self) -> None:
        """kill -9 of the worker alone; what it has started lives on."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            self._worker = None

    def flow_processes(self) -> list[psutil.Process]:
        """Everything that a worker has started for runs, whether the worker lives or not."""
        found = []
        for process in psutil.process_iter(["environ", "pid"]):
            environment: dict[str, str] = process.info["environ"] or {}
            mine = environment.get("PREFECT_API_URL") == self.api and "PREFECT__FLOW_RUN_ID" in environment
            if mine and process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    def kill_flow(self) -> None:
        """kill -9 of all processes of runs."""
        for process in self.flow_processes():
            with suppress(psutil.NoSuchProcess):
                process.kill()

    # -- runs ------------------------------------------------------------------------------------------------------

    def deploy(self, silent_seconds: float | None = None) -> None:
        """Makes the work pool, the automations and `generate-game`.

        Args:
            silent_seconds: how long a run may be silent before it counts as crashed; as shipped unless given.
        """
        self.python(DEPLOY.format(silent=silent_seconds))

    def python(self, code: str) -> None:
        """Runs a program as a client of the server."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def trigger(self, parameters: dict[str, Any], deployment: str = "generate-game/generate-game") -> str:
        """Starts a deployment as the button in the UI does.

        Returns:
            The flow run's id.
        """
        there = self.client.get(f"/deployments/name/{deployment}").raise_for_status().json()
        made = self.client.post(f"/deployments/{there['id']}/create_flow_run", json={"parameters": parameters})
        return str(made.raise_for_status().json()["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        """A flow run as the server knows it."""
        found: dict[str, Any] = self.client.get(f"/flow_runs/{run_id}").raise_for_status().json()
        return found

    def state(self, run_id: str) -> str:
        """The type of a run's state."""
        return str(self.run(run_id)["state_type"])

    def has_ended(self, run_id: str) -> bool:
        """Whether a run has ended for good: one that has crashed starts again by itself."""
        return self.state(run_id) in ("COMPLETED", "FAILED", "CANCELLED")

    def cancel(self, run_id: str) -> None:
        """Cancels a run as the button in the UI does."""
        wish = {"state": {"type": "CANCELLING", "name": "Cancelling"}}
        self.client.post(f"/flow_runs/{run_id}/set_state", json=wish).raise_for_status()

    def wait_for(self, run_id: str, states: Iterable[str] = FINAL, seconds: float = 120.0) -> str:
        """Waits until a run is in one of these states, over a restart of the server too.

        Returns:
            The state's type.
        """
        wanted, seen = set(states), [""]

        def there() -> bool:
            try:
                seen[0] = self.state(run_id)
            except (httpx.TransportError, httpx.HTTPStatusError):
                return False
            return seen[0] in wanted

        poll(there, lambda: f"{seen[0]}, not {wanted}\n{self.log('worker')[-4000:]}", seconds)
        return seen[0]

    def log(self, name: str) -> str:
        """What the server or the worker, with all that it started, has printed."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
        return {
            **clean,
            "PREFECT_API_URL": self.api,
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PYTHONPATH": str(ROOT),
            "YOAKE_PROJECTS": str(self.folder),
            "DO_NOT_TRACK": "1",
        }

    def _start(
        self, name: str, command: list[str], environment: dict[str, str], **more: Any
    ) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.log").open("ab") as out:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **more,
            )


def _kill_group(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
