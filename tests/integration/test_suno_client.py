"""Suno's traps, one test each: what was paid for is never paid for again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.samples.service_work import Told, passes, request, work
from tests.simulators.gpu import Clock
from tests.simulators.suno import CREDITS_A_SONG, SunoSimulator
from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.suno import SunoClient
from yoake.providers.waiting import LONGEST_WAIT_SECONDS, USUAL_WAIT_SECONDS, BusyError

FLAVOURS = ("self-hosted", "hosted")
ORDER = {"self-hosted": "POST /api/custom_generate", "hosted": "POST /api/v1/generate"}
LOOK = {"self-hosted": "GET /api/get", "hosted": "GET /api/v1/generate/record-info"}


@pytest.fixture(params=FLAVOURS)
def suno(request: pytest.FixtureRequest) -> Iterator[SunoSimulator]:
    with SunoSimulator(clock=Clock(2000), flavour=request.param) as running:
        yield running


@pytest.fixture
def self_hosted() -> Iterator[SunoSimulator]:
    with SunoSimulator(clock=Clock(2000)) as running:
        yield running


@pytest.fixture
def hosted() -> Iterator[SunoSimulator]:
    with SunoSimulator(clock=Clock(2000), flavour="hosted") as running:
        yield running


def client_of(suno: SunoSimulator, token: str | None = None, **settings: str) -> SunoClient:
    quick = {"poll_seconds": "0.01", "reply_seconds": "2", "flavour": suno.flavour}
    return SunoClient(ServiceAddress("suno", "suno", suno.url, token=token, settings=quick | settings))


async def made(suno: SunoSimulator, folder: Path, told: Told | None = None, **more: Any) -> Product:
    client = client_of(suno, **more.pop("settings", {}))
    asked = request(folder, "bgm_gen", params={"mood": "sad", "tempo_bpm": 70}, **more.pop("request", {}))
    try:
        product = await client.make(work(asked, told, **more))
    finally:
        await client.close()
    passes(product, asked)
    return product


async def refused(suno: SunoSimulator, folder: Path, told: Told | None = None, **more: Any) -> YoakeError:
    with pytest.raises(YoakeError) as caught:
        await made(suno, folder, told, **more)
    return caught.value


# --- songs -----------------------------------------------------------------------------------------------------------


async def test_two_clips_come_and_one_is_kept_as_loud_as_the_other_music(suno: SunoSimulator, tmp_path: Path):
    product = await made(suno, tmp_path)
    assert product.meta == {"mood": "sad", "loop": False, "duration_seconds": 6.0, "lufs": product.meta["lufs"]}
    assert -20 < product.meta["lufs"] < -16
    (body,) = suno.bodies
    assert "70 bpm" in (body.get("tags") or body["style"])
    assert suno.account.paid == CREDITS_A_SONG


@pytest.mark.parametrize(("plan", "words"), [("free", "not for commercial use"), ("pro", "commercial use allowed")])
async def test_the_licence_is_that_of_the_plan(self_hosted: SunoSimulator, tmp_path: Path, plan: str, words: str):
    (credit,) = (await made(self_hosted, tmp_path, settings={"plan": plan})).credits
    assert credit.kind == "music"
    assert words in credit.licence


async def test_streaming_has_an_address_that_is_not_final(self_hosted: SunoSimulator, tmp_path: Path):
    await made(self_hosted, tmp_path)
    assert all(path.endswith(".mp3") for path in self_hosted.requests if "/audio/" in path)


async def test_one_clip_may_fail_while_the_other_completes(self_hosted: SunoSimulator, tmp_path: Path):
    self_hosted.faults.script("song", "error-first")
    await made(self_hosted, tmp_path)
    assert self_hosted.account.paid == CREDITS_A_SONG


async def test_a_song_that_fails_is_not_ordered_again(suno: SunoSimulator, tmp_path: Path):
    suno.faults.script("song", "error")
    error = await refused(suno, tmp_path)
    assert (error.code, error.transient) == ("suno.failed", False)
    assert suno.account.paid == CREDITS_A_SONG


async def test_words_that_are_refused_are_told(hosted: SunoSimulator, tmp_path: Path):
    hosted.faults.script("song", "moderated")
    assert (await refused(hosted, tmp_path)).code == "suno.moderated"


async def test_polls_that_fail_now_and_then_do_not_matter(suno: SunoSimulator, tmp_path: Path):
    suno.faults.script(LOOK[suno.flavour], "5xx", "cut", None, "5xx")
    await made(suno, tmp_path)
    assert suno.account.paid == CREDITS_A_SONG


# --- paid once -------------------------------------------------------------------------------------------------------


async def test_the_job_is_on_disk_before_it_is_polled(suno: SunoSimulator, tmp_path: Path):
    seen: list[tuple[str, int, int]] = []

    def begun(job: str) -> None:
        seen.append((job, suno.account.paid, len([r for r in suno.requests if r == LOOK[suno.flavour]])))

    client = client_of(suno)
    asked = request(tmp_path, "bgm_gen", params={"mood": "sad"})
    await client.make(replace(work(asked), begun=begun))
    await client.close()
    (mark, paid_before, _), (name, paid, looks) = seen
    assert mark.startswith("pending:")
    assert paid_before == 0, "what is about to be ordered is written down first"
    assert (paid, looks) == (CREDITS_A_SONG, 0)
    order = suno.account.orders[0]
    assert name == (order.id if suno.flavour == "hosted" else ",".join(order.clips))


async def test_after_a_crash_the_job_is_resumed_and_not_paid_for_again(suno: SunoSimulator, tmp_path: Path):
    told = Told()
    suno.faults.script("song", "never")
    error = await refused(suno, tmp_path, told, timeout_seconds=0.3)
    assert error.code == "service.timeout"
    suno.account.orders[0].fault = None
    (tmp_path / "again").mkdir()
    again = Told()
    await made(suno, tmp_path / "again", again, job_id=told.begun[-1])
    assert suno.account.paid == CREDITS_A_SONG
    assert again.begun == []


async def test_a_reply_lost_after_acceptance_is_found_by_its_title(self_hosted: SunoSimulator, tmp_path: Path):
    self_hosted.faults.script(ORDER["self-hosted"], "lost-reply")
    told = Told()
    await made(self_hosted, tmp_path, told)
    assert self_hosted.account.paid == CREDITS_A_SONG
    assert told.begun[-1] == ",".join(self_hosted.account.orders[0].clips)


async def test_the_account_may_show_a_new_song_late(self_hosted: SunoSimulator, tmp_path: Path):
    self_hosted.faults.script(ORDER["self-hosted"], "lost-reply")
    self_hosted.faults.script("list", "late", "late")
    await made(self_hosted, tmp_path)
    assert self_hosted.account.paid == CREDITS_A_SONG


async def test_a_lost_reply_that_cannot_be_looked_up_is_for_a_person(hosted: SunoSimulator, tmp_path: Path):
    hosted.faults.script(ORDER["hosted"], "lost-reply")
    told = Told()
    error = await refused(hosted, tmp_path, told)
    assert (error.code, error.transient) == ("suno.in-doubt", False)
    assert told.begun[0].removeprefix("pending:") in error.next_step
    # nor does a later run order by itself
    (tmp_path / "again").mkdir()
    error = await refused(hosted, tmp_path / "again", job_id=told.begun[-1])
    assert error.code == "suno.in-doubt"
    assert hosted.account.paid == CREDITS_A_SONG


async def test_a_crash_between_order_and_answer_is_cleared_up_by_the_next_run(
    self_hosted: SunoSimulator, tmp_path: Path
):
    self_hosted.faults.script(ORDER["self-hosted"], "lost-reply")
    self_hosted.faults.script(LOOK["self-hosted"], *["5xx"] * 4)
    told = Told()
    assert (await refused(self_hosted, tmp_path, told)).code == "suno.in-doubt"
    (tmp_path / "again").mkdir()
    await made(self_hosted, tmp_path / "again", job_id=told.begun[-1])
    assert self_hosted.account.paid == CREDITS_A_SONG


async def test_an_order_that_was_never_accepted_is_sent_by_the_next_run(self_hosted: SunoSimulator, tmp_path: Path):
    self_hosted.faults.script(ORDER["self-hosted"], "5xx")
    told = Told()
    error = await refused(self_hosted, tmp_path, told)
    assert error.transient
    (tmp_path / "again").mkdir()
    await made(self_hosted, tmp_path / "again", job_id=told.begun[-1])
    assert self_hosted.account.paid == CREDITS_A_SONG


async def test_a_service_that_cannot_be_connected_to_leaves_nothing_in_doubt(hosted: SunoSimulator, tmp_path: Path):
    hosted.kill()
    told = Told()
    assert isinstance(await refused(hosted, tmp_path, told), UnreachableError)
    assert hosted.account.paid == 0


async def test_cancelling_waits_for_the_answer_to_an_order_on_its_way(suno: SunoSimulator, tmp_path: Path):
    suno.faults.script(ORDER[suno.flavour], "slow")
    client, told = client_of(suno), Told()
    making = asyncio.ensure_future(client.make(work(request(tmp_path, "bgm_gen"), told)))
    while ORDER[suno.flavour] not in suno.requests:
        await asyncio.sleep(0.005)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert suno.account.paid == CREDITS_A_SONG
    assert not told.begun[-1].startswith("pending:"), "its id is known, so the next run fetches it"
    await client.close()


async def test_a_job_that_the_service_has_forgotten_is_told(suno: SunoSimulator, tmp_path: Path):
    suno.faults.script("song", "forgotten")
    assert (await refused(suno, tmp_path)).code == "suno.job-lost"
    assert suno.account.paid == CREDITS_A_SONG


async def test_a_song_cut_short_is_fetched_again_for_nothing(suno: SunoSimulator, tmp_path: Path):
    suno.faults.script("file", "short")
    suno.faults.script("GET /audio", None, "truncated", "html")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yoake.providers.suno.client._FETCHES", 4)
        await made(suno, tmp_path)
    assert suno.account.paid == CREDITS_A_SONG


# --- quota and rate --------------------------------------------------------------------------------------------------


async def test_credits_that_are_used_up_are_worth_a_long_wait(suno: SunoSimulator, tmp_path: Path):
    suno.account.credits = 3
    error = await refused(suno, tmp_path)
    assert isinstance(error, BusyError)
    assert (error.code, error.transient, error.wait_seconds) == ("suno.quota", False, LONGEST_WAIT_SECONDS)
    assert suno.account.paid == 0


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("", USUAL_WAIT_SECONDS), (":7", 7.0), (":-5", USUAL_WAIT_SECONDS), (":0", USUAL_WAIT_SECONDS),
        (":99999999999", LONGEST_WAIT_SECONDS), (":soon", USUAL_WAIT_SECONDS), (":nan", USUAL_WAIT_SECONDS),
    ],
)  # fmt: skip
async def test_429_says_how_long_to_wait_or_nothing_sensible(
    suno: SunoSimulator, tmp_path: Path, header: str, wait: float
):
    suno.faults.script("order", f"429{header}")
    error = await refused(suno, tmp_path)
    assert isinstance(error, BusyError)
    assert (error.code, error.transient, error.wait_seconds) == ("suno.rate", True, wait)
    assert suno.account.paid == 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [(401, "service.denied"), (413, "service.refused"), (429, "suno.quota"), (430, "suno.rate"), (455, "service.busy"),
     (500, "suno.server-error")],
)  # fmt: skip
async def test_a_hosted_service_fails_by_a_code_under_200(
    hosted: SunoSimulator, tmp_path: Path, code: int, expected: str
):
    hosted.faults.script("order", f"code:{code}")
    assert (await refused(hosted, tmp_path)).code == expected
    assert hosted.account.paid == 0


# --- trust -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:9/song.mp3", "file:///etc/passwd", "https://[", "",
     "https://cdn1.suno.ai.evil.example/a.mp3", "http://cdn1.suno.ai/a.mp3", "https://user:pw@cdn1.suno.ai/a.mp3"],
)  # fmt: skip
async def test_a_song_is_only_fetched_from_places_that_may_be_believed(
    self_hosted: SunoSimulator, tmp_path: Path, address: str
):
    self_hosted.faults.script("song", f"evil-url:{address or 'nowhere'}")
    error = await refused(self_hosted, tmp_path)
    assert isinstance(error, InvalidRequestError)
    assert error.code == "suno.file-address"


async def test_the_token_is_shown_to_the_service_and_not_to_where_its_files_lie(tmp_path: Path):
    with SunoSimulator(clock=Clock(2000), flavour="hosted", token="sesame") as suno:
        for token in ("sesame", "wrong"):
            (tmp_path / token).mkdir()
            client = client_of(suno, token=token)
            job = work(request(tmp_path / token, "bgm_gen"))
            if token == "sesame":
                await client.make(job)
            else:
                with pytest.raises(InvalidRequestError) as caught:
                    await client.make(job)
                assert caught.value.code == "service.denied"
                assert "wrong" not in str(caught.value), "the service repeats it, Yoake does not"
            await client.close()
        assert suno.tokens_at_files == [None]


def test_wrong_settings_are_told_without_their_values():
    make: list[Callable[[], SunoClient]] = [
        lambda: SunoClient(ServiceAddress("suno", "suno", "http://x", settings={"plan": "hunter2"})),
        lambda: SunoClient(ServiceAddress("suno", "suno", "http://x", settings={"poll_seconds": "hunter2"})),
    ]
    for one in make:
        with pytest.raises(InvalidRequestError) as caught:
            one()
        assert caught.value.code == "service.setting"
        assert "hunter2" not in str(caught.value)
