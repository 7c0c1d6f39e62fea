"""What every client of a service must do, whatever the service does."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.conformance.service_cases import CASES, TOKEN, Case
from tests.samples.service_work import Told, passes, work
from tests.simulators.gpu import Clock
from tests.simulators.simulator import Simulator
from yoake.errors import UnreachableError, YoakeError
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.service import ServiceClient

FAST = 2000.0
SLOW = 1.0
HOSTILE = ("html", "redirect", "list", "garbage", "endless", "empty", "5xx", "503", "cut")


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def simulator(case: Case) -> Iterator[Simulator]:
    with case.simulator(clock=Clock(FAST)) as running:
        yield running


@pytest.fixture
async def client(case: Case, simulator: Simulator) -> AsyncIterator[ServiceClient]:
    made = client_at(case, simulator.url)
    yield made
    await made.close()


def client_at(case: Case, url: str) -> ServiceClient:
    return client_for(ServiceAddress(f"{case.kind}-0", case.kind, url, token=TOKEN, settings=case.settings))


def nobody() -> str:
    """An address that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def test_a_make_leaves_one_good_file_and_tells_once_that_the_service_is_done(
    case: Case, client: ServiceClient, tmp_path: Path
):
    told, asked = Told(), case.asked(tmp_path)
    product = await client.make(work(asked, told, model=case.model))
    passes(product, asked, case.schema)
    assert product.path.parent == asked.folder
    assert told.done == 1
    assert all(0 <= share <= 1 and step for share, step in told.progress)


async def test_several_makes_at_once_do_not_mix(case: Case, client: ServiceClient, tmp_path: Path):
    asked = []
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        asked.append(case.asked(tmp_path / name))
    products = await asyncio.gather(*(client.make(work(one, model=case.model)) for one in asked))
    for product, one in zip(products, asked, strict=True):
        passes(product, one, case.schema)


async def test_its_condition_tells_what_it_is(case: Case, client: ServiceClient):
    condition = await client.condition()
    assert condition.version
    assert dict(condition.loaded) == {}


async def test_a_cancelled_make_ends_at_the_service_too(case: Case, tmp_path: Path):
    with case.simulator(clock=Clock(SLOW)) as simulator:
        client, told = client_at(case, simulator.url), Told()
        making = asyncio.ensure_future(client.make(work(case.asked(tmp_path), told, model=case.model)))
        while not simulator.journal.entries(None):
            await asyncio.sleep(0.005)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        entry = simulator.journal.entries(None)[0]
        if case.cancels:
            while entry.ended is None:
                await asyncio.sleep(0.005)
            assert entry.outcome == "cancelled"
        else:
            # what has been paid for is known, so that it can be fetched later
            assert told.begun
            assert not told.begun[-1].startswith("pending")
        assert told.done == 0
        await client.close()


async def test_where_nobody_listens_it_is_unreachable(case: Case, tmp_path: Path):
    client = client_at(case, nobody())
    for call in (client.make(work(case.asked(tmp_path), model=case.model)), client.condition()):
        with pytest.raises(UnreachableError) as caught:
            await call
        assert caught.value.code == "service.unreachable"
        assert caught.value.transient
    if case.unloads:
        with pytest.raises(UnreachableError):
            await client.unload()
    await client.close()


async def test_a_service_that_dies_at_work_is_unreachable(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path
):
    simulator.faults.script(case.main, "crash")
    with pytest.raises(YoakeError) as caught:
        await client.make(work(case.asked(tmp_path), model=case.model))
    assert isinstance(caught.value, UnreachableError) or caught.value.code == "suno.in-doubt"


async def test_it_works_again_after_a_restart(case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path):
    await client.condition()
    simulator.kill()
    with pytest.raises(UnreachableError):
        await client.condition()
    simulator.start()
    asked = case.asked(tmp_path)
    passes(await client.make(work(asked, model=case.model)), asked, case.schema)


@pytest.mark.parametrize("fault", HOSTILE)
async def test_a_wrong_answer_is_refused_with_a_code(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path, fault: str
):
    simulator.faults.script(case.main, *[fault] * 8)
    asked = case.asked(tmp_path)
    with pytest.raises(YoakeError) as caught:
        await client.make(work(asked, model=case.model))
    family = caught.value.code.partition(".")[0]
    assert family in ("service", case.kind)
    assert not isinstance(caught.value, UnreachableError), "it is there, it only answers nonsense"


async def test_a_file_cut_short_is_not_taken_for_whole(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path
):
    simulator.faults.script(case.file or case.main, *["truncated"] * 8)
    with pytest.raises(YoakeError):
        await client.make(work(case.asked(tmp_path), model=case.model))


async def test_a_lying_content_type_does_no_harm(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path
):
    simulator.faults.script(case.main, "wrong-type")
    asked = case.asked(tmp_path)
    passes(await client.make(work(asked, model=case.model)), asked, case.schema)


async def test_a_service_that_hangs_is_given_up(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path
):
    simulator.faults.script(case.main, "hang")
    with pytest.raises(YoakeError) as caught:
        async with asyncio.timeout(10):
            await client.make(work(case.asked(tmp_path), model=case.model, timeout_seconds=0.4))
    assert caught.value.code in ("service.timeout", "service.stalled")
    assert caught.value.transient


@pytest.mark.parametrize("fault", ["html", "5xx", "redirect", "garbage", "list"])
async def test_whoever_answers_nonsense_about_itself_is_not_the_service(
    simulator: Simulator, client: ServiceClient, fault: str
):
    simulator.faults.script("GET /", *[fault] * 4)
    with pytest.raises(UnreachableError):
        await client.condition()


async def test_no_secret_is_in_any_error_or_log(
    case: Case, simulator: Simulator, client: ServiceClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    for fault in ("html", "5xx", "redirect", "cut", "hang"):
        (tmp_path / fault).mkdir()
        simulator.faults.clear()
        simulator.faults.script(case.main, *[fault] * 4)
        with pytest.raises(YoakeError) as caught:
            await client.make(work(case.asked(tmp_path / fault), model=case.model, timeout_seconds=0.5))
        told = "".join(traceback.format_exception(caught.value))
        assert TOKEN not in str(caught.value) + repr(caught.value) + told
    assert TOKEN not in caplog.text
