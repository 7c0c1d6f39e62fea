"""Whether `--only` and `--redo` name something that there is, and that may be made again."""

from __future__ import annotations

from collections.abc import Sequence

from yoake.definition.models import TaskSpec
from yoake.errors import InvalidRequestError
from yoake.graph.revision import Reviewed
from yoake.graph.selection import DEGRADED, Selection
from yoake.words import CATEGORIES


def check_selection(selection: Selection, specs: Sequence[TaskSpec], reviewed: Reviewed) -> None:
    """Refuses what names nothing, and `--redo` of what is locked.

    Raises:
        InvalidRequestError: `selection.unknown`, `selection.locked`.
    """
    ids = {s.id for s in specs}
    for option, names in (("--only", selection.only), ("--redo", selection.redo)):
        for name in sorted(names):
            if option == "--redo" and name == DEGRADED:
                continue
            if name.split("/")[0] not in ids and not (option == "--only" and name in CATEGORIES):
                raise InvalidRequestError(
                    "selection.unknown",
                    f"{option} {name}: there is no such asset{' or category' if option == '--only' else ''}"
                    f"{_near(name, [*ids, *CATEGORIES])}.",
                    next_step="`yoake plan` lists what there is.",
                )
    if selection.redo:
        _check_locks(selection.redo, specs, reviewed)


def _check_locks(redo: frozenset[str], specs: Sequence[TaskSpec], reviewed: Reviewed) -> None:
    in_file = {s.id for s in specs if s.locked}
    by_people = {address for address, standing in reviewed.standings.items() if standing.locked is not None}
    for name in sorted(redo):
        spec_id = name.split("/")[0]
        if spec_id in in_file:
            raise InvalidRequestError(
                "selection.locked",
                f"--redo {name}: the project file locks {spec_id}.",
                next_step=f"Take `locked: true` out of {spec_id} first.",
            )
        locked = sorted(address for address in by_people if name in (address, address.split("/")[0]))
        if locked:
            raise InvalidRequestError(
                "selection.locked",
                f"--redo {name}: {locked[0]} is locked.",
                next_step=f"Unlock it first: `yoake review PROJECT --unlock {locked[0]}`.",
            )


def _near(name: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {close[0]}" if close else ""
