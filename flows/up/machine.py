"""`yoake up` itself: starts everything in order, looks after it, and ends it in the opposite order."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flows.up import deploying, family
from flows.up.api import Api
from flows.up.child import Child
from flows.up.children import dashboard_child, database_child, server_child, worker_children
from flows.up.database import Wanted, choose, without_trigrams
from flows.up.edits import put_back, settings_of
from flows.up.folder import UpFolder, write_address
from flows.up.postgres import Cluster
from flows.up.server_choice import ServerChoice
from yoake.errors import YoakeError
from yoake.nodes.models import NodeFile

LOOK_SECONDS = 0.5
CALM_SECONDS = 5.0
"""How often a healthy child is asked how it is."""
ORPHAN_SECONDS = 30.0
DEPLOY_SECONDS = 300.0
START_SECONDS = 300.0
"""A child that is not healthy by then has failed; a loaded machine takes its time."""


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """A person wants an end while things are still being started."""


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    health: str
    detail: str


@dataclass(slots=True)
class Machine:
    """All that runs for one data folder.

    Args:
        folder: where its data lies.
        node: the node file's content.
        nodes: what it is called: a name or a path.
        server: where the server is, and whether it is ours to start.
        said: told in a sentence what a person should know.
        database: which database is wanted for a server of ours.
        with_workers: whether flow runs are carried out here.
        with_deployments: whether what `prefect.yaml` holds is deployed.
    """

    folder: UpFolder
    node: NodeFile
    nodes: str
    server: ServerChoice
    said: Callable[[str], None]
    database: Wanted = Wanted.AUTO
    with_workers: bool = True
    with_deployments: bool = True
    children: list[Child] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set where a person wants an end."""
    killing: threading.Event = field(default_factory=threading.Event)
    """Set where they want it at once."""
    _asked: dict[str, float] = field(default_factory=dict)
    _cluster: Cluster | None = None

    def rows(self) -> list[Row]:
        """How everything is."""
        return [Row(c.name, c.health, c.detail) for c in self.children] + self.facts

    def start(self) -> None:
        """Starts everything; returns when all is healthy.

        Raises:
            Stopped: a person wants an end.
            YoakeError: something does not start.
        """
        self._end_what_is_left()
        api = Api(self.server.api)
        if self.server.own:
            self._start_server(api)
        else:
            self.facts.append(Row("server", "healthy" if api.ready() else "not answering", self.server.api))
        write_address(self.folder, self.server.api)
        self._set_up()
        workers = worker_children(self.folder, self.node, api) if self.with_workers else []
        for child in [*workers, *dashboard_child(self.folder)]:
            self.children.append(child)
            child.start()
        if self.with_deployments:
            self._deploy(api)
        self._count(api)
        for worker in workers:
            self._wait_healthy(worker, START_SECONDS, patient=True)

    def watch(self) -> None:
        """Looks after everything until a person wants an end."""
        while not self.stopping.wait(LOOK_SECONDS):
            self._look()

    def stop(self) -> bool:
        """Ends everything in the opposite order of its start.

        Returns:
            Whether it ended by itself; else it was killed.
        """
        self.folder.address.unlink(missing_ok=True)
        clean = True
        while self.children:
            last = self.children[-1]
            together = [c for c in self.children if c.leaves_orphans == last.leaves_orphans and last.leaves_orphans]
            together = together or [last]
            clean = self._end(together) and clean
            self.children = [c for c in self.children if c not in together]
        if self._cluster is not None:
            self._cluster.tidy()
        return clean and not self.killing.is_set()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _start_server(self, api: Api) -> None:
        database = choose(self.folder, self.database)
        url = database.url
        if database.cluster is not None and database.programs is not None:
            cluster = self._cluster = database.cluster
            child = database_child(self.folder, cluster, database.programs)
            self._begin(child)
            if cluster.make_database():
                url = cluster.url
            else:
                self._end([child])
                self.children.remove(child)
                database = without_trigrams()
        if url is None:
            self.facts.append(Row("database", "healthy", database.name))
        if database.note:
            self.said(database.note)
        self._begin(server_child(self.folder, self.server, url, api))

    def _set_up(self) -> None:
        from flows.setup import set_up  # imports Prefect, which needs the server's address first

        changes, missing = set_up(self.node, self.nodes)
        for change in changes:
            self.said(change)
        for name in missing:
            self.said(f"The block {name} is missing; `yoake setup` says where to create it.")
        self._check()

    def _deploy(self, api: Api) -> None:
        there = api.deployments() or set()
        if not deploying.FILE.is_file():
            self.said(f"Nothing is deployed: there is no {deploying.FILE.name} beside the flows.")
        elif not deploying.deployed(self.folder.deployed, api.url, self.nodes, there):
            self.said("Deploying the flows; this takes a moment.")
            edits = deploying.edited(self.folder.deployed, api.url, api.known_entries())
            log = self.folder.logs / "deploy.log"
            child = Child("deploying", deploying.COMMAND, dict(os.environ), log, lambda: False, str(self.folder.data))
            self.children.append(child)
            child.start()
            deadline = time.monotonic() + DEPLOY_SECONDS
            while child.alive and time.monotonic() < deadline:
                self._look(except_for=child)
                self.stopping.wait(0.1)
                self._check()
            self.children.remove(child)
            child.kill()
            if child.process is None or child.process.returncode != 0:
                raise YoakeError(
                    "up.deploy-failed",
                    f"The flows could not be deployed: {child.last_words()}",
                    next_step=f"Its log is {log}.",
                )
            settings = settings_of(api.known_entries(), deploying.wanted())
            deploying.note(self.folder.deployed, api.url, self.nodes, settings, edits)
        if edits := deploying.to_put_back(self.folder.deployed, api.url):
            put_back(api, edits, self.said)
            deploying.are_put_back(self.folder.deployed, api.url)

    def _count(self, api: Api) -> None:
        there, automations = api.deployments() or set(), api.automations() or 0
        self.facts.append(Row("deployments", "healthy", f"{len(there)} deployments, {automations} automations"))

    def _begin(self, child: Child) -> None:
        self.children.append(child)
        child.start()
        if child.name == "server":
            import flows.setup  # noqa: F401 - takes seconds, as the server does
        self._wait_healthy(child)

    def _wait_healthy(self, child: Child, seconds: float = START_SECONDS, *, patient: bool = False) -> None:
        """Until a child is healthy.

        Args:
            patient: whether it may die a few times before that.
        """
        deadline = time.monotonic() + seconds
        while child.health != "healthy":
            failed = child.restarts.often if patient else bool(child.restarts.deaths)
            if failed or time.monotonic() > deadline:
                raise YoakeError(
                    "up.start-failed",
                    f"The {child.name} does not start: {child.last_words() or 'it said nothing'}",
                    next_step=f"Its log is {child.log}.",
                )
            self._look()
            self.stopping.wait(0.1)
            self._check()

    def _look(self, except_for: Child | None = None) -> None:
        now = time.monotonic()
        for child in self.children:
            if self.stopping.is_set():
                return
            # what the server would say of a worker is not known while it is away
            unknown = child.leaves_orphans and child.alive and self._server_away()
            calm = child.health == "healthy" and child.alive and now - self._asked.get(child.name, 0.0) < CALM_SECONDS
            if child is except_for or calm or unknown:
                continue
            self._asked[child.name] = now
            if sentence := child.look(now):
                self.said(sentence)

    def _server_away(self) -> bool:
        return any(child.name == "server" and child.health != "healthy" for child in self.children)

    def _end(self, children: list[Child]) -> bool:
        for child in children:
            child.end()
        deadline = time.monotonic() + max(child.stop_seconds for child in children)
        while any(child.alive for child in children):
            if self.killing.is_set() or time.monotonic() > deadline:
                for child in children:
                    child.kill()
                return False
            time.sleep(0.1)  # between two looks at what ends
        return True

    def _end_what_is_left(self) -> None:
        """Of a `yoake up` that was killed: its children end by themselves, and are given the time for it."""
        marked = family.mark(str(self.folder.data), "")
        deadline = time.monotonic() + ORPHAN_SECONDS
        told = False
        while family.members(marked):
            if not told:
                self.said("What an earlier `yoake up` left behind is ending.")
                told = True
            if time.monotonic() > deadline:
                family.kill(marked)
            self.stopping.wait(0.2)
            self._check()

    def _check(self) -> None:
        if self.stopping.is_set():
            raise Stopped
