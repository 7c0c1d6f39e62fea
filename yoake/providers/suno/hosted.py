"""A hosted look-alike (docs.sunoapi.org; docs.kie.ai is the same): errors come as `code` in the body, under 200."""

from __future__ import annotations

from typing import Any

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.http import Answer, Http
from yoake.providers.suno.wrapper import Clip, Credits, Song, checked, checked_id, moderated, quota, rate
from yoake.providers.waiting import BusyError, retry_after

MODEL = "V4_5"
_FAILED = frozenset(("CREATE_TASK_FAILED", "GENERATE_AUDIO_FAILED"))
_MODERATED = "SENSITIVE_WORD_ERROR"
_WITH_SONGS = frozenset(("FIRST_SUCCESS", "SUCCESS", "CALLBACK_EXCEPTION"))


class Hosted:
    """Flavour `hosted`."""

    media_hosts: tuple[str, ...] = (
        ".suno.ai",
        ".suno.com",
        ".sunoapi.org",
        ".aiquickdraw.com",
        ".kie.ai",
        ".redpandaai.co",
    )
    can_find = False

    def __init__(self, callback_url: str | None) -> None:
        self._callback_url = callback_url

    async def submit(self, http: Http, song: Song, asset: str) -> str:
        body = {
            "customMode": True,
            "instrumental": song.instrumental,
            "prompt": song.lyrics,
            "style": song.style,
            "title": song.title,
            "model": song.model or MODEL,
            **({"callBackUrl": self._callback_url} if self._callback_url else {}),
        }
        data = _data(http, await http.ask("POST", "/api/v1/generate", body=body), asset)
        return checked_id(http, data.get("taskId") if isinstance(data, dict) else None)

    async def look(self, http: Http, job: str, asset: str) -> list[Clip]:
        answer = await http.ask("GET", "/api/v1/generate/record-info", params={"taskId": job})
        data = _data(http, answer, asset)
        if not isinstance(data, dict):
            return []
        status = data.get("status")
        why = http.cleaned(str(data.get("errorMessage") or status))
        if status == _MODERATED:
            raise moderated(http, asset, f": {why}")
        if status in _FAILED:
            return [Clip(job, "failed", why=why)]
        response = data.get("response")
        songs = response.get("sunoData") if isinstance(response, dict) else None
        found = [_clip(one) for one in songs if isinstance(one, dict)] if isinstance(songs, list) else []
        return found if found and status in _WITH_SONGS else [Clip(job, "waiting")]

    async def find(self, http: Http, mark: str, asset: str) -> str | None:
        return None  # it lists nobody's songs

    async def credits_left(self, http: Http) -> Credits:
        answer = await http.probe("/api/v1/generate/credit")
        if answer.get("code") != 200:
            return Credits(f"refused with code {answer.get('code')}", refused=True)
        return Credits.of(answer.get("data"), f"{answer.get('data')} credits left")


def _data(http: Http, answer: Answer, asset: str) -> Any:
    """`data` of an answer.

    Raises:
        YoakeError: by the body's own `code`, whatever the status says.
    """
    document = http.json(checked(http, answer, asset))
    code = document.get("code")
    if code == 200:
        return document.get("data")
    said = f": {http.cleaned(str(document.get('msg') or 'no reason given'))} (code {http.cleaned(str(code))})"
    header = answer.headers.get("retry-after")
    if code in (402, 429):
        raise quota(http, asset, said, header)
    if code in (405, 430):
        raise rate(http, asset, said, header)
    if code == 401:
        raise InvalidRequestError(
            "service.denied",
            f"{http.name} does not let Yoake in, asked for {asset}{said}.",
            next_step="Check the service's token.",
        )
    if code == 455:
        raise BusyError(
            "service.busy",
            f"{http.name} is being maintained, at {asset}{said}.",
            wait_seconds=retry_after(header),
            transient=True,
        )
    if isinstance(code, int) and 400 <= code < 500:
        raise InvalidRequestError(
            "service.refused",
            f"{http.name} does not accept the request for {asset}{said}.",
            next_step="Correct what the service names.",
        )
    # it says so itself, so the order is not in doubt as it is after a 500 from who knows whom
    raise YoakeError(
        "suno.server-error",
        f"{http.name} fails at {asset}{said}.",
        next_step="Look at the service's own status page.",
        transient=True,
    )


def _clip(one: dict[str, Any]) -> Clip:
    url, seconds = str(one.get("audioUrl") or ""), one.get("duration")
    known = float(seconds) if isinstance(seconds, int | float) else None
    name = str(one.get("id") or "")[:80]
    return Clip(name, "done", url, known) if url else Clip(name, "waiting")
