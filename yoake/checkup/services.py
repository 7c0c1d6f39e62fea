"""Looks at services: do they answer, in which version, and do they have what is needed?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from yoake.checkup.findings import Checked, Lack, listed
from yoake.checkup.needs import Needs
from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.clients import ServiceAddress, has_client
from yoake.providers.look import described, visiting
from yoake.providers.ollama import OllamaClient
from yoake.providers.ollama.models import PREFIX, pulled_as, tag_of
from yoake.providers.service import ServiceClient
from yoake.providers.suno import SunoClient
from yoake.providers.voicevox import VoicevoxClient

CHECK_SECONDS = 30.0
"""For one service and all questions; one that is down or silent takes at most five."""


async def check_services(wanted: Iterable[tuple[ServiceAddress, Needs]]) -> list[Checked]:
    """Looks at all of them at the same time."""
    return list(await asyncio.gather(*(check_service(address, needs) for address, needs in wanted)))


async def check_service(address: ServiceAddress, needs: Needs) -> Checked:
    """Looks at one service; whatever is wrong with it stands in the result."""
    if not has_client(address.kind):
        return Checked(address.name, True, "not asked: only external_api tasks call it")
    try:
        async with visiting(address, CHECK_SECONDS) as client:
            return await _CHECKS.get(address.kind, _answers)(client, needs, address.settings or {})
    except YoakeError as error:
        mark = "down" if error.code == "service.unreachable" else "trouble"
        return Checked(address.name, False, error.message, error.next_step, needs.used, mark)


async def _answers(client: ServiceClient, needs: Needs, settings: Mapping[str, str]) -> Checked:
    return Checked(client.name, True, described(await client.condition()))


async def _comfyui(client: ServiceClient, needs: Needs, settings: Mapping[str, str]) -> Checked:
    from yoake.checkup.graphs import check_comfyui  # Jinja2 and Pillow, for services of this kind alone
    from yoake.providers.comfyui import ComfyUiClient

    if not isinstance(client, ComfyUiClient):
        return await _answers(client, needs, settings)
    return await check_comfyui(client, needs)


async def _ollama(client: ServiceClient, needs: Needs, settings: Mapping[str, str]) -> Checked:
    if not isinstance(client, OllamaClient):
        return await _answers(client, needs, settings)
    condition = await client.condition()
    tags: list[str] = []
    lacks: list[Lack] = []
    for name, users in needs.models.items():
        try:
            tags.append(tag_of(name, condition.models, settings, client.name))
        except InvalidRequestError as error:
            asked = settings.get("model") if name is None else settings.get(f"{PREFIX}{name}", name)
            what = "a model" if asked is None else pulled_as(asked)
            remedy = error.next_step if asked is None else f"ollama pull {what}"
            lacks.append(Lack(what, listed(users), remedy, needs.by_project))
    if not tags:
        lacks = [replace(lack, needed=True) for lack in lacks]  # it can write nothing at all
    used = f"; {listed(tags)} is used" if tags else ""
    return Checked(client.name, True, described(condition) + used, lacks=tuple(lacks))


async def _voicevox(client: ServiceClient, needs: Needs, settings: Mapping[str, str]) -> Checked:
    if not isinstance(client, VoicevoxClient):
        return await _answers(client, needs, settings)
    condition = await client.condition()
    styles = client.styles
    speakers = {style.speaker for style in styles}
    said = f"{condition.version}, {len(speakers)} speakers with {len(styles)} styles"
    if not styles:
        return Checked(client.name, False, said, "Install a speaker there.", needs.used, "empty")
    there = {style.id for style in styles}
    some = listed([f"{s.id} ({s.speaker}, {s.name})" for s in styles])
    lacks = [
        Lack(f"style {style}", listed(users), f"Use one that it has: {some}.", True)
        for style, users in needs.styles.items()
        if style not in there
    ]
    return Checked(client.name, True, said, lacks=tuple(lacks))


async def _suno(client: ServiceClient, needs: Needs, settings: Mapping[str, str]) -> Checked:
    if not isinstance(client, SunoClient):
        return await _answers(client, needs, settings)
    credits = await client.credits_left()
    said = f"{credits.said}; {client.licence}"
    if credits.refused:
        return Checked(client.name, False, said, "Check its token.", needs.used, "denied")
    if credits.left is not None and credits.left <= 0:
        remedy = "Credits come back with the day or the month of the plan; or let provider: sketch make the music."
        return Checked(client.name, False, said, remedy, needs.by_project and needs.used, "empty")
    return Checked(client.name, True, said)


_CHECKS: Mapping[str, Callable[[Any, Needs, Mapping[str, str]], Awaitable[Checked]]] = {
    "comfyui": _comfyui, "ollama": _ollama, "voicevox": _voicevox, "suno": _suno,
}  # fmt: skip
"""Kinds that there is more to say of than that they answer."""
