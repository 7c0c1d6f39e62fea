"""Fetches a finished song from where the service says it is, if that is a place that may be believed."""

from __future__ import annotations

from pathlib import Path

import httpx

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.http import Http
from yoake.providers.sketch.sound.ogg import Samples
from yoake.providers.sound_file import read_sound
from yoake.providers.suno.wrapper import Clip

LARGEST_SONG = 64 * 1024 * 1024
_ENOUGH = 0.9
"""Share of the length that was told; below, the file was cut short."""


def checked_url(url: str, service_url: str, hosts: tuple[str, ...], service: str) -> str:
    """The address of a file, where it is the service's own or on one of `hosts` or below.

    Raises:
        InvalidRequestError: `suno.file-address`: a wrapper must not make Yoake call whatever it likes.
    """
    try:
        there, home = httpx.URL(url), httpx.URL(service_url)
    except (httpx.InvalidURL, ValueError):
        there = home = httpx.URL("")
    own = (there.scheme, there.netloc) == (home.scheme, home.netloc) and there.host
    named = there.scheme == "https" and any(f".{there.host}".endswith(f".{h.lstrip('.')}") for h in hosts)
    if (own or (named and there.port in (None, 443))) and not there.userinfo:
        return url
    raise InvalidRequestError(
        "suno.file-address",
        f"{service} keeps its song at {str(there.host)[:80] or 'no address'}, which Yoake does not call.",
        next_step="If you trust that host, add it to the setting media_hosts of the service.",
    )


async def fetch(http: Http, url: str, clip: Clip, target: Path) -> None:
    """Downloads a song; without the service's token, as the file lies elsewhere.

    Raises:
        YoakeError: those of `Http`.
    """
    answer = await http.download(url, target, most_bytes=LARGEST_SONG, elsewhere=True)
    if not 200 <= answer.status < 300:
        http.check(answer, f"the song {clip.id}")


def read_song(path: Path, clip: Clip, service: str) -> tuple[Samples, int]:
    """Samples and rate of a downloaded song.

    Raises:
        YoakeError: `service.bad-file`, transient.
    """
    samples, rate = read_sound(path, service)
    if clip.seconds and len(samples) < _ENOUGH * clip.seconds * rate:
        raise YoakeError(
            "service.bad-file",
            f"{service} sent {len(samples) / rate:.1f} of {clip.seconds:.1f} seconds of the song {clip.id}.",
            next_step="Run the same command again: the song is fetched anew, not paid for anew.",
            transient=True,
        )
    return samples, rate
