"""Tells a person that a run needs them, through a notification block of Prefect: Slack, mail, a webhook."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

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
TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ended": "{title}: the run has ended and needs you",
        "lost": "{title}: {service} does not answer",
        "lost_body": "{service} has not answered for {minutes} minutes, and nothing else can do its work: something "
        "stands in for its assets. {reason}",
        "failed": "failed", "blocked": "blocked", "placeholder": "placeholders", "skipped": "skipped",
        "degraded": "degraded", "more": "and {count} more", "next": "Details: yoake status {project}",
    },
    "ja": {
        "ended": "{title}：実行が終わりました。確認してください",
        "lost": "{title}：{service} が答えません",
        "lost_body": "{service} は {minutes} 分間答えず、代わりもありません。"
        "そのアセットは仮アセットになります。{reason}",
        "failed": "失敗", "blocked": "失敗待ち", "placeholder": "仮アセット", "skipped": "なし",
        "degraded": "縮退", "more": "ほか {count} 件", "next": "詳しくは：yoake status {project}",
    },
}  # fmt: skip
TROUBLED = ("failed", "blocked", "placeholder", "skipped")


class Notifier:
    """Sends messages about one run. What cannot be sent is said, and nothing else happens.

    Args:
        block: type and name of the block, `slack-webhook/main`; none where nobody wants messages.
        said: told in a sentence that a message could not be sent.
    """

    def __init__(
        self, block: str | None, project: str, title: str, language: Language, said: Callable[[str], None]
    ) -> None:
        self._block, self._project, self._title, self._said = block, project, title, said
        self._texts = TEXTS[language]
        self._told: set[str] = set()
        self._sending: set[asyncio.Task[None]] = set()

    def service_lost(self, service: str, error: YoakeError, minutes: int) -> None:
        """A service did not come back in time; to be called on the event loop. Each is told of once."""
        if self._block is None or service in self._told:
            return
        self._told.add(service)
        body = self._texts["lost_body"].format(service=service, minutes=minutes, reason=error.next_step)
        subject = self._texts["lost"].format(title=self._title, service=service)
        task = asyncio.get_running_loop().create_task(self._send(subject, body))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def run_ended(self, assets: Iterable[Asset]) -> None:
        """Tells of what a run could not make, or not as it was asked for; nothing where there is nothing."""
        body = self.summary(assets) if self._block is not None else ""
        if body:
            await self._send(self._texts["ended"].format(title=self._title), body)
        await asyncio.gather(*self._sending)

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
        lines += [f"- {asset.address}: {asset.reason}" for asset in named[:LISTED]]
        if len(named) > LISTED:
            lines.append(self._texts["more"].format(count=len(named) - LISTED))
        lines.append(self._texts["next"].format(project=self._project))
        return "\n".join(lines)

    async def _send(self, subject: str, body: str) -> None:
        assert self._block is not None
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await send(self._block, subject, body)
        except Exception as error:  # noqa: BLE001 - blocks are other people's code; a message must not end a night
            # the kind of error alone: the words of many name the address, which is a secret
            self._said(f"The message by {self._block} could not be sent: {type(error).__name__}.")


async def send(block: str, subject: str, body: str) -> None:
    """Sends one message.

    Raises:
        Exception: whatever Prefect or the block says: there is no such block, its service refuses the message.
    """
    from prefect.blocks import notifications  # noqa: F401 - importing registers the types that come with Prefect
    from prefect.blocks.core import Block

    loaded: Any = await Block.aload(block)
    with loaded.raise_on_failure():
        sent = loaded.notify(body, subject)
        if isinstance(sent, Awaitable):
            await sent


def notifier_for(
    run: RunParameters, project: str, title: str, language: Language, said: Callable[[str], None]
) -> Notifier:
    """The notifier of a run: by the block that its parameters name, else the environment."""
    return Notifier(run.notify or os.environ.get(VARIABLE) or None, project, title, language, said)
