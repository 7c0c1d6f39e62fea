"""`--redo` of what is locked is refused with the way out; everything else that there is may be asked for."""

from __future__ import annotations

import pytest

from yoake.definition.models import TaskSpec
from yoake.errors import InvalidRequestError
from yoake.graph.revision import Reviewed
from yoake.graph.selection import Selection
from yoake.review.decision import Decision
from yoake.workspace.asked_for import check_selection

SPECS = [
    TaskSpec(id="hero", type="image_gen"),
    TaskSpec(id="faces", type="image_gen"),
    TaskSpec(id="logo", type="image_gen", locked=True),
]
BY_AKI = Reviewed.of([Decision("faces/happy", "lock", "a" * 64)])


def refused(*redo: str) -> str:
    with pytest.raises(InvalidRequestError) as caught:
        check_selection(Selection(redo=frozenset(redo)), SPECS, BY_AKI)
    assert caught.value.code == "selection.locked"
    return f"{caught.value.message} {caught.value.next_step}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("logo", "the project file locks logo. Take `locked: true`"),
        ("logo/dark", "the project file locks logo."),
        ("faces/happy", "--redo faces/happy: faces/happy is locked. Unlock it first: `yoake review"),
        ("faces", "--redo faces: faces/happy is locked."),
    ],
)
def test_what_is_locked_is_not_made_again(name: str, said: str):
    assert said in refused(name)


@pytest.mark.parametrize("name", ["hero", "faces/sad", "degraded"])
def test_everything_else_is(name: str):
    check_selection(Selection(redo=frozenset((name,))), SPECS, BY_AKI)


def test_what_is_unlocked_is():
    unlocked = Reviewed.of([Decision("faces/happy", kind, "a" * 64) for kind in ("lock", "unlock")])
    check_selection(Selection(redo=frozenset(("faces",))), SPECS, unlocked)


def test_only_what_there_is_can_be_asked_for():
    with pytest.raises(InvalidRequestError, match="did you mean hero"):
        check_selection(Selection(only=frozenset(("hera",))), SPECS, BY_AKI)
