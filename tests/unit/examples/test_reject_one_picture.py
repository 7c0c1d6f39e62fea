"""Rejecting one character's picture in a whole game: who is remade, by the real brief, workflows and texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import workflows
from tests.unit.graph.bench import Inventory
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.graph.asset import Asset, Record
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState
from yoake.library.load import load_library
from yoake.providers.base import Input, Request
from yoake.providers.sketch.story import text
from yoake.review.decision import Decision

LIBRARY = load_library(workflows.FOLDER)
BRIEF = b"""
project: reject
title: Reject
language: en
game:
  characters: [{id: akari}, {id: rin}, {id: sota}]
  expressions: [normal, happy]
  outfits: [uniform, casual]
  backgrounds: [classroom, park]
  events: 4
  scenes_per_chapter: 2
  lines_per_scene: 4
  endings: 2
"""


class Game:
    """Makes runs of the game: texts are really written, everything else has a content by its fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = load_project(BRIEF, "p.yaml", LIBRARY)
        self.inventory = Inventory()
        self.last: RunState | None = None

    def run(self, *decisions: Decision) -> list[str]:
        specs = decompose(self.project, LIBRARY)
        at = self.last = RunState(
            self.project, specs, LIBRARY, self.inventory, lambda spec: {"name": "sketch"}, None, Reviewed.of(decisions)
        )
        queue, made = at.start(), []
        while queue:
            asset = queue.pop(0)
            made.append(asset.address)
            queue += at.settle(asset, "made", self._made(asset))
        assert at.finished
        return made

    def _made(self, asset: Asset) -> Record:
        if asset.spec.type != "llm_gen":
            return self.inventory.make(asset, asset.fingerprint)
        place = self.folder / f"{len(self.inventory.records)}"
        place.mkdir()
        inputs = []
        for source in asset.inputs:
            assert source.record is not None
            path = place / f"{source.spec.id}_input.json"
            path.write_text(json.dumps(self.inventory.document(source.record.sha256)), encoding="utf-8")
            inputs.append(Input(source.spec.id, source.address, path, "application/json"))
        request = Request(
            project="reject", title="Reject", language="en", address=asset.address, type="llm_gen", category="scenario",
            workflow=None, template=asset.spec.template, prompt=None, params=asset.params, item=asset.item,
            seed=asset.identity["seed"], inputs=tuple(inputs), folder=place,
        )  # fmt: skip
        return self.inventory.make(asset, json.loads(text(request).path.read_bytes()))


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Game:
    made = Game(tmp_path_factory.mktemp("texts"))
    made.run()
    return made


@pytest.mark.parametrize(("who", "events"), [("rin", 4), ("sota", 0)])
def test_its_variants_and_its_event_pictures_are_remade_and_nothing_else(game: Game, who: str, events: int):
    picture = game.inventory.last[f"char_image_{who}"]
    remade = set(game.run(Decision(f"char_image_{who}", "reject", picture, note="the hair is too long")))
    assert game.last is not None
    assets = game.last.assets.values()
    shown = {a.address for a in assets if a.category == "event" and who in a.params["characters"]}
    assert len(shown) == events, "the story shows rin in all of its event pictures and sota in none"
    builds = {a.address for a in assets if a.spec.type in ("integrate", "build")}
    variants = {a for a in game.last.assets if a.startswith((f"char_expression_{who}", f"char_outfit_{who}"))}
    assert len(variants) == 3
    assert len(builds) == 6
    assert remade == {f"char_image_{who}", *variants, *shown, *builds}
