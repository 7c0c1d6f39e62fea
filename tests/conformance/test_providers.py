"""The embedded sketch and every service answer the same request with the same kind of product."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conformance.service_cases import CASES, TOKEN, Case
from tests.samples.service_work import passes, work
from tests.simulators.gpu import Clock
from yoake.providers.base import Product, Request
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.registry import maker

Make = Callable[[Request], Awaitable[Product]]


@contextmanager
def sketch(_case: Case) -> Iterator[Make]:
    async def make(asked: Request) -> Product:
        return maker("sketch", asked.type)(asked)

    yield make


@contextmanager
def service(case: Case) -> Iterator[Make]:
    with case.simulator(clock=Clock(2000.0)) as simulator:

        async def make(asked: Request) -> Product:
            client = client_for(ServiceAddress("one", case.kind, simulator.url, token=TOKEN, settings=case.settings))
            try:
                return await client.make(work(asked, model=case.model))
            finally:
                await client.close()

        yield make


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.mark.parametrize("provider", [sketch, service], ids=["sketch", "service"])
async def test_one_file_that_passes_its_check_and_can_be_credited(
    case: Case, provider: Callable[[Case], Iterator[Make]], tmp_path: Path
):
    asked = case.asked(tmp_path)
    with provider(case) as make:
        product = await make(asked)
    passes(product, asked, case.schema)
    assert product.path.is_relative_to(asked.folder)
    assert all(credit.name and credit.licence for credit in product.credits)


async def test_sketch_and_service_make_the_same_kind_of_thing(case: Case, tmp_path: Path):
    found = {}
    for name, provider in (("sketch", sketch), ("service", service)):
        (tmp_path / name).mkdir()
        asked = case.asked(tmp_path / name)
        with provider(case) as make:
            found[name] = await make(asked)
    drawn, served = found["sketch"], found["service"]
    assert drawn.media_type == served.media_type
    assert drawn.path.suffix == served.path.suffix


async def test_sketch_repeats_itself_for_the_same_seed(case: Case, tmp_path: Path):
    files = []
    for name, seed in (("one", 7), ("again", 7)):
        (tmp_path / name).mkdir()
        asked = replace(case.asked(tmp_path / name), seed=seed)
        with sketch(case) as make:
            files.append((await make(asked)).path.read_bytes())
    assert files[0] == files[1]
