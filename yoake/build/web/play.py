"""Plays the built web game in a browser, to every ending, and compares every line with the game's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from yoake.build.report import BuildReport, PlayThrough
from yoake.build.routes import routes
from yoake.build.web.chromium import HEIGHT, WIDTH, Complaints, browser_page, find_chromium
from yoake.build.web.serve import serve
from yoake.build.web.text import shown
from yoake.errors import MissingToolError
from yoake.game.model import End, Game, Jump, Menu, Say

MAX_SCREENSHOTS = 20
_MAX_LINES = 5
"""Screenshots of lines, spread over the first route."""
_STEP_SECONDS = 15.0
"""How long anything may take to come up; the longest wait of a sound game is well below a second."""
_START_SECONDS = 60.0


@dataclass
class _Album:
    """Pictures of the play: each thing once, and no more than `MAX_SCREENSHOTS`."""

    page: Page
    folder: Path
    reserved: int
    """How many pictures are kept back for endings."""
    names: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def take(self, name: str, what: str | None = None) -> list[str]:
        """A picture, unless there is one of `what` already or too many of all; gives its file name, if any."""
        self.reserved -= name == "ending"
        if what in self._taken or len(self.names) >= MAX_SCREENSHOTS - max(self.reserved, 0):
            return []
        if what is not None:
            self._taken.add(what)
        file = f"{len(self.names):02d}_{name}.jpg"
        self.page.screenshot(path=self.folder / file, type="jpeg", quality=82, animations="disabled")
        self.names.append(file)
        return [file]


def play_web(site: Path, game: Game, folder: Path, *, plans: list[list[int]] | None = None) -> BuildReport:
    """Plays every route of the game as a player would, only faster.

    Args:
        site: what `build_web` wrote.
        folder: where the screenshots go (made where it is not there).
        plans: the option to pick at each menu, one list a route; by default a set of routes that meets every ending.

    Returns:
        The report: a problem for every line that differs, for every ending that is not reached, for every failed or
        outside request and every error in the page. `skipped` where there is no browser here.
    """
    report = BuildReport(target="web", step="play")
    if find_chromium() is None:
        report.skipped = "No Chromium is installed here, so the web game was not played (apt-get install chromium)."
        return report
    folder.mkdir(parents=True, exist_ok=True)
    plans = routes(game) if plans is None else plans
    with serve(site) as address:
        complaints = Complaints(address)
        try:
            with browser_page(address, complaints) as page:
                _play(page, address, game, plans, _Album(page, folder, reserved=len(plans)), report)
        except MissingToolError as error:
            report.skipped = str(error)
        except PlaywrightError as error:
            report.problems.append(f"the browser gave up: {str(error).splitlines()[0][:300]}")
        report.problems += complaints.found
    return report


def _play(page: Page, address: str, game: Game, plans: list[list[int]], album: _Album, report: BuildReport) -> None:
    page.goto(f"{address}?speed=instant")
    _wait(page, "html[data-ready] main-screen.active", _START_SECONDS)
    for number, plan in enumerate(plans):
        started = time.monotonic()
        play = PlayThrough(choices=list(plan), ending=None, lines=0, seconds=0)
        report.plays.append(play)
        if number == 0:
            play.screenshots += album.take("title")
        problem = _Route(page, game, plan, album, play, photograph_lines=number == 0).run()
        play.seconds = round(time.monotonic() - started, 3)
        if problem is not None:
            report.problems.append(f"route {plan}: {problem}")
            play.screenshots += album.take("problem")
            page.goto(f"{address}?speed=instant")
            _wait(page, "html[data-ready] main-screen.active", _START_SECONDS)


def _wait(page: Page, selector: str, seconds: float) -> None:
    page.wait_for_selector(selector, timeout=seconds * 1000)


def expected(game: Game, plan: list[int]) -> Iterator[tuple[str, Any]]:
    """What a route shows, in order.

    Yields:
        `("line", [name or None, text])`, `("menu", [prompt, answers])` and at last `("ending", [id, title])`.
    """
    scenes = {s.id: s for s in game.scenes}
    names = {c.id: shown(c.name) for c in game.characters}
    titles = {e.id: shown(e.title) for e in game.endings}
    at, left = game.scenes[0], list(plan)
    while True:
        for step in at.steps:
            match step:
                case Say():
                    yield "line", [None if step.speaker is None else names[step.speaker], shown(step.text)]
                case Menu():
                    yield "menu", [shown(step.prompt), [shown(o.text) for o in step.options]]
                    at = scenes[step.options[left.pop(0)].to]
                    break
                case Jump():
                    at = scenes[step.to]
                    break
                case End():
                    yield "ending", [step.ending, titles[step.ending]]
                    return
                case _:
                    pass


@dataclass
class _Route:
    """One way through the game, held against what the game says."""

    page: Page
    game: Game
    plan: list[int]
    album: _Album
    play: PlayThrough
    photograph_lines: bool

    def run(self) -> str | None:
        """Plays to the end; gives what went wrong, or none."""
        script = list(expected(self.game, self.plan))
        driver = (resources.files("yoake.build.web") / "drive.js").read_text(encoding="utf-8")
        seen = int(self.page.evaluate("Number(document.querySelector('text-box').dataset.shown || 0)"))
        self.page.locator("main-menu [data-action=start]").click(timeout=_STEP_SECONDS * 1000)
        picks = iter(self.plan)
        at = 0
        while True:
            stop = max(2, len(script) // (_MAX_LINES + 1)) if self.photograph_lines else len(script) + 1
            found = self.page.evaluate(driver, {"seen": seen, "stop": stop, "limit": _STEP_SECONDS * 1000})
            seen = found["seen"]
            for who, text in found["lines"]:
                if problem := self._differs(script, at, "line", [who, text]):
                    return problem
                at += 1
                self.play.lines += 1
            match found["at"]:
                case "line":
                    self.play.screenshots += self.album.take("line")
                    self._click()
                case "menu":
                    if problem := self._differs(script, at, "menu", [found["text"], found["answers"]]):
                        return problem
                    at += 1
                    self.play.screenshots += self.album.take("menu", f"menu {found['text']}")
                    self.page.locator("choice-container [data-choice]").nth(next(picks)).click()
                case "ending":
                    return self._ended(script, at, found)
                case _:
                    return f"nothing came up for {_STEP_SECONDS:.0f} s after line {self.play.lines}"

    def _click(self) -> None:
        self.page.mouse.click(WIDTH / 2, HEIGHT * 0.08)

    def _differs(self, script: list[tuple[str, Any]], at: int, kind: str, value: Any) -> str | None:
        wanted = script[at] if at < len(script) else ("nothing", None)
        if wanted == (kind, value):
            return None
        return (
            f"after {self.play.lines} lines: the game says {wanted[0]} {wanted[1]!r}, the page shows {kind} {value!r}"
        )

    def _ended(self, script: list[tuple[str, Any]], at: int, found: dict[str, Any]) -> str | None:
        self.play.ending = found["ending"]
        if problem := self._differs(script, at, "ending", [found["ending"], found["text"]]):
            return problem
        self.play.screenshots += self.album.take("ending", f"ending {self.play.ending}")
        self.page.locator(".card-ending").click()
        _wait(self.page, "credits-screen.active", _STEP_SECONDS)
        if self.photograph_lines:
            self.play.screenshots += self.album.take("credits")
        self.page.locator("credits-screen [data-action=back]").click()
        _wait(self.page, "main-screen.active", _STEP_SECONDS)
        return None
