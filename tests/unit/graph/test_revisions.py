"""Decisions of people change what is made again, and nothing else; locks keep what is there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.graph.bench import CAST, TWO, Inventory, image, run, state, work_off
from yoake.definition.models import Project, TaskSpec
from yoake.fingerprint import seed_of
from yoake.graph.asset import Asset
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState, Selection
from yoake.review.decision import Decision

SPEAKS = TaskSpec(id="voice_hero", type="voice_gen", depends_on=["plot"], params={"character": "hero"})
STORY = {"chapters": [{"scenes": [{"lines": [{"id": "l1", "speaker": "hero", "text": "a"}]}]}]}
GAME = [
    *CAST,
    TaskSpec(id="plot", type="llm_gen", template="plot"),
    image("faces_hero", "faces", "hero", expressions=["happy", "sad"]),
    image("faces_sakura", "faces", "sakura", expressions=["happy", "sad"]),
    image("dress_hero", "faces", "hero", expressions=["casual"]),
    image("of_both", "moment", "hero", "sakura", characters=["hero", "sakura"]),
    image("of_sakura", "moment", "hero", "sakura", characters=["sakura"]),
    image("of_hero", "moment", "hero", "sakura", characters=["hero"]),
    SPEAKS,
    TaskSpec(id="game", type="integrate", depends_on=["of_both", "of_sakura", "of_hero", "voice_hero", "faces_hero"]),
    TaskSpec(id="web", type="build", depends_on=["game"], params={"target": "web"}),
]
SEED = Project(project="p", title="P").seed
RESULTS: dict[str, Any] = {"setting": TWO, "plot": STORY}


def decision(kind: Any, sha256: str, address: str = "hero", **more: Any) -> Decision:
    return Decision(address, kind, sha256, by="Aki", **more)


def made(inventory: Inventory, specs: list[TaskSpec] = GAME) -> RunState:
    at = state(specs, inventory)
    work_off(at, inventory, at.start(), RESULTS)
    return at


def content(inventory: Inventory, address: str = "hero") -> str:
    return inventory.last[address]


def test_a_rejected_picture_takes_its_variants_and_its_moments_with_it_and_nothing_else():
    inventory = Inventory()
    made(inventory)
    reviewed = Reviewed.of([decision("reject", content(inventory), note="six fingers")])
    again = run(GAME, inventory, RESULTS, reviewed=reviewed)
    assert sorted(again) == sorted(
        ["hero", "faces_hero/happy", "faces_hero/sad", "dress_hero/casual", "of_both", "of_hero", "game", "web"]
    )
    assert run(GAME, inventory, RESULTS, reviewed=reviewed) == []


def test_undecided_assets_keep_their_fingerprints():
    inventory = Inventory()
    before = {a.address: a.fingerprint for a in made(inventory).assets.values()}
    reviewed = Reviewed.of(
        [decision("approve", content(inventory)), decision("lock", content(inventory, "sakura"), "sakura")]
    )
    at = state(GAME, inventory, reviewed=reviewed)
    at.start()
    assert {a.address: a.fingerprint for a in at.assets.values()} == before


def hero(*decisions: Decision) -> Asset:
    at = state([image("hero", "faces")], Inventory(), reviewed=Reviewed.of(decisions))
    at.start()
    return at.assets["hero"]


def test_every_round_has_its_own_seed_and_all_notes_so_far():
    plain, first = hero(), hero(decision("reject", "a", note="dull"))
    second = hero(decision("reject", "a", note="dull"), decision("redo", "b", note="dark"))
    assert [a.identity["seed"] for a in (plain, first, second)] == [
        seed_of(SEED, "hero", number) for number in (0, 1000, 2000)
    ]  # fmt: skip
    assert "notes" not in plain.identity
    assert second.identity["notes"] == ["dull", "dark"]
    assert len({plain.fingerprint, first.fingerprint, second.fingerprint}) == 3


def test_a_person_may_name_seed_and_prompt():
    asset = hero(decision("redo", "a", seed=7, prompt="with a red scarf"))
    assert (asset.identity["seed"], asset.identity["prompt"]) == (7, "with a red scarf")
    assert "notes" not in asset.identity


def test_approving_after_all_brings_the_old_content_back():
    inventory = Inventory()
    made(inventory)
    old = content(inventory)
    rejected = decision("reject", old)
    run(GAME, inventory, RESULTS, reviewed=Reviewed.of([rejected]))
    back = Reviewed.of([rejected, decision("approve", old)])
    assert run(GAME, inventory, RESULTS, reviewed=back) == []


class Telling(Inventory):
    def why_not(self, address, fingerprint, parts):
        return "changed: seed, notes"


def test_the_reason_names_who_rejected_it_and_why():
    at = state(
        [image("hero", "faces")], Telling(), reviewed=Reviewed.of([decision("reject", "a", note="six\nfingers")])
    )
    at.start()
    assert at.assets["hero"].reason == "rejected by Aki: six fingers (changed: seed, notes)"


@pytest.mark.parametrize("by_file", [True, False])
def test_what_is_locked_stays_whatever_changes(by_file: bool):
    inventory = Inventory()
    made(inventory)
    locked = content(inventory)
    changed = [s.model_copy(update={"prompt": "x", "locked": by_file}) if s.id == "hero" else s for s in GAME]
    reviewed = None if by_file else Reviewed.of([decision("lock", locked)])
    at = state(changed, inventory, reviewed=reviewed)
    assert at.start() == []
    asset = at.assets["hero"]
    assert (asset.status, asset.reason, asset.record and asset.record.sha256) == ("up-to-date", "locked", locked)


def test_what_is_locked_is_no_casualty_of_what_fails_before_it():
    inventory = Inventory()
    made(inventory)
    reviewed = Reviewed.of([decision("lock", content(inventory))])
    specs = [s.model_copy(update={"prompt": "another"}) if s.id == "setting" else s for s in CAST]
    at = state(specs, inventory, reviewed=reviewed)
    [setting] = at.start()
    at.settle(setting, "failed", reason="no")
    assert [at.assets[name].status for name in ("hero", "sakura")] == ["up-to-date", "blocked"]


def test_what_is_locked_and_was_never_made_is_made():
    specs = [image("hero", "faces").model_copy(update={"locked": True})]
    inventory = Inventory()
    assert run(specs, inventory, {}) == ["hero"]
    assert run([specs[0].model_copy(update={"prompt": "other"})], inventory, {}) == []


def test_a_lock_whose_file_is_gone_is_told():
    reviewed = Reviewed.of([decision("lock", "f" * 64)])
    at = state([image("hero", "faces")], Inventory(), reviewed=reviewed)
    at.start()
    assert at.assets["hero"].reason == "locked, but its file is gone or damaged (new)"


def test_redo_of_all_degraded_leaves_what_is_locked():
    inventory = Inventory()
    made(inventory)
    reviewed = Reviewed.of([decision("lock", content(inventory))])
    at = state(GAME, inventory, Selection(redo=frozenset(("degraded",))), reviewed)
    assert at.start() == []
