"""What the Prefect server does by itself about runs that die: the automations of `deployments/automations.yaml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import Automation, AutomationCore
from prefect.exceptions import ObjectNotFound

from deployments import FOLDER
from flows.notify import VARIABLE

FILE = FOLDER / "automations.yaml"
LOOP = "Yoake: a run that crashes three times in an hour is left alone"
"""The automation after which a person has to look: it tells them where a notification block is named."""
SUBJECT = "Yoake: {{ flow_run.name }}"
BODY = (
    "The run {{ flow_run.name }} crashed three times within an hour and is not started again by itself. "
    "{{ flow_run|ui_url }}"
)


def read_automations(file: Path = FILE) -> list[AutomationCore]:
    """The automations that a file holds, in its order.

    Raises:
        ValueError: the file is not one of automations (it is shipped, so that is a defect).
    """
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [AutomationCore.model_validate(entry) for entry in content["automations"]]


def set_up_automations(
    client: SyncPrefectClient, wanted: list[AutomationCore] | None = None, notify: str | None = None
) -> list[str]:
    """Creates Yoake's automations on a server; what is so already is left alone, and what is switched off stays off.

    Args:
        client: of the server.
        wanted: the automations; those of the file where none are given.
        notify: the notification block (`slack-webhook/main`) that tells a person of a run that is left alone; else
            the one that `YOAKE_NOTIFY` names.

    Returns:
        A sentence for each change, and one where that block is missing.
    """
    wanted = read_automations() if wanted is None else wanted
    changes: list[str] = []
    block = notify or os.environ.get(VARIABLE)
    if block:
        told = _block_id(client, block)
        if told is None:
            changes.append(f"Nobody is told of a run that keeps crashing: there is no block {block}.")
        else:
            message = SendNotification(block_document_id=told, subject=SUBJECT, body=BODY)
            for automation in wanted:
                if automation.name == LOOP:
                    automation.actions = [*automation.actions, message]
    changes += [_set_up(client, automation) for automation in wanted]
    return [change for change in changes if change]


def _block_id(client: SyncPrefectClient, block: str) -> UUID | None:
    slug, _, name = block.partition("/")
    try:
        return client.read_block_document_by_name(name, slug, include_secrets=False).id
    except ObjectNotFound:
        return None


def _set_up(client: SyncPrefectClient, wanted: AutomationCore) -> str:
    found: list[Automation] = client.read_automations_by_name(wanted.name)
    if not found:
        client.create_automation(wanted)
        return f'Automation "{wanted.name}" was created.'
    first, *twice = found
    for double in twice:  # two setups at once; each would act
        client.delete_automation(double.id)
    wanted.enabled = first.enabled
    if _content(first) == _content(wanted):
        return f'Automation "{wanted.name}" was there twice; one was deleted.' if twice else ""
    client.update_automation(first.id, wanted)
    return f'Automation "{wanted.name}" was changed to what it should be.'


def _content(automation: AutomationCore) -> dict[str, Any]:
    """What an automation does, in a form that compares: sets have no order, and the server adds names of its own."""
    fields = set(AutomationCore.model_fields) - {"owner_resource"}
    return _sorted(automation.model_dump(mode="json", include=fields, exclude_none=True))


def _sorted(value: Any) -> Any:
    match value:
        case dict():
            return {key: _sorted(value[key]) for key in sorted(value)}
        case list() if all(isinstance(v, str) for v in value):
            return sorted(value)
        case list():
            return [_sorted(v) for v in value]
        case _:
            return value
