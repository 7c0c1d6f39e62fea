"""The children of `yoake up`: database, server, workers, dashboard, and the settings that each runs with."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

from flows.server import client_settings, server_command, server_environment
from flows.up import family
from flows.up.api import Api, Heard
from flows.up.child import Child
from flows.up.folder import UpFolder
from flows.up.postgres import Cluster, Programs
from flows.up.server_choice import ServerChoice
from yoake.nodes.models import NodeFile

WORKER_SETTINGS = {
    "PREFECT_WORKER_QUERY_SECONDS": "2",  # how soon a run begins after somebody wants it
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "10",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # the least: by its heartbeats the server finds a run that died
}
WORKER_STOP_SECONDS = 40.0
"""Runs have half a minute of them to end."""


def process_settings(folder: UpFolder, server: ServerChoice) -> dict[str, str]:
    """The environment variables of this process, and so of all its children, before anything imports Prefect."""
    settings = {"PREFECT_API_URL": server.api, "PREFECT_UI_URL": server.url}
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        settings["PATH"] = f"{programs}{os.pathsep}{path}"  # a run's `python` is this one
    if server.own:
        settings |= {"PREFECT_HOME": str(folder.prefect)} | client_settings(folder.prefect)
    return settings


def database_child(folder: UpFolder, cluster: Cluster, programs: Programs) -> Child:
    """The private PostgreSQL."""
    return Child(
        name="database",
        command=cluster.command(programs),
        environment=dict(os.environ),
        log=folder.logs / "postgresql.log",
        probe=cluster.answers,
        data=str(folder.data),
        detail=f"PostgreSQL {programs.major}",
        prepare=lambda: cluster.prepare(programs),
        stop_seconds=25.0,
    )


def server_child(folder: UpFolder, server: ServerChoice, database: str | None, api: Api) -> Child:
    """The Prefect server.

    Args:
        database: its address; SQLite in the folder where None.
    """
    environment = server_environment(folder.prefect, server.url, database) | {"PREFECT_UI_URL": server.url}
    return Child(
        name="server",
        command=server_command(server.port),
        environment=environment,
        log=folder.logs / "server.log",
        probe=api.ready,
        data=str(folder.data),
        detail=server.url,
        restart_deaf=True,
    )


def worker_children(folder: UpFolder, node: NodeFile, api: Api) -> list[Child]:
    """A worker for each work pool of the node file."""
    from flows.setup import pools_of  # imports Prefect, which needs the server's address first

    return [_worker(folder, pool, slots, api) for pool, slots in pools_of(node).items()]


def dashboard_child(folder: UpFolder) -> list[Child]:
    """Yoake's own pages, in installations that have them."""
    if find_spec("dashboard.__main__") is None:
        return []
    log = folder.logs / "dashboard.log"
    command = [sys.executable, "-m", "dashboard"]
    return [Child("dashboard", command, dict(os.environ), log, lambda: True, str(folder.data))]


def worker_name(folder: UpFolder, pool: str) -> str:
    """As the UI shows it: the machine, and which data folder of it, since two may serve one server."""
    which = hashlib.sha256(str(folder.data).encode()).hexdigest()[:4]
    return f"yoake-{socket.gethostname()}-{which}-{pool}"


def _worker(folder: UpFolder, pool: str, slots: int, api: Api) -> Child:
    name = worker_name(folder, pool)
    heard = Heard(api, pool, name)

    def prepare() -> None:
        heard.begin()
        family.kill_programs(family.mark(str(folder.data), f"worker {pool}"), "worker")  # one without its guard

    arguments = ["--pool", pool, "--type", "process", "--name", name, "--install-policy", "never"]
    return Child(
        name=f"worker {pool}",
        command=[sys.executable, "-m", "flows.up.worker_child", *arguments, "--no-create-pool-if-not-found"],
        environment={**os.environ, **WORKER_SETTINGS},
        log=folder.logs / f"worker-{pool}.log",
        probe=heard,
        data=str(folder.data),
        detail=f"{slots} flow run{'s' if slots > 1 else ''} at a time",
        prepare=prepare,
        leaves_orphans=True,
        stop_seconds=WORKER_STOP_SECONDS,
    )
