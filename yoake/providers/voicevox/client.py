"""The client of one VOICEVOX engine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.http import Answer, Http, deadline
from yoake.providers.service import Condition, Work
from yoake.providers.sketch.sound.levels import to_loudness
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, Samples, write_ogg
from yoake.providers.sketch.speech.timbre import RATE, sigh, trim
from yoake.providers.sound_file import read_sound
from yoake.providers.voicevox.dictionary import Word, entry_of, words_in
from yoake.providers.voicevox.line import Line, line_of
from yoake.providers.voicevox.speakers import Style, choose, styles_of

LOUDNESS_LUFS = -20.0
CEILING_DB = -1.5
"""As the embedded voice: the two may stand side by side in one game."""
_EXPRESSION_TO_LEVEL = 0.6
_LARGEST_SOUND = 64 * 1024 * 1024
_DISABLED = 404
"""Of `/cancellable_synthesis`, where the engine was started without that."""


class VoicevoxClient:
    """Speaks to a VOICEVOX ENGINE (0.14 to 0.25)."""

    kind = "voicevox"

    def __init__(self, address: ServiceAddress) -> None:
        self.name = address.name
        self._http = Http(address, {"authorization": f"Bearer {address.token}"} if address.token else None)
        self._styles: tuple[Style, ...] = ()
        self._entered: set[Word] = set()
        self._entering = asyncio.Lock()
        self._cancellable = True

    async def make(self, work: Work) -> Product:
        """Says one line; one that cannot be said becomes a breath, as with the embedded voice.

        Raises:
            YoakeError: `voicevox.unknown-style`, `voicevox.refused`, `voicevox.dictionary`, `service.bad-file`.
        """
        request = work.request
        line = await asyncio.to_thread(line_of, request)
        sound: Samples | None = None
        style: Style | None = None
        if line.words:
            async with deadline(work.timeout_seconds, self.name, request.address):
                style = await self._style(line, request.address)
                raw = await self._said(line, style, work)
            work.done_there()
            if raw is not None:
                sound = await asyncio.to_thread(self._levelled, raw, line)
        else:
            work.done_there()
        silent = sound is None
        if sound is None:
            sound = sigh(request.seed)
        path = request.folder / "speech.ogg"
        await asyncio.to_thread(write_ogg, path, sound, RATE, quality=0.4)
        meta = {
            "character": line.speaker,
            "text": line.text,
            "expression": line.expression,
            "duration_seconds": round(len(sound) / RATE, 3),
            "silent": silent,
        }
        return Product(path, MEDIA_TYPE, meta, () if silent or style is None else (style.credit(),))

    async def condition(self) -> Condition:
        """Version, and the speakers with their styles."""
        version, speakers = await asyncio.gather(self._http.probe("/version", str), self._http.probe("/speakers", list))
        self._styles = styles_of(speakers)
        return Condition(version=version[:40], models=tuple(f"{s.speaker}/{s.name} ({s.id})" for s in self._styles))

    @property
    def styles(self) -> tuple[Style, ...]:
        """What the engine said last that it speaks with."""
        return self._styles

    async def unload(self, model: str | None = None) -> None:
        """VOICEVOX keeps its models for as long as it runs; there is nothing to free."""

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._http.close()

    async def _style(self, line: Line, asset: str) -> Style:
        known = {style.id for style in self._styles}
        if not known or (line.style is not None and line.style not in known):
            # a speaker may have been installed meanwhile
            self._styles = styles_of(await self._http.ask_json("GET", "/speakers", asset, list))
        return choose(line, self._styles, self.name)

    async def _said(self, line: Line, style: Style, work: Work) -> Path | None:
        """The engine's WAV file; none where it finds nothing to say, for which it would send an empty one."""
        asset = work.request.address
        await self._enter(words_in(line.words, line.cast), asset)
        work.progress(0.1, "reading")
        answer = await self._http.ask(
            "POST", "/audio_query", params={"text": line.words, "speaker": style.id}, repeatable=True
        )
        query: dict[str, Any] = self._http.json(self._accepted(answer, asset))
        if not query.get("accent_phrases"):
            return None
        query.update(line.prosody())
        work.progress(0.3, "speaking")
        path = work.request.folder / "speech.wav"
        answer = await self._synthesis(query, style, path, work)
        self._accepted(answer, asset)
        return path

    async def _synthesis(self, query: dict[str, Any], style: Style, path: Path, work: Work) -> Answer:
        """Asks for the sound, by the request that stops when its connection closes, where the engine offers it."""
        for attempt in (1, 2):
            try:
                if self._cancellable:
                    answer = await self._download("/cancellable_synthesis", query, style, path, work)
                    if answer.status != _DISABLED:
                        return answer
                    self._cancellable = False
                return await self._download("/synthesis", query, style, path, work)
            except YoakeError as error:
                # synthesis changes nothing, so a connection that broke is no reason to give up
                if attempt == 2 or error.code != "service.cut-off":
                    raise
        raise AssertionError("unreachable: the second attempt returns or raises")

    async def _download(self, path: str, query: dict[str, Any], style: Style, target: Path, work: Work) -> Answer:
        return await self._http.download(
            path,
            target,
            method="POST",
            params={"speaker": style.id},
            body=query,
            read_seconds=work.timeout_seconds,
            most_bytes=_LARGEST_SOUND,
        )

    async def _enter(self, words: list[Word], asset: str) -> None:
        """Puts readings into the engine's dictionary, once each."""
        async with self._entering:
            new = [word for word in words if word not in self._entered]
            if not new:
                return
            dictionary = await self._http.ask_json("GET", "/user_dict", asset)
            for word in new:
                known = entry_of(word, dictionary)
                if known is None:
                    answer = await self._http.ask("POST", "/user_dict_word", params=word.params())
                elif not known[1]:
                    answer = await self._http.ask("PUT", f"/user_dict_word/{_id(known[0])}", params=word.params())
                else:
                    self._entered.add(word)
                    continue
                if answer.status in (400, 422):
                    raise InvalidRequestError(
                        "voicevox.dictionary",
                        f"{self.name} does not take {word.pronunciation} as the reading of {word.surface}"
                        f"{self._http.said(answer)}.",
                        next_step="Correct `reading` in the character setting.",
                    )
                self._http.check(answer, asset)
                self._entered.add(word)

    def _accepted(self, answer: Answer, asset: str) -> Answer:
        """The answer, where it is no refusal; `detail` is a list, a text or a mapping.

        Raises:
            YoakeError: `voicevox.refused`, and those of `Http.check`.
        """
        if answer.status in (400, 422):
            detail = self._http.json(answer).get("detail")
            if isinstance(detail, list):
                detail = "; ".join(_problem(one) for one in detail[:5])
            elif isinstance(detail, dict):
                detail = detail.get("text", detail)
            raise InvalidRequestError(
                "voicevox.refused",
                f"{self.name} cannot say {asset}: {self._http.cleaned(str(detail))}.",
                next_step="Correct the line or the parameters of its voice.",
            )
        return self._http.check(answer, asset)

    def _levelled(self, raw: Path, line: Line) -> Samples | None:
        try:
            samples, rate = read_sound(raw, self.name)
        finally:
            raw.unlink(missing_ok=True)
        if rate != RATE:
            raise self._http.bad_answer(f"a sound at {rate} Hz where {RATE} were asked for")
        sound = trim(samples.mean(axis=1))
        if not len(sound):
            return None
        return to_loudness(sound, RATE, LOUDNESS_LUFS + _EXPRESSION_TO_LEVEL * line.voice.gain_db, CEILING_DB)


def _problem(one: object) -> str:
    if not isinstance(one, dict):
        return str(one)
    where = one.get("loc")
    return f"{'.'.join(map(str, where)) if isinstance(where, list) else ''}: {one.get('msg')}"


def _id(key: str) -> str:
    """The server's id, safe in a path."""
    return "".join(c for c in key[:64] if c.isalnum() or c == "-")
