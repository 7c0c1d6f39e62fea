"""Play-throughs of the built games: what their reports say, and the screenshots beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from yoake.build.report import BuildReport, PlayThrough
from yoake.reporting.thumbnails import SCREEN, Thumbnail, Thumbnails
from yoake.store.paths import Layout

LARGEST_REPORT = 4 << 20
LARGEST_SCREENSHOT = 16 << 20
MOST_SCREENSHOTS = 36
"""Of one game; shared out among its play-throughs."""
TARGETS = ("web", "renpy")
Read = Callable[[str, int], bytes | None]
"""Reads a file beside the report by its name, of at most so many bytes; none where there is no such file."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way through the game."""

    ending: str
    """The title of the ending that was reached; empty where none was."""
    choices: tuple[int, ...]
    """The options picked, counted from 1."""
    lines: int
    seconds: float
    screenshots: tuple[Thumbnail, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A test of one built game."""

    target: str
    step: str
    problems: tuple[str, ...]
    skipped: str
    routes: tuple[Route, ...]
    more_screenshots: int
    """How many there are besides those shown."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings that were reached, each once."""
        return tuple(dict.fromkeys(route.ending for route in self.routes if route.ending))


def from_zip(path: Path, endings: dict[str, str], thumbnails: Thumbnails) -> Played | None:
    """What a test that passed has left in the store; none where its zip is gone or holds no report."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}

            def read(name: str, most: int) -> bytes | None:
                return archive.read(name) if sizes.get(name, most + 1) <= most else None

            return _played(read, endings, thumbnails)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None  # the next run finds it missing or damaged and makes it again


def from_failed(
    layout: Layout, project: str, target: str, step: str, endings: dict[str, str], thumbnails: Thumbnails
) -> Played | None:
    """What a test that found problems has left beside the game; none where it left nothing."""
    if target not in TARGETS or step not in ("lint", "play"):
        return None
    folder = layout.project(project) / "playthrough" / f"{target}_{step}_failed"
    names = {path.relative_to(folder).as_posix(): path for path in _files(folder)}

    def read(name: str, most: int) -> bytes | None:
        path = names.get(name)
        return path.read_bytes() if path is not None and path.stat().st_size <= most else None

    try:
        return _played(read, endings, thumbnails)
    except OSError:
        return None  # cleared away by a run that is at work


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _played(read: Read, endings: dict[str, str], thumbnails: Thumbnails) -> Played | None:
    data = read("report.json", LARGEST_REPORT)
    if data is None:
        return None
    try:
        report = BuildReport.model_validate_json(data)
    except ValidationError:
        return None
    share = max(1, MOST_SCREENSHOTS // max(1, len(report.plays)))
    routes, shown = [], 0
    for play in report.plays:
        pictures = []
        for name in _spread(play.screenshots, share if shown < MOST_SCREENSHOTS else 0):
            picture = read(name, LARGEST_SCREENSHOT)
            if picture is not None:
                pictures.append(thumbnails.make(picture, SCREEN))
        shown += len(pictures)
        routes.append(_route(play, endings, tuple(pictures)))
    return Played(
        target=report.target,
        step=report.step,
        problems=tuple(report.problems),
        skipped=report.skipped or "",
        routes=tuple(routes),
        more_screenshots=sum(len(play.screenshots) for play in report.plays) - shown,
    )


def _route(play: PlayThrough, endings: dict[str, str], pictures: tuple[Thumbnail, ...]) -> Route:
    return Route(
        ending=endings.get(play.ending, play.ending) if play.ending else "",
        choices=tuple(choice + 1 for choice in play.choices),
        lines=play.lines,
        seconds=play.seconds,
        screenshots=pictures,
    )


def _spread(names: list[str], most: int) -> list[str]:
    """At most so many of the names, evenly spread, the first and the last among them."""
    if len(names) <= most:
        return names
    if most < 2:
        return names[-1:] if most else []
    return [names[round(i * (len(names) - 1) / (most - 1))] for i in range(most)]
