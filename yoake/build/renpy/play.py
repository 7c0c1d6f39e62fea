"""Plays a built project to the end of every route and compares what it shows with the game."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from yoake.build.renpy.engine import (
    NO_RENPY,
    NO_XVFB,
    find_program,
    run_group,
    testing_file,
    virtual_screen,
    workbench,
)
from yoake.build.renpy.lint import problems_in
from yoake.build.renpy.movie import playable_name
from yoake.build.renpy.names import folder_of
from yoake.build.renpy.text import one_line, pages
from yoake.build.report import BuildReport, PlayThrough
from yoake.build.routes import ending_of, routes
from yoake.game.model import End, Game, Jump, Menu, Say, Video

BASE_SECONDS = 60.0
SECONDS_A_LINE = 1.0
"""Hard limit of a play-through: so long at most, however slow the machine."""
PAGES = ("save", "preferences", "gallery")
"""Pages that are opened once, after the last route."""
SCREENSHOTS = 20
OTHERS = 3
"""Of these the main menu, the history and the credits."""
Event = tuple[Any, ...]


def play_renpy(project: Path, game: Game, folder: Path, *, plans: Iterable[list[int]] | None = None) -> BuildReport:
    """Plays every route in one run of Ren'Py, on a screen without a monitor and on a copy of the project.

    Args:
        game: what the project was built from.
        folder: where the screenshots go; made where it does not exist.
        plans: option indexes of each route; all endings by default.

    Returns:
        One play-through a route, with what differed as problems; `skipped` where a program is missing.
    """
    report = BuildReport(target="renpy", step="play")
    renpy = find_program("renpy")
    if renpy is None or find_program("Xvfb") is None:
        report.skipped = NO_RENPY if renpy is None else NO_XVFB
        return report
    chosen = [list(plan) for plan in (routes(game) if plans is None else plans)]
    expected = [expected_events(game, plan) for plan in chosen]
    limit = BASE_SECONDS + SECONDS_A_LINE * sum(len(events) for events in expected)
    with workbench(project) as (copy, env), virtual_screen() as display:
        if display is None:
            report.skipped = "The virtual screen (Xvfb) did not start here."
            return report
        results = copy.parent / "play"
        results.mkdir()
        plan = {"routes": chosen, "moments": moments_to_show(expected), "pages": PAGES}
        (results / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        (copy / "game" / "zz_autoplay.rpy").write_text(testing_file("autoplay.rpy"), encoding="utf-8")
        env |= {
            "DISPLAY": display,
            "SDL_VIDEODRIVER": "x11",
            "YOAKE_PLAY": str(results),
            "RENPY_RENDERER": "sw",
            "RENPY_SIMPLE_EXCEPTIONS": "1",
        }
        status, output = run_group([renpy, str(copy)], env, copy.parent, limit)
        played = _read_result(results)
        folder.mkdir(parents=True, exist_ok=True)
        for picture in sorted(results.glob("*.png")):
            shutil.copyfile(picture, folder / picture.name)
        errors = [copy / name for name in ("errors.txt", "traceback.txt")]
        told = next((e.read_text(encoding="utf-8-sig", errors="replace") for e in errors if e.is_file()), output)
    if status is None:
        report.problems.append(f"The game did not come to an end within {limit:.0f} s.")
    elif status != 0 or any(e.name in told for e in errors):
        report.problems += problems_in(told) or [f"Ren'Py ended with status {status}."]
    for route in range(len(chosen)):
        _compare(Route(game, route, chosen[route], expected[route]), played, report)
    return report


@dataclass(frozen=True)
class Route:
    """One route and what it must show."""

    game: Game
    number: int
    choices: list[int]
    expected: list[Event]


def expected_events(game: Game, choices: list[int]) -> list[Event]:
    """What the player meets on a route, in order.

    Returns:
        `("say", name or None, text)`, `("menu", prompt, options, index)`, `("chapter", title)`, `("video", file, True)`
        and `("ending", title)`.
    """
    scenes = {scene.id: scene for scene in game.scenes}
    names = {person.id: one_line(person.name) for person in game.characters}
    endings = {ending.id: one_line(ending.title) for ending in game.endings}
    opening: dict[str, str] = {}
    for scene in game.scenes:
        opening.setdefault(scene.chapter, scene.id)
    events: list[Event] = []
    at, left = game.scenes[0].id, list(choices)
    while True:
        scene = scenes[at]
        if opening[scene.chapter] == at:
            events.append(("chapter", one_line(scene.chapter)))
        for step in scene.steps:
            match step:
                case Say():
                    who = names[step.speaker] if step.speaker is not None else None
                    events += [("say", who, page) for page in pages(step.text)]
                case Video():
                    events.append(("video", folder_of(playable_name(step.file)), True))
                case Menu():
                    index = left.pop(0) if left else 0
                    options = [one_line(option.text) for option in step.options]
                    events.append(("menu", one_line(step.prompt), options, index))
                    at = step.options[index].to
                case Jump():
                    at = step.to
                case End():
                    return [*events, ("ending", endings[step.ending])]


def moments_to_show(expected: list[list[Event]]) -> list[list[int]]:
    """Which moments of each route are photographed: what a route has to itself, its end first.

    With the main menu, the history, the credits and the pages there are at most `SCREENSHOTS` pictures.
    """
    left = SCREENSHOTS - len(PAGES) - OTHERS
    chosen: list[list[int]] = [[] for _ in expected]
    seen: set[Event] = set()
    candidates: list[list[int]] = []
    for events in expected:
        own = [i for i, event in enumerate(events) if event[0] != "video" and _tuple(event) not in seen]
        seen.update(_tuple(event) for event in events)
        says = [i for i in own if events[i][0] == "say"]
        rest = [i for i in own if events[i][0] != "say"][::-1]
        spread = [says[(2 * n + 1) * len(says) // 6] for n in range(3)] if says else []
        turns = [i for pair in zip_longest(rest, spread) for i in pair if i is not None]
        candidates.append(list(dict.fromkeys(turns)))
    while left > 0 and any(candidates):
        for route, waiting in enumerate(candidates):
            if waiting and left > 0:
                chosen[route].append(waiting.pop(0))
                left -= 1
    return [sorted(indexes) for indexes in chosen]


def _read_result(results: Path) -> list[dict[str, Any]]:
    file = results / "result.json"
    if not file.is_file():
        return []
    return list(json.loads(file.read_text(encoding="utf-8"))["routes"])


def _compare(route: Route, played: list[dict[str, Any]], report: BuildReport) -> None:
    """Adds the play-through of a route and the first difference from the game."""
    name = f"Route {route.number + 1} (choices {route.choices})"
    if route.number >= len(played):
        report.problems.append(f"{name} was not played.")
        return
    result = played[route.number]
    shown = [_tuple(event) for event in result["events"]]
    wanted = [_tuple(event) for event in route.expected]
    for position, (want, got) in enumerate(zip(wanted, shown, strict=False), 1):
        if want != got:
            report.problems.append(f"{name}: moment {position} should be {_told(want)} but was {_told(got)}.")
            break
    else:
        if len(shown) < len(wanted):
            report.problems.append(f"{name} stopped before {_told(wanted[len(shown)])}.")
        elif len(shown) > len(wanted):
            report.problems.append(f"{name} went on after its ending with {_told(shown[len(wanted)])}.")
    reached = bool(shown) and shown[-1] == wanted[-1]
    report.plays.append(
        PlayThrough(
            choices=route.choices,
            ending=ending_of(route.game, route.choices) if reached else None,
            lines=sum(event[0] == "say" for event in shown),
            seconds=float(result["seconds"]),
            screenshots=list(result["screenshots"]),
        )
    )


def _tuple(event: Iterable[Any]) -> Event:
    return tuple(tuple(part) if isinstance(part, list) else part for part in event)


def _told(event: Event) -> str:
    text = " / ".join(str(part) for part in event[1:] if part is not None)
    return f"{event[0]} {text[:120]!r}"
