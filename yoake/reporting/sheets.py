"""Contact sheets: characters by outfit and expression, places by time of day, and plain rows of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from yoake.reporting.records import AssetContent, AssetState
from yoake.reporting.stories import Story
from yoake.reporting.thumbnails import BUST, FIGURE, PART, SCENE, Thumbnail, Thumbnails
from yoake.store.base import AssetStore
from yoake.texts.models import Expression, TimeOfDay

Caption = Callable[[AssetState], str]
MOST_ROWS = 24
MOST_COLUMNS = 12
MOST_PICTURES = 48
EXPRESSIONS: tuple[str, ...] = get_args(Expression)
TIMES: tuple[str, ...] = get_args(TimeOfDay)


@dataclass(frozen=True, slots=True)
class Picture:
    """An asset in a sheet."""

    asset: AssetState
    caption: str
    thumbnail: Thumbnail | None
    """None where there is no file."""

    @property
    def is_placeholder(self) -> bool:
        """Whether it stands in for what could not be made."""
        return self.asset.status == "placeholder"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet."""

    heading: str
    note: str
    figure: Thumbnail | None
    """The whole standing figure, beside a row of faces."""
    cells: tuple[tuple[Picture, ...], ...]
    """One a column; several pictures where several share it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pictures by row and column."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int
    """How many assets there are besides those shown."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Pictures one after the other."""

    pictures: tuple[Picture, ...]
    more: int


class Gallery:
    """Makes the sheets of one project's pictures."""

    def __init__(
        self,
        assets: Sequence[AssetState],
        contents: Mapping[str, AssetContent],
        store: AssetStore,
        story: Story,
        thumbnails: Thumbnails,
    ) -> None:
        self.assets = [a for a in assets if a.type in ("image_gen", "data_process")]
        self.contents = contents
        self.store = store
        self.story = story
        self.thumbnails = thumbnails

    def characters(self) -> Sheet:
        """Rows: character and outfit; columns: expressions."""
        table: dict[tuple[str, str], dict[str, list[AssetState]]] = {}
        for one in self._of("character"):
            key = self._fact(one, "character") or one.spec, self._fact(one, "outfit")
            table.setdefault(key, {}).setdefault(self._fact(one, "expression") or one.item, []).append(one)
        cast = {c.id: i for i, c in enumerate(self.story.cast)}
        keys = sorted(table, key=lambda k: (cast.get(k[0], len(cast)), k[0]))
        columns = _ordered((c for row in table.values() for c in row), EXPRESSIONS)
        rows = []
        for key in keys[:MOST_ROWS]:
            first = next((a for c in columns for a in table[key].get(c, ()) if self._path(a)), None)
            path = self._path(first) if first else None
            figure = self.thumbnails.make(path, FIGURE) if path else None
            cells = self._cells(table[key], columns, bust=True)
            rows.append(Row(self.story.name_of(key[0]), key[1], figure, cells))
        return _sheet(table, columns, rows)

    def backgrounds(self) -> Sheet:
        """Rows: places; columns: times of day."""
        table: dict[str, dict[str, list[AssetState]]] = {}
        for one in self._of("background"):
            # an asset that could not be made tells nothing of its place but its name
            place = self._fact(one, "place") or one.spec.removeprefix("bg_").removeprefix("time_")
            table.setdefault(place, {}).setdefault(self._fact(one, "time_of_day") or one.item, []).append(one)
        known = {place: i for i, place in enumerate(self.story.places)}
        places = sorted(table, key=lambda p: (known.get(p, len(known)), p))
        columns = _ordered((c for row in table.values() for c in row), TIMES)
        rows = [
            Row(self.story.places.get(p, p), "", None, self._cells(table[p], columns, bust=False))
            for p in places[:MOST_ROWS]
        ]
        return _sheet(table, columns, rows)

    def events(self) -> Strip:
        """Event pictures under their titles."""
        return self._strip("event", SCENE, lambda a: self.story.events.get(a.item, a.item or a.spec))

    def interface(self) -> Strip:
        """Parts of the interface under their names."""
        return self._strip("ui", PART, lambda a: self._fact(a, "part") or a.item or a.spec)

    def title_picture(self) -> Path | None:
        """The file of the title picture, where there is one that is no placeholder."""
        for one in self._of("ui"):
            if (self._fact(one, "part") or one.item) == "title_picture" and one.status != "placeholder":
                return self._path(one)
        return None

    def _of(self, category: str) -> list[AssetState]:
        return [a for a in self.assets if a.category == category]

    def _fact(self, asset: AssetState, name: str) -> str:
        content = self.contents.get(asset.address)
        value = content.facts.get(name) if content else None
        return value if isinstance(value, str) else ""

    def _path(self, asset: AssetState) -> Path | None:
        content = self.contents.get(asset.address)
        if content is None or asset.sha256 is None or not content.suffix:
            return None
        return self.store.local(asset.sha256, content.suffix)

    def _cells(
        self, row: Mapping[str, list[AssetState]], columns: Sequence[str], *, bust: bool
    ) -> tuple[tuple[Picture, ...], ...]:
        return tuple(
            tuple(self._picture(a, "", BUST if bust else SCENE, bust=bust) for a in row.get(column, ())[:2])
            for column in columns[:MOST_COLUMNS]
        )

    def _strip(self, category: str, size: tuple[int, int], caption: Caption) -> Strip:
        found = self._of(category)
        return Strip(
            tuple(self._picture(a, caption(a), size, bust=False) for a in found[:MOST_PICTURES]),
            max(0, len(found) - MOST_PICTURES),
        )

    def _picture(self, asset: AssetState, caption: str, size: tuple[int, int], *, bust: bool) -> Picture:
        path = self._path(asset)
        return Picture(asset, caption, self.thumbnails.make(path, size, bust=bust) if path else None)


def _sheet(table: Mapping[Any, Mapping[str, list[AssetState]]], columns: Sequence[str], rows: Sequence[Row]) -> Sheet:
    whole = sum(len(found) for row in table.values() for found in row.values())
    shown = sum(len(cell) for row in rows for cell in row.cells)
    return Sheet(tuple(columns[:MOST_COLUMNS]), tuple(rows), whole - shown)


def _ordered(found: Iterable[str], known: Sequence[str]) -> list[str]:
    """The values that occur, each once: those of the vocabulary in its order, then the others by name."""
    place = {value: i for i, value in enumerate(known)}
    return sorted(set(found), key=lambda v: (place.get(v, len(place)), v))
