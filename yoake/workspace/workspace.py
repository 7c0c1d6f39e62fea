"""Opening a project: reads the files, opens store and catalog, takes stock once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.collector import collector_paused
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.definition.models import Project, TaskSpec
from yoake.errors import InvalidRequestError
from yoake.graph.asset import Asset
from yoake.graph.expansion import category_of
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState, Selection
from yoake.library.load import load_library
from yoake.library.manifest import Library
from yoake.making.order import Order, Site
from yoake.making.rows import product_row
from yoake.nodes import NodeFile, load_node_file
from yoake.scheduler import Demand
from yoake.scheduler.machine import Machine
from yoake.store.base import AssetStore
from yoake.store.inventory import StoredInventory, row_of
from yoake.store.open import open_store
from yoake.store.paths import Layout
from yoake.words import Category
from yoake.workspace.asked_for import check_selection
from yoake.workspace.experience import Experience
from yoake.workspace.orders import order_of
from yoake.workspace.providers import Choice, choose, demand_of

LARGEST_FILE = 1 << 20


@dataclass
class Workspace:
    """One project on one machine with one output folder. Close it when done."""

    project: Project
    specs: list[TaskSpec]
    library: Library
    node: NodeFile
    layout: Layout
    store: AssetStore
    catalog: Catalog
    site: Site
    source: Path
    """The project file."""
    source_bytes: bytes
    """Its content as it was loaded: a run goes on with this whatever happens to the file."""
    choices: dict[str, Choice] = field(default_factory=dict)
    fallbacks: dict[str, Choice | None] = field(default_factory=dict)
    on_fallback: set[str] = field(default_factory=set)
    """Addresses of assets that their own provider could not make in this run."""

    def choice(self, spec: TaskSpec) -> Choice:
        """Who makes a spec's assets."""
        if spec.id not in self.choices:
            self.choices[spec.id] = choose(spec, self.library, self.node, self.project.language, self.experience)
        return self.choices[spec.id]

    @cached_property
    def experience(self) -> Experience:
        """What the catalog remembers of work done before; as it was when this was first asked."""
        return Experience(self.catalog.experience())

    @collector_paused()
    def take_stock(self, selection: Selection, *, verify_all: bool = False) -> RunState:
        """The state of a run that starts now, nothing settled yet."""
        inventory = StoredInventory(self.project.project, self.catalog, self.store, verify_all=verify_all)
        reviewed = Reviewed.of(self.catalog.reviews.decisions(self.project.project))
        check_selection(selection, self.specs, reviewed)
        return RunState(
            self.project, self.specs, self.library, inventory, lambda spec: self.choice(spec).settings, selection,
            reviewed,
        )  # fmt: skip

    def fallback(self, spec: TaskSpec) -> Choice | None:
        """Who makes a spec's assets where their own provider could not; none where the spec names none, or one that
        this machine does not have.
        """
        if spec.fallback is None:
            return None
        if spec.id not in self.fallbacks:
            other = spec.model_copy(update={"provider": spec.fallback, "model": None, "vram_gb": None})
            found = choose(other, self.library, self.node, self.project.language, self.experience)
            usable = not found.note and not found.refused and found.provider != self.choice(spec).provider
            self.fallbacks[spec.id] = found if usable else None
        return self.fallbacks[spec.id]

    def fall_back(self, address: str) -> None:
        """From now on an asset's places are at its fallback provider; any thread may say so."""
        self.on_fallback.add(address)

    def demand(self, asset: Asset, rank: float) -> Demand:
        """What the scheduler is told about an asset."""
        other = self.fallback(asset.spec) if asset.address in self.on_fallback else None
        return demand_of(other or self.choice(asset.spec), asset.spec, rank)

    def order(self, asset: Asset, run_id: str) -> Order:
        """The order for an asset whose inputs are there."""
        return order_of(
            asset, self.project, self.library, self.choice(asset.spec), self.store, self.site, run_id,
            fallback=self.fallback(asset.spec), lost=self._lost.get(asset.fingerprint, 0),
        )  # fmt: skip

    @cached_property
    def _lost(self) -> dict[str, int]:
        """Fingerprint -> attempts that were lost before this run: asked before the first order is made."""
        return self.catalog.lost.counts(self.project.project)

    def adopt(self, order: Order, record: Mapping[str, Any]) -> None:
        """Records a finished asset that the catalog does not know although its file is there."""
        stored = self.store.verify(record["sha256"], record["suffix"])
        if stored is not None:
            self.catalog.record_product(product_row(order, record), row_of(stored))

    def machine(self) -> Machine:
        """What the scheduler shares out: the node file's hardware, and the embedded providers on its CPU slots."""
        return self.node.machine()

    def specs_of(self, category: Category) -> list[TaskSpec]:
        """The specs whose assets belong to a category."""
        return [s for s in self.specs if category_of(s, self.library) == category]

    def notes(self) -> list[str]:
        """Sentences about providers that something else stands in for."""
        return sorted({f"{s.id}: {note}" for s in self.specs if (note := self.choice(s).note)})

    def close(self) -> None:
        """Lets go of the catalog."""
        self.catalog.close()


@collector_paused()
def open_workspace(
    project_file: Path,
    libraries: list[Path],
    node_file: Path,
    out: Path,
    *,
    read: Callable[[Path], bytes] | None = None,
) -> Workspace:
    """Opens a project.

    Args:
        libraries: folders with `comfyui/` and `prompts/`; a `workflows/` folder beside the project file is added.
        node_file: what hardware and services there are.
        out: the output folder.

    Raises:
        ProjectFileError: whatever is wrong in the project file or the node file, all at once.
        YoakeError: `project.unreadable`, `workflow.invalid`, `catalog.unreachable`.
    """
    data = (read or read_bounded)(project_file)
    own = project_file.parent / "workflows"
    library = load_library(*libraries, *([own] if own.is_dir() else []))
    project = load_project(data, str(project_file), library)
    specs = decompose(project, library)
    node = load_node_file(read_bounded(node_file), str(node_file))
    layout = Layout(out)
    url = catalog_url(os.environ.get("YOAKE_CATALOG", node.catalog), layout.data)
    site = Site(str(layout.root), node.remote_store, url, frozenset(node.hosts))
    return Workspace(
        project=project,
        specs=specs,
        library=library,
        node=node,
        layout=layout,
        store=open_store(site.store, layout),
        catalog=Catalog(url),
        site=site,
        source=project_file,
        source_bytes=data,
    )


def read_bounded(path: Path) -> bytes:
    """The content of a project or node file; of one that is too large, just enough to see that.

    Raises:
        InvalidRequestError: `project.unreadable`.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InvalidRequestError(
            "project.unreadable",
            f"{path} cannot be read: {error.strerror}.",
            next_step="`yoake new DIR` writes a project file to start from.",
        ) from error
