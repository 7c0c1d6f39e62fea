"""The client of one AudioLDM service (docs/services.md describes its three requests)."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import numpy as np

from yoake.errors import OutOfMemoryError, YoakeError
from yoake.providers.audioldm.wording import kind_for, order_for
from yoake.providers.base import Credit, Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.http import Http, deadline
from yoake.providers.service import Condition, Work
from yoake.providers.sketch.sound.levels import decibels, loudness, to_peak
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, write_ogg
from yoake.providers.sound_file import read_sound
from yoake.texts.models import SoundKind

PEAK_DB = -3.0
LOUDEST_LUFS = -15.0
"""As the embedded effects: the two may stand side by side in one game."""
_SILENCE_DB = -60.0
_SILENT = 1e-4
"""Of full scale: nobody hears it, however loud it is turned."""
_FADE_SECONDS = 0.005
_LARGEST_SOUND = 64 * 1024 * 1024
_OUT_OF_MEMORY = re.compile(r"out of memory|outofmemory|can't allocate memory", re.I)
_OUT_OF_MEMORY_STATUS = 507
_CREDIT = Credit(
    "model",
    "AudioLDM",
    "CC BY-NC-SA 4.0 (weights; not for commercial use)",
    url="https://audioldm.github.io/",
    text="Sound effects: AudioLDM (Liu et al.)",
)
FREE_SECONDS = 60.0


class AudioLdmClient:
    """Has sound effects made."""

    kind = "audioldm"

    def __init__(self, address: ServiceAddress) -> None:
        self.name = address.name
        self._http = Http(address, {"authorization": f"Bearer {address.token}"} if address.token else None)

    async def make(self, work: Work) -> Product:
        """Makes one effect. When cancelled, the connection closes, by which the service is to stop.

        Raises:
            OutOfMemoryError: `audioldm.out-of-memory`.
            YoakeError: `service.bad-file`, `audioldm.silent`, and those of `Http`.
        """
        request = work.request
        kind = kind_for(request)
        order = order_for(request, kind)
        raw = request.folder / "sound.wav"
        async with deadline(work.timeout_seconds, self.name, request.address):
            work.progress(0.0, "sampling")
            answer = await self._http.download(
                "/generate",
                raw,
                method="POST",
                body=order,
                # it says nothing until it is done
                read_seconds=work.timeout_seconds,
                most_bytes=_LARGEST_SOUND,
            )
        said = answer.body[:2000].decode("utf-8", errors="replace")
        if answer.status == _OUT_OF_MEMORY_STATUS or (answer.status >= 500 and _OUT_OF_MEMORY.search(said)):
            raise OutOfMemoryError(
                "audioldm.out-of-memory",
                f"{self.name} ran out of memory at {request.address}{self._http.said(answer)}.",
                next_step="Ask for a shorter sound with `duration_seconds`, or give it a GPU with more room.",
            )
        self._http.check(answer, request.address)
        work.done_there()
        path = request.folder / "sound.ogg"
        facts = await asyncio.to_thread(_finished, raw, path, self.name, kind, request.address)
        return Product(path, MEDIA_TYPE, facts, (_CREDIT,))

    async def condition(self) -> Condition:
        """What `/health` says."""
        health = await self._http.probe("/health")
        models, loaded = health.get("models"), health.get("loaded")
        return Condition(
            version=str(health.get("version", ""))[:40],
            models=tuple(str(m)[:80] for m in models) if isinstance(models, list) else (),
            loaded={str(m)[:80]: gb for m, v in loaded.items() if (gb := _gb(v)) is not None}
            if isinstance(loaded, dict)
            else {},
            vram_used_gb=_gb(health.get("vram_used_gb")),
            vram_total_gb=_gb(health.get("vram_total_gb")),
        )

    async def vram_held_gb(self, model: str | None = None) -> float:
        """GB of VRAM that its model holds now; there is only one.

        Raises:
            UnreachableError: `service.unreachable`.
        """
        return sum((await self.condition()).loaded.values())

    async def unload(self, model: str | None = None) -> None:
        """Frees its model, and waits until `/health` no longer lists one.

        Raises:
            UnreachableError: `service.unreachable`.
            YoakeError: `service.not-freed`.
        """
        self._http.check(await self._http.ask("POST", "/unload", repeatable=True), "unloading its model")
        pause = 0.05
        try:
            async with asyncio.timeout(FREE_SECONDS):
                while (await self.condition()).loaded:
                    await asyncio.sleep(pause)
                    pause = min(1.0, pause * 1.5)
        except TimeoutError as error:
            raise YoakeError(
                "service.not-freed",
                f"{self.name} still holds its model after {FREE_SECONDS:g} seconds.",
                next_step="Look whether somebody else uses it.",
                transient=True,
            ) from error

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._http.close()


def _finished(raw: Path, path: Path, service: str, kind: SoundKind, asset: str) -> dict[str, Any]:
    """Writes the effect as loud as the game's others, without the silence that fills it up to the length asked for."""
    try:
        samples, rate = read_sound(raw, service)
    finally:
        raw.unlink(missing_ok=True)
    level = np.max(np.abs(samples), axis=1, initial=0.0)
    if not len(level) or level.max() < _SILENT:
        raise YoakeError(
            "audioldm.silent",
            f"{service} made a silent sound for {asset}.",
            next_step="Change the prompt, or ask for more steps.",
        )
    audible = np.flatnonzero(level > 10 ** (_SILENCE_DB / 20) * level.max())
    samples = samples[audible[0] : audible[-1] + 1]
    fade = min(int(_FADE_SECONDS * rate), len(samples) // 2)
    samples[len(samples) - fade :] *= np.linspace(1, 0, fade)[:, None]
    samples = to_peak(samples, PEAK_DB)
    samples = samples * min(1.0, 10 ** ((LOUDEST_LUFS - loudness(samples, rate)) / 20))
    write_ogg(path, samples, rate)
    return {
        "kind": kind,
        "duration_seconds": round(len(samples) / rate, 3),
        "peak_db": round(decibels(float(np.max(np.abs(samples)))), 1),
    }


def _gb(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
