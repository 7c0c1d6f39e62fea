"""A small library, a fake inventory without I/O, and runs of a state to its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from yoake.definition.models import Project, TaskSpec
from yoake.fingerprint import digest
from yoake.graph.asset import Asset, Record
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState, Selection
from yoake.library.manifest import Library, Parameter, Template, Titles, Workflow

TITLES = Titles(en="x", ja="x")
ANY = Parameter(type="string", description="x")


def workflow(name: str, **more: Any) -> Workflow:
    return Workflow(name=name, title=TITLES, category="character", makes="image", estimate_seconds=1, **more)


LIBRARY = Library(
    workflows={
        "person": workflow("person", uses={"people": "characters/{character}"}),
        "faces": workflow("faces", vary={"expressions": "expression"}),
        "moment": workflow("moment", parameters={"characters": ANY}, match={"character": "characters"}),
    },
    templates={
        "people": Template(
            name="people", title=TITLES, category="scenario", result="character_setting", estimate_seconds=1
        ),
        "plot": Template(name="plot", title=TITLES, category="scenario", result="scenario", estimate_seconds=1),
    },
    content={"workflow:person": "p1", "workflow:faces": "f1", "workflow:moment": "m1", "template:people": "t1"},
)


class Inventory:
    """Everything that was ever made, by fingerprint."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.documents: dict[str, Any] = {}
        self.last: dict[str, str] = {}
        """Address -> content of what was made for it last."""

    def find(self, fingerprint: str) -> Record | None:
        return self.records.get(fingerprint)

    def known(self, record: Record) -> None:
        pass

    def document(self, sha256: str) -> Any:
        return self.documents[sha256]

    def why_not(self, address: str, fingerprint: str, parts: Callable[[], Mapping[str, str]]) -> str:
        return "new"

    def content(self, sha256: str) -> Record | None:
        return next((r for r in self.records.values() if r.sha256 == sha256), None)

    def present(self, address: str) -> str | None:
        return self.last.get(address)

    def make(self, asset: Asset, content: Any) -> Record:
        sha256 = digest(content)
        is_text = not isinstance(content, str)
        record = Record(sha256, 1, "application/json" if is_text else "image/png", ".json" if is_text else ".png")
        self.records[asset.fingerprint] = record
        self.last[asset.address] = sha256
        self.documents[sha256] = json.loads(json.dumps(content))
        return record


def state(
    specs: list[TaskSpec],
    inventory: Inventory,
    selection: Selection | None = None,
    reviewed: Reviewed | None = None,
) -> RunState:
    project = Project(project="p", title="P")
    return RunState(project, specs, LIBRARY, inventory, lambda spec: {"name": "sketch"}, selection, reviewed)


def run(
    specs: list[TaskSpec],
    inventory: Inventory,
    results: dict[str, Any],
    selection: Selection | None = None,
    reviewed: Reviewed | None = None,
) -> list[str]:
    """Makes everything that has to be made; returns the addresses in order."""
    at = state(specs, inventory, selection, reviewed)
    made = work_off(at, inventory, at.start(), results)
    assert at.finished
    assert at.pending == 0
    return made


def work_off(
    at: RunState, inventory: Inventory, queue: list[Asset], results: dict[str, Any] | None = None
) -> list[str]:
    """Makes what is to be made and what that sets free."""
    made = []
    while queue:
        asset = queue.pop(0)
        made.append(asset.address)
        picture = f"picture of {(asset.of or asset).address} {asset.fingerprint}"
        queue += at.settle(asset, "made", inventory.make(asset, (results or {}).get(asset.address, picture)))
    return made


def image(name: str, kind: str, *up: str, **params: Any) -> TaskSpec:
    return TaskSpec(id=name, type="image_gen", workflow=kind, depends_on=list(up), params=params)


PEOPLE = TaskSpec(id="setting", type="llm_gen", template="people")
TWO = {"characters": [{"id": "hero", "hair": "red"}, {"id": "sakura", "hair": "blue"}]}
CAST = [
    PEOPLE,
    image("hero", "person", "setting", character="hero"),
    image("sakura", "person", "setting", character="sakura"),
]
