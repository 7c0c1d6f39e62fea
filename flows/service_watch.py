"""Which services answer: those that do not are taken out, asked again, and taken back."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from yoake.errors import YoakeError
from yoake.making.service_desk import ServiceDesk

if TYPE_CHECKING:
    from flows.places import Places

PROBE_SECONDS = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Pauses between two looks at a service that does not answer; the last one goes on."""
PATIENCE_SECONDS = 600.0
"""After so long without any service that could make them, assets are stood in for."""


class ServiceWatch:
    """Knows which services of a run answer."""

    def __init__(self, places: Places, desk: ServiceDesk) -> None:
        self._places, self._desk = places, desk
        self._probes: dict[str, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Asks every service of the run, all at the same time; fallbacks and those beside them on a GPU count too."""
        await asyncio.gather(*map(self._look, self._desk.addresses))

    async def close(self) -> None:
        """Ends all looking."""
        for probe in self._probes.values():
            probe.cancel()
        await asyncio.gather(*self._probes.values(), return_exceptions=True)

    def lost(self, service: str, error: YoakeError) -> None:
        """A service did not answer: its work goes to its peers until it is back."""
        if service not in self._probes:
            self._places.scheduler.service_down(service)
            self._places.outlook.grown = True
            self._places.live.listener.said(f"{error.message} Its work goes elsewhere until it is back.")
            self._probes[service] = self._places.live.background(self._until_back(service))
            self._places.live.look()

    def recount(self, gpu: str) -> None:
        """Somebody else may have had the GPU: nothing starts there before it is known what is in its VRAM now."""
        scheduler = self._places.scheduler
        places = scheduler.gpus[gpu].places if gpu in scheduler.gpus else []
        names = [
            p.service.name
            for p in places
            if p.service.name in self._desk.addresses and p.service.name not in self._probes and p.running == 0
        ]
        if names:
            counting = self._places.live.background(self._recount(names))
            for name in names:
                scheduler.service_down(name)
                self._probes[name] = counting

    async def _recount(self, services: list[str]) -> None:
        # none of them starts before all are counted: what one holds is what another has not
        found = await asyncio.gather(*map(self._count, services), return_exceptions=True)
        for service in services:
            del self._probes[service]
        for service, trouble in zip(services, found, strict=True):
            if trouble is not None and not isinstance(trouble, YoakeError):
                raise trouble
            if trouble is not None and service in self._used():
                self.lost(service, trouble)
            else:
                self._places.scheduler.service_up(service)
        self._places.live.safely(self._places.live.look)

    async def _look(self, service: str) -> None:
        try:
            await self._desk.condition(service)
            await self._count(service)
        except YoakeError as error:
            if service in self._used():  # else nobody misses it yet
                self.lost(service, error)

    async def _count(self, service: str) -> None:
        """Takes over what a service has in VRAM."""
        scheduler = self._places.scheduler
        if scheduler.places[service].gpu is None:
            return
        known = {q.model for q in scheduler.queues.values() if q.model and scheduler.places[service] in q.places}
        for model, size_gb in (await self._desk.holdings(service, sorted(known))).items():
            scheduler.loaded(service, model, size_gb, self._places.tempo.now())

    def _used(self) -> set[str]:
        """Services that could make something of this run."""
        return {p.service.name for q in self._places.scheduler.queues.values() for p in q.places}

    def _back(self, service: str) -> None:
        del self._probes[service]
        self._places.scheduler.service_up(service)
        self._places.live.safely(self._places.live.look)

    async def _until_back(self, service: str) -> None:
        since = time.monotonic()
        number = 0
        while True:
            await asyncio.sleep(PROBE_SECONDS[min(number, len(PROBE_SECONDS) - 1)])
            number += 1
            try:
                await self._desk.condition(service)
            except YoakeError as again:
                if time.monotonic() - since > PATIENCE_SECONDS:
                    self._places.live.alarm(service, again, round((time.monotonic() - since) / 60))
                    self._places.give_up(again)
                continue
            break
        self._places.live.listener.said(f"{service} answers again.")
        self._back(service)
