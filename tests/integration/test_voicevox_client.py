"""VOICEVOX's traps, one test each, at a simulated engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import soundfile

from tests.samples.service_work import Told, passes, request, setting, work
from tests.simulators.gpu import Clock
from tests.simulators.voicevox import VoicevoxSimulator
from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.voicevox import VoicevoxClient

QUERY = {
    "accent_phrases": [], "speedScale": 1.0, "pitchScale": 0.0, "intonationScale": 1.0, "volumeScale": 1.0,
    "prePhonemeLength": 0.1, "postPhonemeLength": 0.1, "outputSamplingRate": 24000, "outputStereo": False,
}  # fmt: skip


@pytest.fixture
def engine() -> Iterator[VoicevoxSimulator]:
    with VoicevoxSimulator(clock=Clock(2000)) as running:
        yield running


@pytest.fixture
async def client(engine: VoicevoxSimulator) -> AsyncIterator[VoicevoxClient]:
    made = client_of(engine)
    yield made
    await made.close()


def client_of(engine: VoicevoxSimulator) -> VoicevoxClient:
    return VoicevoxClient(ServiceAddress("voicevox", "voicevox", engine.url))


async def said(
    client: VoicevoxClient,
    folder: Path,
    text: str = "また明日、桜の下で会おう。",
    expression: str = "normal",
    params: dict[str, Any] | None = None,
    told: Told | None = None,
    **character: Any,
) -> Product:
    item = {"id": "ch1_s1_l01", "text": text, "speaker": "sakura", "expression": expression}
    asked = request(folder, "voice_gen", item=item, params=params, inputs=(setting(folder, **character),))
    product = await client.make(work(asked, told))
    passes(product, asked)
    return product


# --- what is asked for -----------------------------------------------------------------------------------------------


async def test_text_and_speaker_are_query_parameters_and_the_sound_is_24_khz_mono(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    product = await said(client, tmp_path)
    assert engine.requests[-2:] == ["POST /audio_query", "POST /cancellable_synthesis"]
    info = soundfile.info(str(product.path))
    assert (info.samplerate, info.channels, info.format) == (24_000, 1, "OGG")
    assert product.meta == {
        "character": "sakura", "text": "また明日、桜の下で会おう。", "expression": "normal",
        "duration_seconds": round(info.duration, 3), "silent": False,
    }  # fmt: skip


async def test_the_speaker_is_named_as_its_terms_want(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    (credit,) = (await said(client, tmp_path, params={"speaker_id": 3})).credits
    assert (credit.kind, credit.text) == ("voice", "VOICEVOX:ずんだもん")
    assert engine.queries[0][0] == 3


async def test_the_setting_says_who_speaks_and_the_spec_has_the_last_word(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    voice = {"pitch_semitones": 0.6, "speed": 1.2, "style_id": 8}
    for name, params in (("setting", {}), ("spec", {"speaker_id": 16})):
        (tmp_path / name).mkdir()
        await said(client, tmp_path / name, params=params, voice=voice)
    assert [style for style, _ in engine.queries] == [8, 16]
    assert engine.queries[0][1]["speedScale"] == 1.2
    assert engine.queries[0][1]["pitchScale"] == 0.05, "in octaves: 0.6 of 12 semitones"


async def test_a_mood_changes_style_speed_pitch_and_intonation(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    heard = []
    for mood in ("normal", "angry", "sad"):
        (tmp_path / mood).mkdir()
        await said(client, tmp_path / mood, expression=mood, gender="male", age_group="teen")
        heard.append(engine.queries[-1])
    assert len({style for style, _ in heard}) > 1
    assert heard[1][1]["speedScale"] > heard[0][1]["speedScale"] > heard[2][1]["speedScale"]
    assert heard[1][1]["intonationScale"] > heard[0][1]["intonationScale"] > heard[2][1]["intonationScale"]
    assert all(abs(query["pitchScale"]) <= 0.15 for _, query in heard)


async def test_an_unknown_style_is_told_with_those_there_are(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    with pytest.raises(InvalidRequestError) as caught:
        await said(client, tmp_path, params={"speaker_id": 999})
    assert caught.value.code == "voicevox.unknown-style"
    assert "3 (ずんだもん, ノーマル)" in caught.value.next_step
    assert not engine.queries, "the engine's mock core would say it all the same"


# --- what cannot be said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "。", "……", "😀", "「」", "♪"])
async def test_what_cannot_be_said_becomes_a_breath_without_a_speaker(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path, text: str
):
    told = Told()
    product = await said(client, tmp_path, text, told=told)
    assert product.meta["silent"] is True
    assert product.credits == ()
    assert told.done == 1
    assert "POST /audio_query" not in engine.requests


async def test_an_empty_sound_under_200_is_no_speech(engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path):
    # letters that are none to the engine: it answers a query without phrases, and to that a file of 44 bytes
    async with httpx.AsyncClient() as plain:
        empty = await plain.post(f"{engine.url}/synthesis", params={"speaker": 3}, json=QUERY)
    assert (empty.status_code, len(empty.content)) == (200, 44)
    product = await said(client, tmp_path, "ꙮꙮꙮ")
    assert product.meta["silent"] is True


async def test_no_text_at_all_is_a_mistake_of_the_project(client: VoicevoxClient, tmp_path: Path):
    with pytest.raises(InvalidRequestError) as caught:
        await client.make(work(request(tmp_path, "voice_gen", params={"character": "hero"})))
    assert caught.value.code == "speech.no-text"


# --- names -----------------------------------------------------------------------------------------------------------


async def test_names_are_read_as_the_setting_says(engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path):
    await said(client, tmp_path, "美月は待っている。", name="美月", reading="るな")
    (word,) = engine.dictionary.values()
    assert (word["surface"], word["pronunciation"], word["accent_type"]) == ("美月", "ルナ", 1)
    assert "ル'ナ" in engine.queries[0][1]["kana"]


async def test_a_name_is_entered_once_and_only_where_it_is_said(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    texts = ("誰もいない。", "美月、行こう。", "美月は笑った。")
    for number, text in enumerate(texts):
        (tmp_path / str(number)).mkdir()
        await said(client, tmp_path / str(number), text, name="美月", reading="みづき")
    assert engine.requests.count("POST /user_dict_word") == 1
    assert engine.requests.count("GET /user_dict") == 1


async def test_a_changed_reading_replaces_the_old_entry(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    for name, reading in (("old", "みづき"), ("new", "みつき")):
        (tmp_path / name).mkdir()
        await said(client, tmp_path / name, "美月は待っている。", name="美月", reading=reading)
    assert [w["pronunciation"] for w in engine.dictionary.values()] == ["ミツキ"]


async def test_a_surface_is_kept_full_width(engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        restarted = client_of(engine)
        await said(restarted, tmp_path / name, "Ken2は走った。", name="Ken2", reading="ケンツー")
        await restarted.close()
    assert [w["surface"] for w in engine.dictionary.values()] == ["Ｋｅｎ２"]


async def test_a_reading_that_is_no_kana_is_left_alone(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    await said(client, tmp_path, "美月は待っている。", name="美月", reading="Mizuki!")
    assert not engine.dictionary


# --- failures --------------------------------------------------------------------------------------------------------


async def test_the_connection_that_the_engine_drops_after_a_500_costs_nothing(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path
):
    # a client that pools its connections runs into it
    async with httpx.AsyncClient() as pooled:
        assert (await pooled.post(f"{engine.url}/multi_synthesis", params={"speaker": 0}, json=[])).status_code == 500
        with pytest.raises(httpx.TransportError):
            await pooled.get(f"{engine.url}/version")
    engine.faults.script("POST /audio_query", "5xx")
    with pytest.raises(YoakeError) as caught:
        await said(client, tmp_path)
    assert (caught.value.code, caught.value.transient) == ("service.server-error", True)
    (tmp_path / "next").mkdir()
    await said(client, tmp_path / "next")


@pytest.mark.parametrize("place", ["POST /audio_query", "POST /cancellable_synthesis"])
async def test_a_connection_that_breaks_once_is_tried_again(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path, place: str
):
    engine.faults.script(place, "cut")
    await said(client, tmp_path)
    assert engine.requests.count(place) == 2


async def test_an_engine_without_cancellable_synthesis_speaks_all_the_same(tmp_path: Path):
    with VoicevoxSimulator(clock=Clock(2000), cancellable=False) as engine:
        client = client_of(engine)
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            await said(client, tmp_path / name)
        assert engine.requests.count("POST /cancellable_synthesis") == 1
        assert engine.requests.count("POST /synthesis") == 2
        await client.close()


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ([{"type": "missing", "loc": ["query", "speaker"], "msg": "Field required"}], "query.speaker: Field required"),
        ("該当するプリセットIDが見つかりません", "該当するプリセットIDが見つかりません"),
        ({"text": "判別できない読み仮名があります", "error_name": "UNKNOWN_TEXT"}, "判別できない読み仮名があります"),
    ],
)
async def test_the_detail_of_a_422_is_a_list_a_text_or_a_mapping(
    engine: VoicevoxSimulator, client: VoicevoxClient, tmp_path: Path, detail: Any, expected: str,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    from fastapi import HTTPException

    def refuse(*_: Any) -> None:
        raise HTTPException(422, detail)

    monkeypatch.setattr("tests.simulators.voicevox.phrases_of", refuse)
    with pytest.raises(InvalidRequestError) as caught:
        await said(client, tmp_path)
    assert caught.value.code == "voicevox.refused"
    assert expected in caught.value.message


async def test_cancelling_closes_the_connection_and_so_ends_the_synthesis(tmp_path: Path):
    with VoicevoxSimulator(clock=Clock(1), seconds_a_mora=5) as engine:
        client = client_of(engine)
        making = asyncio.ensure_future(said(client, tmp_path))
        while not engine.journal.entries():
            await asyncio.sleep(0.01)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        (job,) = engine.journal.entries()
        while job.ended is None:
            await asyncio.sleep(0.01)
        assert job.outcome == "cancelled"
        await client.close()
