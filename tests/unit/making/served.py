"""A workshop with pretended services: each answers a piece of work as the test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.errors import YoakeError
from yoake.making.cards import Cards
from yoake.making.order import Order, Outcome, Site
from yoake.making.service_desk import ServiceDesk
from yoake.making.turns import NoTurns
from yoake.making.workshop import Workshop
from yoake.providers.base import Product, Request
from yoake.providers.clients import ServiceAddress, register_client
from yoake.providers.service import Condition, Work
from yoake.scheduler.demand import Grant
from yoake.store.local import LocalStore
from yoake.store.paths import Layout

Answer = Callable[[str, Work], None]
"""Told the service's name and the work; raises what goes wrong there."""


@dataclass
class Client:
    name: str
    kind: str
    answer: Answer

    async def make(self, work: Work) -> Product:
        self.answer(self.name, work)
        path = work.request.folder / "a.json"
        told = f"{work.request.params.get('resolution')} と {work.request.seed} です。"
        path.write_text(json.dumps({"text": told}, ensure_ascii=False), encoding="utf-8")
        return Product(path, "application/json")

    async def condition(self) -> Condition:
        return Condition()

    async def unload(self, model: str | None = None) -> None: ...

    async def close(self) -> None: ...


@dataclass
class Places(NoTurns):
    """Grants the services in turn; the last one for ever."""

    services: list[str]
    troubles: list[str] = field(default_factory=list)

    def take(self, address: str) -> Grant:
        service = self.services.pop(0) if len(self.services) > 1 else self.services[0]
        return Grant(address, service, service, None)

    def trouble(self, service: str, error: YoakeError) -> None:
        self.troubles.append(service)


class Bench:
    """Runs orders as the tasks do. Close it.

    Args:
        answers: kind of service -> how services of that kind answer.
        services: services in the order in which places are granted.
    """

    def __init__(self, folder: Path, answers: dict[str, Answer], *services: str, gb: float = 12.0) -> None:
        self.kinds = list(answers)
        for kind, answer in answers.items():
            register_client(kind, lambda address, answer=answer: Client(address.name, address.kind, answer))
        layout = Layout(folder / "out")
        self.catalog = Catalog(catalog_url("sqlite", layout.data))
        names = dict.fromkeys(services)
        addresses = [ServiceAddress(name, name.partition("-")[0], f"http://{name}") for name in names]
        self.places = Places(list(services))
        cards = Cards(gpu_of={name: f"gpu-{name}" for name in names}, vram_gb={f"gpu-{name}": gb for name in names})
        self.desk = ServiceDesk(addresses, cards)
        self.fell_back: list[str] = []
        self.workshop = Workshop(
            layout, LocalStore(layout), self.catalog, turns=self.places, desk=self.desk,
            falls_back=self.fell_back.append,
        )  # fmt: skip

    def make(self, order: Order, *, number: int = 1, last: bool = False) -> Outcome:
        from yoake.making.make import make

        return make(order, self.workshop, number=number, last=last)

    def attempts(self, run_id: str = "r") -> list[tuple[str, str | None, str | None]]:
        self.flush()
        return [(a.outcome, a.error_code, a.service) for a in self.catalog.attempts(run_id)]

    def flush(self) -> None:
        self.catalog.record_objects([{"sha256": "0", "suffix": ".x", "size": 0, "signature": ""}])

    def close(self) -> None:
        self.desk.close()
        self.catalog.close()
        for kind in self.kinds:
            register_client(kind, None)


def order(provider: str = "comfyui", **more: object) -> Order:
    params = more.pop("params", {"resolution": 1024, "batch_size": 1})
    request = Request(
        project="p", title="t", language="ja", address=str(more.pop("address", "a")), type="text_gen",
        category="scenario", workflow="background", template=None, prompt=None, params=params, item=None,  # type: ignore[arg-type]
        seed=1, inputs=(), folder=Path(),
    )  # fmt: skip
    plain = Order(
        run_id="r", site=Site("", None, ""), project="p", request=request, fingerprint="f" * 64,
        provider=provider, model="sdxl", on_failure="placeholder", timeout_seconds=60, schema="text", served=True,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]
