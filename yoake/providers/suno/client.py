"""The client of one wrapper of Suno. What was ordered is written down first, so that nothing is paid for twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np

from yoake.errors import YoakeError
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.http import Http, deadline, never_sent
from yoake.providers.service import Condition, Work
from yoake.providers.settings import number, one_of
from yoake.providers.sketch.sound.levels import loudness, to_loudness
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, Samples, write_ogg
from yoake.providers.suno.hosted import Hosted
from yoake.providers.suno.media import checked_url, fetch, read_song
from yoake.providers.suno.self_hosted import SelfHosted
from yoake.providers.suno.song import LICENCES, PLANS, credit_of, mood_for, new_mark, song_for
from yoake.providers.suno.wrapper import Clip, Credits, Wrapper

PENDING = "pending:"
"""Before a mark: an order that was about to be sent. Whether it was accepted must be found out."""
LOUDNESS_LUFS = -18.0
CEILING_DB = -1.5
_SILENCE = 10 ** (-54 / 20)
POLL_SECONDS = 5.0
_LOOKS = 4
"""How often an account's songs are searched for an order in doubt, and a job that the service denies is asked for."""
_FAILURES = 8
"""Polls in a row that may fail: the wrapper answers 500 whenever Suno itself hiccups."""
_FETCHES = 3
REPLY_SECONDS = 10.0
"""How long a cancellation waits for the answer to an order that is on its way."""
_IN_DOUBT = frozenset(
    ("service.cut-off", "service.stalled", "service.unreachable", "service.bad-answer", "service.too-large",
     "service.server-error")
)  # fmt: skip
"""After these the order may have been accepted all the same."""


class SunoClient:
    """Orders songs.

    Settings: `flavour` (`self-hosted` or `hosted`), `plan` (`free`, `pro`, `premier`), `model`, `media_hosts` (more
    hosts to download from, with commas between), `callback_url` (hosted), `poll_seconds`, `reply_seconds`.
    """

    kind = "suno"

    def __init__(self, address: ServiceAddress) -> None:
        self.name = address.name
        settings = address.settings or {}
        self._url = address.url
        self._plan = one_of(address, "plan", "free", PLANS)
        flavour = one_of(address, "flavour", "self-hosted", ("self-hosted", "hosted"))
        self._wrapper: Wrapper = SelfHosted() if flavour == "self-hosted" else Hosted(settings.get("callback_url"))
        more = tuple(h.strip().lower() for h in settings.get("media_hosts", "").split(",") if h.strip())
        self._hosts = (*self._wrapper.media_hosts, *more)
        self._model = settings.get("model")
        self._poll = number(address, "poll_seconds", POLL_SECONDS, 0.001, 600)
        self._reply = number(address, "reply_seconds", REPLY_SECONDS, 0, 600)
        self._http = Http(address, {"authorization": f"Bearer {address.token}"} if address.token else None)

    async def make(self, work: Work) -> Product:
        """Orders a song, or goes on with the order of `work.job_id`, and fetches it.

        `work.begun` is told twice: `pending:MARK` before the order is sent, then the job's id. Either may come back as
        `work.job_id`. A cancellation leaves the job at Suno, which has no way to cancel one; its id is known by then.

        Raises:
            YoakeError: `suno.quota`, `suno.rate`, `suno.in-doubt`, `suno.job-lost`, `suno.failed`, `suno.moderated`,
                `suno.file-address`, and those of `Http`.
        """
        asset = work.request.address
        mood = mood_for(work.request)
        async with deadline(work.timeout_seconds, self.name, asset):
            job = await self._job(work)
            clip = await self._finished(work, job)
            work.done_there()
            raw = work.request.folder / "song.mp3"
            samples, rate = await self._fetched(clip, raw)
        raw.unlink(missing_ok=True)
        path = work.request.folder / "music.ogg"
        facts = await asyncio.to_thread(_levelled, samples, rate, path)
        meta = {"mood": mood, "loop": False, **facts}
        return Product(path, MEDIA_TYPE, meta, (credit_of(clip, self._plan),))

    async def condition(self) -> Condition:
        """Whether it answers; the credits that are left stand as its version."""
        return Condition(version=(await self.credits_left()).said)

    async def credits_left(self) -> Credits:
        """What the account may still spend.

        Raises:
            UnreachableError: `service.unreachable`.
        """
        found = await self._wrapper.credits_left(self._http)
        return replace(found, said=self._http.cleaned(found.said)[:80])

    @property
    def licence(self) -> str:
        """Of its songs, by the account's plan."""
        return LICENCES[self._plan]

    async def unload(self, model: str | None = None) -> None:
        """Suno runs elsewhere: there is nothing to free."""

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._http.close()

    async def _job(self, work: Work) -> str:
        asset = work.request.address
        if work.job_id and not work.job_id.startswith(PENDING):
            return work.job_id
        if work.job_id:
            mark = work.job_id.removeprefix(PENDING)
            found = await self._found(mark, asset)
            if found:
                await asyncio.to_thread(work.begun, found)
                return found
        ordering = asyncio.ensure_future(self._ordered(work))
        try:
            return await asyncio.shield(ordering)
        except asyncio.CancelledError:
            # what is on its way may be paid for already: its id must be known before this ends
            done, _ = await asyncio.wait((ordering,), timeout=self._reply)
            if not done:
                ordering.cancel()
            elif not ordering.cancelled():
                ordering.exception()  # the cancellation is what counts; the mark is on disk either way
            raise

    async def _ordered(self, work: Work) -> str:
        asset, mark = work.request.address, new_mark()
        song = song_for(work.request, mood_for(work.request), mark, self._model)
        await asyncio.to_thread(work.begun, PENDING + mark)
        work.progress(0.0, "ordering")
        try:
            job = await self._wrapper.submit(self._http, song, asset)
        except YoakeError as error:
            if error.code not in _IN_DOUBT or never_sent(error):
                raise
            found = await self._found(mark, asset, error)
            if found is None:
                raise
            job = found
        await asyncio.to_thread(work.begun, job)
        return job

    async def _found(self, mark: str, asset: str, doubt: YoakeError | None = None) -> str | None:
        """The job of an order in doubt; none where the account's songs show that it was never accepted.

        Raises:
            YoakeError: `suno.in-doubt`: nobody can tell.
        """
        trouble: YoakeError | None = doubt
        if self._wrapper.can_find:
            for look in range(_LOOKS):
                if look:
                    await asyncio.sleep(self._poll)
                try:
                    found = await self._wrapper.find(self._http, mark, asset)
                except YoakeError as error:
                    trouble = error
                    continue
                trouble = None
                if found:
                    return found
            if trouble is None:
                return None
        raise YoakeError(
            "suno.in-doubt",
            f"{self.name} may or may not have taken the order for {asset}: its answer was lost.",
            next_step=f"Look whether the account has a song whose title ends in {mark}; "
            "then make the asset with `--redo`, which orders (and pays) anew.",
        ) from trouble

    async def _finished(self, work: Work, job: str) -> Clip:
        """The first clip of a job that is complete."""
        asset, failures, unknown = work.request.address, 0, 0
        while True:
            try:
                clips = await self._wrapper.look(self._http, job, asset)
                failures = 0
            except YoakeError as error:
                failures += 1
                if not error.transient or failures > _FAILURES:
                    raise
                await asyncio.sleep(max(self._poll, getattr(error, "wait_seconds", 0.0)))
                continue
            unknown = 0 if clips else unknown + 1
            if unknown > _LOOKS:
                raise YoakeError(
                    "suno.job-lost",
                    f"{self.name} does not know the job {job[:80]} of {asset} any more.",
                    next_step="Make it anew with `--redo`, which orders (and pays) anew.",
                )
            for clip in clips:
                if clip.state == "done":
                    return clip
            if clips and all(clip.state == "failed" for clip in clips):
                raise YoakeError(
                    "suno.failed",
                    f"{self.name} could not make {asset}: {clips[0].why}.",
                    next_step="Change the prompt, or make it anew with `--redo`, which orders (and pays) anew.",
                )
            work.progress(0.5, "composing")
            await asyncio.sleep(self._poll)

    async def _fetched(self, clip: Clip, raw: Path) -> tuple[Samples, int]:
        """The song, fetched again where it came broken: that costs nothing."""
        url = checked_url(clip.audio_url, self._url, self._hosts, self.name)
        for attempt in range(1, 1 + _FETCHES):
            try:
                await fetch(self._http, url, clip, raw)
                return await asyncio.to_thread(read_song, raw, clip, self.name)
            except YoakeError as error:
                if attempt == _FETCHES or not error.transient:
                    raise
                await asyncio.sleep(self._poll)
        raise AssertionError("unreachable: the last attempt returns or raises")


def _levelled(samples: Samples, rate: int, path: Path) -> dict[str, float]:
    """Writes the song without silent ends, as loud as the game's other music; Suno's are far louder than voices."""
    loud = np.flatnonzero(np.max(np.abs(samples), axis=1) > _SILENCE)
    if len(loud):
        samples = samples[loud[0] : loud[-1] + 1]
    sound = to_loudness(samples, rate, LOUDNESS_LUFS, CEILING_DB)
    write_ogg(path, sound, rate)
    return {"duration_seconds": round(len(sound) / rate, 3), "lufs": round(loudness(sound, rate), 1)}
