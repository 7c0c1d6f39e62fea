"""Gathers everything that a report shows; each section is a field, so that a template needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.reporting.choices import Choices, choices
from yoake.reporting.forecasts import Comparison, compared
from yoake.reporting.plays import Played, from_failed, from_zip
from yoake.reporting.provenance import Provenance, provenance
from yoake.reporting.records import AssetContent, AssetState, contents, moment, present_assets
from yoake.reporting.sheets import Gallery, Sheet, Strip
from yoake.reporting.sounds import Sounds, sounds
from yoake.reporting.status import ProjectStatus, project_status
from yoake.reporting.stories import LARGEST_TEXT, Story, read_documents, tell
from yoake.reporting.thumbnails import HERO, Thumbnail, Thumbnails
from yoake.reporting.timing import Timing, timing
from yoake.store.base import AssetStore
from yoake.store.paths import Layout
from yoake.words import Language

MOST_DOCUMENTS = 2000


@dataclass(frozen=True, slots=True)
class Content:
    """A report's content."""

    project: str
    title: str
    written_at: datetime
    status: ProjectStatus
    first_made: datetime | None
    """When the oldest of the present assets was made."""
    degraded: tuple[str, ...]
    """Addresses of assets that were made with less than was asked for."""
    story: Story
    choices: Choices
    """What waits for review, and what there is to choose from."""
    hero: Thumbnail | None
    characters: Sheet
    backgrounds: Sheet
    events: Strip
    interface: Strip
    plays: tuple[Played, ...]
    timing: Timing
    comparison: Comparison | None
    """The last run's forecast beside what happened."""
    sounds: Sounds
    provenance: Provenance
    web_game: bool
    """Whether the built web game lies beside the report."""

    @property
    def has_reviews(self) -> bool:
        """Whether there is anything to say of reviews."""
        reviews = self.status.reviews
        return bool(self.choices.shown or reviews.rejected or reviews.locked)


@contextmanager
def gathered(
    catalog: Catalog,
    store: AssetStore,
    layout: Layout,
    project: str,
    *,
    title: str = "",
    language: Language | None = None,
    clock: datetime | None = None,
) -> Iterator[Content]:
    """The content of a project's report; its pictures are made smaller until the context is left.

    Args:
        title: the project's, where it is known; else what the texts say.
        language: the project's, where it is known; else the one of the texts.
        clock: the time now.

    Raises:
        InvalidRequestError: `status.no-runs`.
    """
    thumbnails = Thumbnails()
    try:
        now = clock or datetime.now(UTC)
        assets = present_assets(catalog, project)
        status = project_status(catalog, layout, project, assets=assets, clock=now)
        known = contents(catalog, project, assets)
        game = _game(assets, known, store)
        texts = [a for a in assets if a.category == "scenario" and a.sha256 and a.address in known][:MOST_DOCUMENTS]
        paths = [store.local(a.sha256, known[a.address].suffix) for a in texts if a.sha256]
        story = tell(read_documents(paths), game, language)
        gallery = Gallery(assets, known, store, story, thumbnails)
        picture = gallery.title_picture()
        attempts = catalog.attempts(status.run.id)
        yield Content(
            project=project,
            title=title or story.title or project,
            written_at=now,
            status=status,
            first_made=min((moment(c.made_at) for c in known.values() if c.made_at), default=None),
            degraded=tuple(a.address for a in assets if a.address in known and known[a.address].degraded),
            story=story,
            choices=choices(catalog, project, assets, known, store, thumbnails),
            hero=thumbnails.make(picture, HERO) if picture else None,
            characters=gallery.characters(),
            backgrounds=gallery.backgrounds(),
            events=gallery.events(),
            interface=gallery.interface(),
            plays=tuple(_plays(assets, known, store, layout, project, story, thumbnails)),
            timing=timing(assets, known, attempts),
            comparison=compared(status.run.forecast, attempts, {a.address: a.category for a in assets}),
            sounds=sounds(assets, known, story),
            provenance=provenance(known.values(), game),
            web_game=(layout.project(project) / "web" / "index.html").is_file(),
        )
    finally:
        thumbnails.close()


def _game(assets: list[AssetState], known: dict[str, AssetContent], store: AssetStore) -> dict[str, Any] | None:
    """The integrated game as plain data; of several, the last one."""
    found = None
    for one in assets:
        if one.type == "integrate" and one.sha256 and one.address in known:
            path = store.local(one.sha256, known[one.address].suffix)
            try:
                data = json.loads(path.read_bytes()) if path.stat().st_size <= 4 * LARGEST_TEXT else None
            except (OSError, ValueError, RecursionError):
                continue  # gone or damaged: the texts tell the title as well
            found = data if isinstance(data, dict) else found
    return found


def _plays(
    assets: list[AssetState],
    known: dict[str, AssetContent],
    store: AssetStore,
    layout: Layout,
    project: str,
    story: Story,
    thumbnails: Thumbnails,
) -> Iterator[Played]:
    for one in assets:
        content = known.get(one.address)
        if one.type != "build" or content is None:
            continue
        target, step = str(content.facts.get("target")), str(content.facts.get("step"))
        played = None
        if one.sha256 and one.status in ("made", "up-to-date") and step in ("play", "lint"):
            played = from_zip(store.local(one.sha256, content.suffix), story.endings, thumbnails)
        elif one.error_code == "build.problems":
            played = from_failed(layout, project, target, step, story.endings, thumbnails)
        if played is not None:
            yield played
