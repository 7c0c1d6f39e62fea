"""What the Prefect server does by itself about runs that die: the automations of `deployments/automations.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.schemas.automations import Automation, AutomationCore

from deployments import FOLDER

FILE = FOLDER / "automations.yaml"


def read_automations(file: Path = FILE) -> list[AutomationCore]:
    """The automations that a file holds, in its order.

    Raises:
        ValueError: the file is not one of automations (it is shipped, so that is a defect).
    """
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [AutomationCore.model_validate(entry) for entry in content["automations"]]


def set_up_automations(client: SyncPrefectClient, wanted: list[AutomationCore] | None = None) -> list[str]:
    """Creates Yoake's automations on a server; what is so already is left alone, and what is switched off stays off.

    Args:
        client: of the server.
        wanted: the automations; those of the file where none are given.

    Returns:
        A sentence for each change.
    """
    changes = [_set_up(client, automation) for automation in (read_automations() if wanted is None else wanted)]
    return [change for change in changes if change]


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
