"""The usual self-hosted wrapper (github.com/gcui-art/suno-api): drives a logged-in account."""

from __future__ import annotations

from typing import Any

from yoake.providers.http import Http
from yoake.providers.suno.wrapper import Clip, Credits, Song, checked, checked_id

MODEL = "chirp-v3-5"
_PAGES = 2
"""Of the account's songs, newest first, that are searched for a mark."""


class SelfHosted:
    """Flavour `self-hosted`."""

    media_hosts: tuple[str, ...] = (".suno.ai", ".suno.com")
    can_find = True

    async def submit(self, http: Http, song: Song, asset: str) -> str:
        body = {
            "prompt": song.lyrics,
            "tags": song.style,
            "title": song.title,
            "make_instrumental": song.instrumental,
            "model": song.model or MODEL,
            # waiting is done by polling: a request of 100 s is one that can be lost
            "wait_audio": False,
        }
        answer = checked(http, await http.ask("POST", "/api/custom_generate", body=body), asset)
        clips = http.json(answer, list)
        if not clips:
            raise http.bad_answer("an empty list of songs")
        return ",".join(checked_id(http, one.get("id") if isinstance(one, dict) else None) for one in clips[:4])

    async def look(self, http: Http, job: str, asset: str) -> list[Clip]:
        answer = checked(http, await http.ask("GET", "/api/get", params={"ids": job}), asset)
        wanted = job.split(",")
        clips = {one.get("id"): one for one in http.json(answer, list) if isinstance(one, dict)}
        return [_clip(http, name, clips[name]) for name in wanted if name in clips]

    async def find(self, http: Http, mark: str, asset: str) -> str | None:
        for page in range(_PAGES):
            params = {"page": page} if page else None
            answer = checked(http, await http.ask("GET", "/api/get", params=params), asset)
            found = [
                checked_id(http, one.get("id"))
                for one in http.json(answer, list)
                if isinstance(one, dict) and str(one.get("title") or "").endswith(mark)
            ]
            if found:
                return ",".join(found[:4])
        return None

    async def credits_left(self, http: Http) -> Credits:
        limit = await http.probe("/api/get_limit")
        left = limit.get("credits_left")
        return Credits.of(left, f"{left} credits left this {limit.get('period')}")


def _clip(http: Http, name: str, one: dict[str, Any]) -> Clip:
    seconds = one.get("duration")
    try:
        # declared a text, comes as a number or as null
        known = None if seconds is None else float(seconds)
    except (TypeError, ValueError):
        known = None
    url = str(one.get("audio_url") or "")
    # `streaming` has an address too, of a stream that is still being made
    if one.get("status") == "complete" and url:
        return Clip(name, "done", url, known)
    if one.get("status") == "error":
        return Clip(name, "failed", why=http.cleaned(str(one.get("error_message") or "no reason given")))
    return Clip(name, "waiting")
