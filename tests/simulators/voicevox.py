"""Simulates a VOICEVOX ENGINE 0.25, as the recordings show it: every answer's shape, its 422s, its dropped connection.

`mock=True` has the speakers of the engine's own mock core and accepts any style, as that does.
"""

from __future__ import annotations

import asyncio
import io
import unicodedata
import uuid
import zipfile
from typing import Annotated, Any

import numpy as np
from fastapi import Body, FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from tests.simulators.faults import transport_of
from tests.simulators.gpu import Entry
from tests.simulators.simulator import GoneError, Simulator, run, while_there
from tests.simulators.sounds import voice, wav
from tests.simulators.voicevox_reading import KATAKANA, moras_of, phrases_of

RATE = 24_000
MORA_SECONDS = 0.12
_INTERNAL = {"detail": "Internal Server Error"}


def _talk(name: str, version: str, **styles: int) -> dict[str, Any]:
    return {
        "name": name,
        "speaker_uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, name)),
        "styles": [{"name": style, "id": number, "type": "talk"} for style, number in styles.items()],
        "version": version,
        "supported_features": {"permitted_synthesis_morphing": "SELF_ONLY"},
    }


SPEAKERS = [
    _talk("四国めたん", "0.16.2", ノーマル=2, あまあま=0, ツンツン=6, セクシー=4, ささやき=36),
    _talk("ずんだもん", "0.16.2", ノーマル=3, あまあま=1, ツンツン=7, ささやき=22, ヘロヘロ=75, なみだめ=76),
    _talk("春日部つむぎ", "0.16.2", ノーマル=8),
    _talk("玄野武宏", "0.16.2", ノーマル=11, 喜び=39, ツンギレ=40, 悲しみ=41),
    _talk("白上虎太郎", "0.16.2", ふつう=12, びっくり=32, おこ=33, びえーん=34),
    _talk("青山龍星", "0.16.2", ノーマル=13, 喜び=83, 悲しみ=85, 怒り=81),
    _talk("九州そら", "0.16.2", ノーマル=16, あまあま=15, ささやき=19),
    _talk("ちび式じい", "0.16.2", ノーマル=42),
]
MOCK_SPEAKERS = [
    {"name": "dummy1", "speaker_uuid": "7ffcb7ce-00ec-4bdc-82cd-45a8889e43ff", "version": "mock",
     "styles": [{"name": "style0", "id": 0, "type": "talk"}, {"name": "style1", "id": 2, "type": "talk"}],
     "supported_features": {"permitted_synthesis_morphing": "ALL"}},
    {"name": "dummy2", "speaker_uuid": "388f246b-8c41-4ac1-8e2d-5d79f3ff56d9", "version": "mock",
     "styles": [{"name": "style0", "id": 1, "type": "talk"}, {"name": "style1", "id": 3, "type": "talk"}],
     "supported_features": {"permitted_synthesis_morphing": "SELF_ONLY"}},
    {"name": "dummy3", "speaker_uuid": "35b2c544-660e-401e-b503-0e14c635303a", "version": "mock",
     "styles": [{"name": "style0", "id": 8, "type": "talk"}],
     "supported_features": {"permitted_synthesis_morphing": "NOTHING"}},
]  # fmt: skip


class _Mora(BaseModel):
    text: str
    consonant: str | None = None
    consonant_length: float | None = None
    vowel: str
    vowel_length: float
    pitch: float


class _Phrase(BaseModel):
    moras: list[_Mora]
    accent: int
    pause_mora: _Mora | None = None
    is_interrogative: bool = False


class AudioQuery(BaseModel):
    accent_phrases: list[_Phrase]
    speedScale: float  # noqa: N815 - the engine's own names
    pitchScale: float  # noqa: N815
    intonationScale: float  # noqa: N815
    volumeScale: float  # noqa: N815
    prePhonemeLength: float  # noqa: N815
    postPhonemeLength: float  # noqa: N815
    pauseLength: float | None = None  # noqa: N815
    pauseLengthScale: float = 1.0  # noqa: N815
    outputSamplingRate: int  # noqa: N815
    outputStereo: bool  # noqa: N815
    kana: str | None = None


class VoicevoxSimulator(Simulator):
    """One engine.

    Args:
        cancellable: whether it was started with `--enable_cancellable_synthesis`.
        seconds_a_mora: simulated time that speaking takes.
    """

    kind = "voicevox"

    def __init__(
        self,
        name: str = "",
        *,
        mock: bool = False,
        cancellable: bool = True,
        seconds_a_mora: float = 0.02,
        **common: Any,
    ) -> None:
        super().__init__(name, **common)
        self.speakers = MOCK_SPEAKERS if mock else SPEAKERS
        self.version = "latest" if mock else "0.25.2"
        self.cancellable = cancellable
        self.seconds_a_mora = seconds_a_mora
        self.dictionary: dict[str, dict[str, Any]] = {}
        """As the engine keeps it on disk: it outlives a restart."""
        self.queries: list[tuple[int, dict[str, Any]]] = []
        """(style, audio query) of every synthesis."""

    def app(self) -> Any:
        app = FastAPI(openapi_url=None)
        app.add_api_route("/version", lambda: self.version)
        app.add_api_route("/core_versions", lambda: ["0.0.0"])
        app.add_api_route("/speakers", lambda: self.speakers)
        app.add_api_route("/supported_devices", lambda: {"cpu": True, "cuda": False, "dml": False})
        app.add_api_route("/audio_query", self._audio_query, methods=["POST"])
        app.add_api_route("/synthesis", self._synthesis, methods=["POST"])
        app.add_api_route("/cancellable_synthesis", self._cancellable, methods=["POST"])
        app.add_api_route("/multi_synthesis", self._multi, methods=["POST"])
        app.add_api_route("/user_dict", lambda: self.dictionary)
        app.add_api_route("/user_dict_word", self._add_word, methods=["POST"])
        app.add_api_route("/user_dict_word/{key}", self._change_word, methods=["PUT"])
        app.add_api_route("/user_dict_word/{key}", self._drop_word, methods=["DELETE"])
        return _DropsAfter500(app)

    def _audio_query(self, text: str, speaker: int) -> dict[str, Any]:
        phrases, kana = phrases_of(self._replaced(text), speaker)
        return {
            "accent_phrases": phrases, "speedScale": 1.0, "pitchScale": 0.0, "intonationScale": 1.0,
            "volumeScale": 1.0, "prePhonemeLength": 0.1, "postPhonemeLength": 0.1, "pauseLength": None,
            "pauseLengthScale": 1.0, "outputSamplingRate": RATE, "outputStereo": False, "kana": kana,
        }  # fmt: skip

    def _replaced(self, text: str) -> str:
        """With the dictionary's readings."""
        for word in sorted(self.dictionary.values(), key=lambda w: -len(w["surface"])):
            text = text.replace(unicodedata.normalize("NFKC", word["surface"]), word["pronunciation"])
        return text

    async def _synthesis(self, query: AudioQuery, speaker: Annotated[int, Query()]) -> Response:
        return await self._spoken(query, speaker)

    async def _cancellable(
        self, request: Request, query: Annotated[AudioQuery, Body()], speaker: Annotated[int, Query()]
    ) -> Response:
        if not self.cancellable:
            raise HTTPException(404, "実験的機能はデフォルトで無効になっています。使用するには引数を指定してください。")
        try:
            return await while_there(request, self._spoken(query, speaker))
        except GoneError:
            return Response(status_code=499)

    async def _multi(self, queries: Annotated[list[AudioQuery], Body()], speaker: Annotated[int, Query()]) -> Response:
        if not queries:
            return JSONResponse(_INTERNAL, 500)
        if len({q.outputSamplingRate for q in queries}) > 1:
            raise HTTPException(422, "サンプリングレートが異なるクエリがあります")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            for number, query in enumerate(queries, 1):
                file.writestr(f"{number:03d}.wav", bytes((await self._spoken(query, speaker)).body))
        return Response(packed.getvalue(), media_type="application/zip")

    async def _spoken(self, query: AudioQuery, speaker: int) -> Response:
        if query.outputSamplingRate <= 0:
            return JSONResponse(_INTERNAL, 500)
        moras = moras_of(query.model_dump()["accent_phrases"])
        entry = Entry("cpu", self.name, "job", query.kana or "", str(speaker), self.clock.now())
        self.journal.begin(entry)
        self.queries.append((speaker, query.model_dump()))
        try:
            await self.clock.sleep(self.seconds_a_mora * len(moras))
            pitch = (160 + 17 * (speaker % 12)) * 2**query.pitchScale
            seconds = MORA_SECONDS / min(2.0, max(0.5, query.speedScale or 1.0))
            sound = await asyncio.to_thread(
                voice, moras, query.outputSamplingRate, pitch, seconds, query.intonationScale
            )
        except asyncio.CancelledError:
            self.journal.end(entry, "cancelled", self.clock.now())
            raise
        self.journal.end(entry, "done", self.clock.now())
        if moras:
            ends = [int(query.outputSamplingRate * s) for s in (query.prePhonemeLength, query.postPhonemeLength)]
            sound = np.concatenate([np.zeros(ends[0]), sound, np.zeros(ends[1])])
        data = wav(sound * query.volumeScale, query.outputSamplingRate, 2 if query.outputStereo else 1)
        return Response(data, media_type="audio/wav")

    def _add_word(
        self, surface: str, pronunciation: str, accent_type: int,
        priority: Annotated[int, Query(ge=0, le=10)] = 5,
    ) -> str:  # fmt: skip
        key = str(uuid.uuid4())
        self.dictionary[key] = _word(surface, pronunciation, accent_type, priority)
        return key

    def _change_word(
        self, key: str, surface: str, pronunciation: str, accent_type: int,
        priority: Annotated[int, Query(ge=0, le=10)] = 5,
    ) -> Response:  # fmt: skip
        if key not in self.dictionary:
            raise HTTPException(422, "IDに該当するワードが見つかりませんでした")
        self.dictionary[key] = _word(surface, pronunciation, accent_type, priority)
        return Response(status_code=204)

    def _drop_word(self, key: str) -> Response:
        if self.dictionary.pop(key, None) is None:
            raise HTTPException(422, "IDに該当するワードが見つかりませんでした")
        return Response(status_code=204)


def _word(surface: str, pronunciation: str, accent: int, priority: int) -> dict[str, Any]:
    start = "パラメータに誤りがあります。\n1 validation error for UserDictWord\n"
    if not KATAKANA.fullmatch(pronunciation):
        raise HTTPException(422, f"{start}pronunciation\n  Value error, 発音は有効なカタカナでなくてはいけません。")
    moras = sum(letter not in "ァィゥェォャュョヮ" for letter in pronunciation)
    if not 0 <= accent <= moras:
        raise HTTPException(
            422, f"{start}  Value error, 誤ったアクセント型です({accent})。 expect: 0 <= accent_type <= {moras}"
        )
    full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in surface)
    return {
        "surface": full_width, "priority": priority, "context_id": 1348, "part_of_speech": "名詞",
        "part_of_speech_detail_1": "固有名詞", "part_of_speech_detail_2": "一般", "part_of_speech_detail_3": "*",
        "inflectional_type": "*", "inflectional_form": "*", "stem": "*", "yomi": pronunciation,
        "pronunciation": pronunciation, "accent_type": accent, "mora_count": moras, "accent_associative_rule": "*",
    }  # fmt: skip


class _DropsAfter500:
    """The connection looks open after a 500, and is closed when the next request comes."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._doomed: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        # a fault that changes the answer stands between
        connection = transport_of(send) if hasattr(send, "__self__") else None
        if connection is not None and connection in self._doomed:
            self._doomed.discard(connection)
            connection.abort()
            return
        status = 0

        async def watched(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, watched)
        if status == 500 and connection is not None:
            self._doomed.add(connection)


if __name__ == "__main__":
    run(VoicevoxSimulator)
