"""Opens a run from its parameters and closes it again, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import workflows
from deployments import NODES
from flows import registry
from flows.addresses import addresses_of, services_wanted
from flows.listener import Listener
from flows.live_run import LiveRun
from flows.named_blocks import named_store
from flows.parameters import RunParameters
from flows.processes import Processes
from flows.projects import project_path
from flows.tempo import Tempo
from flows.turn_board import TurnBoard
from tasks import workbench
from yoake.errors import InvalidRequestError, YoakeError
from yoake.graph.run_state import Selection
from yoake.making.cards import cards_of
from yoake.making.service_desk import ServiceDesk
from yoake.making.workshop import Workshop
from yoake.store.open import register_named_stores
from yoake.workspace.closing import record_rest
from yoake.workspace.lock import project_lock
from yoake.workspace.workspace import Workspace, open_workspace

register_named_stores(named_store)
BUSY_SECONDS = 1.0
"""How often a run looks whether the project is free."""
BUSY_HOURS = 24.0
"""How long it does so: the longest night and the day after it. Then something is wrong that a person has to see."""


def node_path(nodes: str) -> Path:
    """The node file that a name (`embedded`) or a path stands for.

    Raises:
        InvalidRequestError: `nodes.unknown`.
    """
    shipped = NODES / f"{nodes}.yaml"
    if "/" not in nodes and shipped.is_file():
        return shipped
    if Path(nodes).is_file():
        return Path(nodes)
    names = ", ".join(sorted(p.stem for p in NODES.glob("*.yaml")))
    raise InvalidRequestError(
        "nodes.unknown", f"There is no node file {nodes}.", next_step=f"Name a file, or one of: {names}."
    )


def open_project(run: RunParameters) -> Workspace:
    """Opens the project of a run.

    Raises:
        YoakeError: whatever is wrong with the files, the catalog or the store.
    """
    return open_workspace(Path(run.project_file), [workflows.FOLDER], node_path(run.nodes), Path(run.out))


def prepare(
    run: RunParameters,
    workspace: Workspace,
    processes: Processes,
    listener: Listener,
    tempo: Tempo | None = None,
    *,
    as_is: bool = False,
) -> LiveRun:
    """A run ready to be driven: stock is taken, what is up to date is settled and visible.

    Args:
        tempo: how the run's seconds pass, where services are simulated on a fast clock.
        as_is: only what the parameters name is made, from what there is; nothing that it needs is made first.

    Raises:
        YoakeError: as `addresses_of`, where something is to be made at a service that cannot be found.
    """
    run_id = str(uuid.uuid4())
    board = TurnBoard(tempo)
    workshop = Workshop(
        layout=workspace.layout,
        store=workspace.store,
        catalog=workspace.catalog,
        run=processes.run,
        hosts=workspace.site.hosts,
        turns=board,
        desk=ServiceDesk(cards=cards_of(workspace.node)),
        progress=listener.progressed,
        falls_back=workspace.fall_back,
    )
    selection = Selection(
        only=frozenset(run.only), redo=frozenset(run.redo), as_is=as_is, for_the_night=run.api == "night"
    )
    state = workspace.take_stock(selection, verify_all=run.verify)
    live = LiveRun(run_id, workspace, state, workshop, board, listener, tempo)
    live.gate_linger_seconds = 60 * run.linger_minutes
    live.begin()
    if live.has_work:
        found = addresses_of(workspace.node, services_wanted(workspace, state), workspace.layout.prefect)
        workshop.desk.addresses |= {address.name: address for address in found}
    return live


@asynccontextmanager
async def opened(run: RunParameters, *, as_is: bool = False) -> AsyncIterator[LiveRun]:
    """A run opened from its parameters alone, as a worker does; it waits for other runs of its project to end.

    Args:
        as_is: as in `prepare`.

    Raises:
        YoakeError: as `open_project` and `prepare`; `project.outside` where the file is not in the folder of projects;
            `run.busy` where another run has held the project for `BUSY_HOURS`.
    """
    from flows.orphan import outlive_the_worker  # these import Prefect, which other users of this module do without
    from flows.rerun import look_back
    from flows.stopping import stops_when_told

    outlive_the_worker()
    workspace = open_project(run.model_copy(update={"project_file": str(project_path(run.project_file))}))
    processes = Processes(workspace.node.cpu_slots(), workspace.node.dask)
    try:
        async with _alone(workspace):
            await look_back(workspace.project.title, run.notify)
            live = prepare(run, workspace, processes, Listener(), as_is=as_is)
            if live.has_work:
                processes.warm()
            with stops_when_told(live, processes.close), under_way(live, run):
                yield live
    finally:
        processes.close()
        workspace.close()


@asynccontextmanager
async def _alone(workspace: Workspace) -> AsyncIterator[None]:
    """Holds the project, as soon as no other run does: a rerun may come before the dead run is quite gone."""
    given_up_at = time.monotonic() + 3600 * BUSY_HOURS
    with ExitStack() as stack:
        told = False
        while True:
            try:
                stack.enter_context(project_lock(workspace.layout, workspace.project.project))
                break
            except YoakeError as error:
                if error.code != "run.busy" or time.monotonic() >= given_up_at:
                    raise
                if not told:
                    logging.getLogger("prefect.flow_runs").info("%s This one waits until it is done.", error.message)
                    told = True
            await asyncio.sleep(BUSY_SECONDS)
        yield


class under_way:  # noqa: N801 - reads as the statement it is
    """`with under_way(live, run):` registers the run, records its begin and end, and cleans up behind it."""

    def __init__(self, live: LiveRun, run: RunParameters) -> None:
        self.live, self.run = live, run
        self.clock = time.monotonic()

    def __enter__(self) -> LiveRun:
        live = self.live
        registry.enter(live)
        workbench.lay_out(live.run_id, live.workshop)
        live.workspace.catalog.begin_run(
            live.run_id, live.workspace.project.project, self.run.model_dump(mode="json", exclude_defaults=True)
        )
        return live

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: object) -> None:
        live = self.live
        record_rest(live.workspace, live.state, live.run_id)
        counts = live.state.counts()
        status = run_status(live, broken=kind is not None)
        live.workspace.catalog.finish_run(live.run_id, status, counts, time.monotonic() - self.clock)
        live.workshop.desk.close()
        workbench.clear_away(live.run_id)
        registry.leave(live)


def run_status(live: LiveRun, *, broken: bool = False) -> str:
    """How a run ended, in one word.

    Returns:
        `done`, `failures`, `waiting` (for people at gates), `out-of-time` (what is left was not begun by its hour),
        `interrupted` or `crashed`.
    """
    if live.stopping:
        return "interrupted"
    if broken:
        return "crashed"
    if live.state.held:
        return "waiting"
    if live.draining:
        return "out-of-time"
    return "failures" if has_failures(live) else "done"


def has_failures(live: LiveRun) -> bool:
    """Whether anything is not as asked for; a run that waits for people, or is out of time, may have that too."""
    counts = live.state.counts()
    return any(counts.get(status) for status in ("failed", "blocked", "placeholder"))
