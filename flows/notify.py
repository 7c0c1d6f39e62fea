"""Tells a person that a run needs them, through a notification block of Prefect: Slack, mail, a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any
from uuid import UUID

from flows.notify_words import TEXTS, TROUBLED, harmless
from flows.parameters import RunParameters
from yoake.errors import YoakeError
from yoake.graph.asset import Asset
from yoake.words import Language

VARIABLE = "YOAKE_NOTIFY"
"""Environment variable that names the block where a run's parameters do not."""
SEND_SECONDS = 20.0
"""No run waits longer for a message to be taken."""
LISTED = 10
"""Assets that a message names."""
GATHER_SECONDS = 20.0
"""Gates that open within this time after the first go into one message: a night may open forty."""


class Notifier:
    """Sends messages about one run. What cannot be sent is said, and nothing else happens.

    Args:
        block: type and name of the block, `slack-webhook/main`; none where nobody wants messages.
        said: told in a sentence that a message could not be sent.
    """

    def __init__(
        self, block: str | None, project: str, title: str, language: Language, said: Callable[[str], None]
    ) -> None:
        self._block, self._project, self._title, self._said = block, project, harmless(title), said
        self._texts = TEXTS[language]
        self._told: set[str] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._gates: dict[str, UUID | None] = {}
        self._gathered = asyncio.Event()

    def service_lost(self, service: str, error: YoakeError, minutes: int) -> None:
        """A service did not come back in time; to be called on the event loop. Each is told of once."""
        if self._block is None or service in self._told:
            return
        self._told.add(service)
        body = self._texts["lost_body"].format(service=service, minutes=minutes, reason=error.next_step)
        subject = self._texts["lost"].format(title=self._title, service=service)
        self._begin(self._send(subject, body))

    def gates_opened(self, gates: Mapping[str, UUID | None]) -> None:
        """Assets wait for a person; to be called on the event loop. Those of a short time are told of together.

        Args:
            gates: address -> the review flow run that asks, where there is one.
        """
        if self._block is None:
            return
        new = {address: run for address, run in gates.items() if f"gate {address} {run}" not in self._told}
        self._told |= {f"gate {address} {run}" for address, run in new.items()}
        if new and not self._gates:
            self._gathered.clear()
            self._begin(self._tell_of_gates())
        self._gates |= new

    async def run_ended(self, assets: Iterable[Asset]) -> None:
        """Tells of what a run could not make, or not as it was asked for; nothing where there is nothing."""
        self._gathered.set()
        await asyncio.gather(*self._sending)
        body = self.summary(assets) if self._block is not None else ""
        if body:
            await self._send(self._texts["ended"].format(title=self._title), body)

    def gates_message(self, gates: Mapping[str, UUID | None]) -> tuple[str, str]:
        """Subject and body about assets that wait for a person."""
        texts = self._texts
        one = len(gates) == 1
        subject = texts["gate" if one else "gates"].format(
            title=self._title, address=next(iter(gates)), count=len(gates)
        )
        lines = [texts["gate_body" if one else "gates_body"]]
        for address, run in list(gates.items())[:LISTED]:
            link = run_url(run) if run is not None else None
            lines.append(f"- {address}: {link}" if link else f"- {address}")
        if len(gates) > LISTED:
            lines.append(texts["more"].format(count=len(gates) - LISTED))
        asked = any(run is not None for run in gates.values())
        lines.append(texts["decide" if asked else "decide_here"].format(project=self._project))
        return subject, "\n".join(lines)

    async def _tell_of_gates(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                await self._gathered.wait()
        gates, self._gates = self._gates, {}
        await self._send(*self.gates_message(gates))

    def _begin(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def summary(self, assets: Iterable[Asset]) -> str:
        """What is wrong with a run's assets, in a few lines; empty where nothing is."""
        found: dict[str, list[Asset]] = {}
        for asset in assets:
            if asset.status in TROUBLED:
                found.setdefault(asset.status, []).append(asset)
            elif asset.status == "made" and asset.record is not None and asset.record.degraded:
                found.setdefault("degraded", []).append(asset)
        if not found:
            return ""
        kinds = [kind for kind in (*TROUBLED, "degraded") if kind in found]
        lines = [", ".join(f"{self._texts[kind]}: {len(found[kind])}" for kind in kinds)]
        named = [asset for kind in kinds for asset in found[kind]]
        lines += [f"- {asset.address}: {harmless(asset.reason)}" for asset in named[:LISTED]]
        if len(named) > LISTED:
            lines.append(self._texts["more"].format(count=len(named) - LISTED))
        lines.append(self._texts["next"].format(project=self._project))
        return "\n".join(lines)

    async def _send(self, subject: str, body: str) -> None:
        assert self._block is not None
        await try_to_send(self._block, subject, body, self._said)


async def try_to_send(block: str, subject: str, body: str, said: Callable[[str], None]) -> None:
    """Sends one message; that it could not be sent is said, and nothing else happens."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await send(block, subject, body)
    except Exception as error:  # noqa: BLE001 - blocks are other people's code; a message must not end a night
        # the kind of error alone: the words of many name the address, which is a secret
        said(f"The message by {block} could not be sent: {type(error).__name__}.")


async def send(block: str, subject: str, body: str) -> None:
    """Sends one message.

    Raises:
        Exception: whatever Prefect or the block says: there is no such block, its service refuses the message.
    """
    from prefect.blocks import notifications  # noqa: F401 - importing registers the types that come with Prefect
    from prefect.blocks.core import Block

    import blocks  # noqa: F401 - and those of Yoake

    loaded: Any = await Block.aload(block)
    with loaded.raise_on_failure():
        sent = loaded.notify(body, subject)
        if isinstance(sent, Awaitable):
            await sent


def run_url(flow_run_id: UUID | str) -> str | None:
    """Where a person sees a flow run in the Prefect UI; none where its address is not known."""
    from prefect.utilities.urls import url_for

    return url_for("flow-run", obj_id=flow_run_id)


def notifier_for(
    run: RunParameters, project: str, title: str, language: Language, said: Callable[[str], None]
) -> Notifier:
    """The notifier of a run: by the block that its parameters name, else the environment."""
    return Notifier(run.notify or os.environ.get(VARIABLE) or None, project, title, language, said)
