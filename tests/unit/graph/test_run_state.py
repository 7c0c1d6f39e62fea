"""The run state: what is up to date, what to make, what follows; by a fake inventory and no I/O."""

from __future__ import annotations

import pytest

from tests.unit.graph.bench import CAST, PEOPLE, TWO, Inventory, image, run, state
from yoake.definition.models import TaskSpec
from yoake.graph.run_state import Selection


def test_a_list_parameter_makes_an_asset_an_item():
    made = run([image("a", "faces", expressions=["happy", "sad"])], Inventory(), {})
    assert made == ["a/happy", "a/sad"]


def test_nothing_is_made_twice():
    inventory = Inventory()
    assert len(run(CAST, inventory, {"setting": TWO})) == 3
    assert run(CAST, inventory, {"setting": TWO}) == []


def test_only_those_who_use_the_changed_part_are_remade():
    inventory = Inventory()
    run(CAST, inventory, {"setting": TWO})
    changed = [PEOPLE.model_copy(update={"prompt": "another"}), *CAST[1:]]
    new = {"characters": [TWO["characters"][0], {"id": "sakura", "hair": "green"}]}
    assert run(changed, inventory, {"setting": new}) == ["setting", "sakura"]


def test_identical_bytes_cut_off_what_follows():
    inventory = Inventory()
    run(CAST, inventory, {"setting": TWO})
    changed = [PEOPLE.model_copy(update={"prompt": "another"}), *CAST[1:]]
    assert run(changed, inventory, {"setting": TWO}) == ["setting"]


def test_foreach_grows_the_graph_by_a_result():
    plot = TaskSpec(id="plot", type="llm_gen", template="plot")
    lines = [{"id": "l1", "speaker": "hero", "text": "a"}, {"id": "l2", "speaker": None, "text": "b"}]
    lines.append({"id": "l3", "speaker": "hero", "text": "c"})
    story = {"chapters": [{"scenes": [{"lines": lines}]}]}
    voice = TaskSpec(id="voice", type="voice_gen", depends_on=["plot"], params={"character": "hero"})
    inventory = Inventory()
    assert run([plot, voice], inventory, {"plot": story}) == ["plot", "voice/l1", "voice/l3"]
    lines[2]["text"] = "another"
    edited = plot.model_copy(update={"prompt": "x"})
    assert run([edited, voice], inventory, {"plot": story}) == ["plot", "voice/l3"]


def test_a_moment_uses_only_the_people_in_it():
    inventory = Inventory()
    moment = image("moment", "moment", "hero", "sakura", characters=["hero"])
    run([*CAST, moment], inventory, {"setting": TWO})
    new = {"characters": [TWO["characters"][0], {"id": "sakura", "hair": "green"}]}
    changed = [PEOPLE.model_copy(update={"prompt": "y"}), *CAST[1:], moment]
    assert run(changed, inventory, {"setting": new}) == ["setting", "sakura"]


def test_redo_makes_again_and_only_leaves_the_rest():
    inventory = Inventory()
    run(CAST, inventory, {"setting": TWO})
    assert run(CAST, inventory, {"setting": TWO}, Selection(redo=frozenset(["hero"]))) == ["hero"]
    fresh = Inventory()
    assert run(CAST, fresh, {"setting": TWO}, Selection(only=frozenset(["sakura"]))) == ["setting", "sakura"]


def test_only_one_item_of_a_fan_out():
    faces = [image("a", "faces", expressions=["happy", "sad"]), image("b", "faces", "a", expressions=["happy"])]
    assert run(faces, Inventory(), {}, Selection(only=frozenset(["a/sad"]))) == ["a/sad"]


def test_a_failure_blocks_what_needs_it_and_nothing_else():
    at = state([*CAST, image("free", "faces", expressions=["happy"])], Inventory())
    setting, free = at.start()
    assert at.settle(setting, "failed", reason="no") == []
    assert {a.address: a.status for a in at.assets.values()} == {
        "setting": "failed", "hero": "blocked", "sakura": "blocked", "free/happy": "to-make",
    }  # fmt: skip
    assert not at.finished
    at.settle(free, "skipped")
    assert at.finished


def test_an_asset_is_settled_once():
    at = state([PEOPLE], Inventory())
    (setting,) = at.start()
    at.settle(setting, "failed")
    with pytest.raises(ValueError, match="settled already"):
        at.settle(setting, "failed")


def test_ten_thousand_assets_stay_linear():
    specs = [image(f"s{i}", "faces", expressions=[f"e{j}" for j in range(100)]) for i in range(100)]
    gather = image("all", "faces", *(s.id for s in specs), expressions=["x"])
    inventory = Inventory()
    assert len(run([*specs, gather], inventory, {})) == 10_001
    assert run([*specs, gather], inventory, {}) == []
