"""A quick look at one service, by whoever drives none: blocks and `yoake doctor`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yoake.errors import UnreachableError
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.service import Condition, ServiceClient

LOOK_SECONDS = 15.0
"""For one look, however slowly a service drips its answers."""


@asynccontextmanager
async def visiting(address: ServiceAddress, seconds: float = LOOK_SECONDS) -> AsyncIterator[ServiceClient]:
    """A client of a service for a short while.

    Raises:
        LookupError: there is none for its kind.
        InvalidRequestError: `service.setting`, `service.bad-address`.
        UnreachableError: `service.unreachable`, where the while is over too.
    """
    client = client_for(address)
    try:
        async with asyncio.timeout(seconds):
            yield client
    except TimeoutError as error:
        raise UnreachableError(
            "service.unreachable",
            f"{address.name} takes more than {seconds:g} seconds to say how it is.",
            next_step="Look into its log; restart it if it hangs.",
            transient=True,
        ) from error
    finally:
        await client.close()


def described(condition: Condition) -> str:
    """What a service says of itself, in a few words."""
    parts = [condition.version or "no version told"]
    if condition.models:
        parts.append(f"{len(condition.models)} model{'s' if len(condition.models) > 1 else ''}")
    if condition.vram_used_gb is not None and condition.vram_total_gb is not None:
        parts.append(f"{condition.vram_used_gb:.1f} of {condition.vram_total_gb:.1f} GB VRAM in use")
    return ", ".join(parts)
