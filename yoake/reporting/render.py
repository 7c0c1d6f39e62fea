"""A report's content as a page and as Markdown: what is from outside is escaped, nothing is loaded from there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from yoake.build.credits import KINDS
from yoake.reporting import amounts
from yoake.reporting.content import Content
from yoake.reporting.labels import ENDED, LABELS, word
from yoake.reporting.status import STANDINGS
from yoake.words import Language

TEMPLATES = Path(__file__).parent / "templates"
MOST_TROUBLES = 300
"""Failures that are listed one by one, of each sort."""
OPEN_TROUBLES = 12
"""Failures that are seen without unfolding the list."""
MOST_SCENES = 400


def page(content: Content) -> str:
    """The report as one HTML page that needs no other file and may load none."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    known = _vocabulary(content.story.language)
    # the style is ours and allowed by its hash; scripts, requests, frames and forms are not allowed at all
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    template = environment.get_template("index.html.j2")
    return template.render(c=content, style=Markup(style), policy=policy, **known)  # noqa: S704 - a file of ours


def text(content: Content) -> str:
    """The report as Markdown, without pictures."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 - Markdown has escapes of its own, which `finalize` puts in
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_marked_down,
    )
    language = content.story.language
    known = _vocabulary(language)
    # our own labels and numbers need no escapes; words of a vocabulary may come from outside and keep theirs
    for name in ("t", "ended"):
        known[name] = {key: Markup(label) for key, label in known[name].items()}  # noqa: S704
    for name in ("length", "date", "clock", "number", "points"):
        known[name] = _ours(known[name])
    return environment.get_template("report.md.j2").render(c=content, **known)


def _vocabulary(language: Language) -> dict[str, Any]:
    return {
        "t": LABELS[language],
        "language": language,
        "ended": ENDED[language],
        "word": partial(word, language),
        "credit_kind": lambda kind: KINDS[language].get(kind, kind),
        "length": lambda seconds: amounts.length(seconds, language),
        "date": lambda moment: amounts.date(moment, language),
        "clock": lambda moment: f"{moment.astimezone():%H:%M:%S}",
        "tick": amounts.tick,
        "number": lambda value: f"{value:,}",
        "points": lambda score: f"{score:.2f}",
        "standings": STANDINGS,
        "open_troubles": OPEN_TROUBLES,
        "most_troubles": MOST_TROUBLES,
        "most_scenes": MOST_SCENES,
    }


def _visible(value: object) -> object:
    if isinstance(value, Markup):
        return value
    return amounts.shown(value) if isinstance(value, str) else value


def _marked_down(value: object) -> object:
    """What a template puts out: our own words as they are, every other text escaped."""
    return value if isinstance(value, Markup | int) or value is None else amounts.markdown(str(value))


def _ours(show: Callable[[Any], str]) -> Callable[[Any], Markup]:
    return lambda value: Markup(show(value))  # noqa: S704 - numbers and dates
