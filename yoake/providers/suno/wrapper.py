"""What the wrappers of Suno have in common, as one small interface; each flavour has a module of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from yoake.errors import InvalidRequestError
from yoake.providers.http import Answer, Http
from yoake.providers.waiting import LONGEST_WAIT_SECONDS, BusyError, retry_after

_ID = re.compile(r"[0-9A-Za-z_-]{1,80}\Z")


@dataclass(frozen=True, slots=True)
class Song:
    """What is asked for."""

    title: str
    """Ends in the mark by which the song is found again."""
    mark: str
    style: str
    """What it sounds like, in English."""
    lyrics: str
    instrumental: bool
    model: str | None


@dataclass(frozen=True, slots=True)
class Clip:
    """One of the songs (mostly two) that a job makes."""

    id: str
    state: Literal["waiting", "done", "failed"]
    audio_url: str = ""
    seconds: float | None = None
    """As the service tells; none where it does not."""
    why: str = ""
    """Why it failed."""


@dataclass(frozen=True, slots=True)
class Credits:
    """What an account may still spend."""

    said: str
    """In words, as they come from the service."""
    left: float | None = None
    """None where it does not tell."""
    refused: bool = False
    """Whether it does not let us in."""

    @classmethod
    def of(cls, left: object, said: str) -> Credits:
        """From what stands in an answer, of whatever kind it is."""
        number = isinstance(left, int | float) and not isinstance(left, bool)
        return cls(said, float(left) if number else None)  # type: ignore[arg-type]


class Wrapper(Protocol):
    """One flavour."""

    media_hosts: tuple[str, ...]
    """Hosts, and parents of hosts, that its songs are downloaded from."""
    can_find: bool
    """Whether a song can be found by its title, so that a lost answer does not mean a lost song."""

    async def submit(self, http: Http, song: Song, asset: str) -> str:
        """Orders a song; this is what costs.

        Returns:
            The job's id.

        Raises:
            YoakeError: `suno.quota`, `suno.rate`, and those of `Http`.
        """

    async def look(self, http: Http, job: str, asset: str) -> list[Clip]:
        """How the clips of a job are; empty where the service does not know it."""

    async def find(self, http: Http, mark: str, asset: str) -> str | None:
        """The job whose title ends in a mark; none where there is none."""

    async def credits_left(self, http: Http) -> Credits:
        """What is left.

        Raises:
            UnreachableError: `service.unreachable`.
        """


def checked_id(http: Http, value: object) -> str:
    """A service's id, fit for a query and a log.

    Raises:
        YoakeError: `service.bad-answer`.
    """
    if not isinstance(value, str) or not _ID.match(value):
        raise http.bad_answer("a song without a proper id")
    return value


def quota(http: Http, asset: str, said: str, header: str | None = None) -> BusyError:
    """The error for credits that are used up."""
    wait = LONGEST_WAIT_SECONDS if header is None else retry_after(header)
    return BusyError(
        "suno.quota",
        f"{http.name} has no credits left for {asset}{said}. It is worth asking again in {wait:.0f} s.",
        wait_seconds=wait,
        next_step="Credits come back with the day or the month of the plan; or let `provider: sketch` make it.",
    )


def rate(http: Http, asset: str, said: str, header: str | None = None) -> BusyError:
    """The error for too many requests."""
    wait = retry_after(header)
    return BusyError(
        "suno.rate",
        f"{http.name} wants fewer requests, at {asset}{said}. It is worth asking again in {wait:.0f} s.",
        wait_seconds=wait,
        next_step="Lower `per_minute` of the service in the node file.",
        transient=True,
    )


def moderated(http: Http, asset: str, said: str) -> InvalidRequestError:
    """The error for words that Suno does not sing about."""
    return InvalidRequestError(
        "suno.moderated",
        f"{http.name} refuses the words for {asset}{said}.",
        next_step="Change the prompt or the lyrics; names of artists are not allowed either.",
    )


def checked(http: Http, answer: Answer, asset: str) -> Answer:
    """The answer, where it is no refusal by its status.

    Raises:
        BusyError: `suno.quota` (402), `suno.rate` (429).
        YoakeError: those of `Http.check`.
    """
    if answer.status == 402:
        raise quota(http, asset, http.said(answer), answer.headers.get("retry-after"))
    if answer.status == 429:
        raise rate(http, asset, http.said(answer), answer.headers.get("retry-after"))
    return http.check(answer, asset)
