"""Prefect variables that prefect.yaml is filled in with: where deployments run, and on whose clock."""

from __future__ import annotations

from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import VariableCreate, VariableUpdate
from tzlocal import get_localzone_name

TIME_ZONE, NODES = "yoake_timezone", "yoake_nodes"


def set_up_variables(client: SyncPrefectClient, nodes: str) -> list[str]:
    """Creates the variables; the time zone is left as it is where there is one, since a person may have changed it.

    Args:
        nodes: the node file: a name that Yoake comes with, or a path.

    Returns:
        A sentence for each change.
    """
    found = Path(nodes)
    wanted = {TIME_ZONE: get_localzone_name() or "UTC", NODES: str(found.resolve()) if found.is_file() else nodes}
    changes = []
    for name, value in wanted.items():
        before = client.read_variable_by_name(name)
        if before is None:
            client.create_variable(VariableCreate(name=name, value=value, tags=["yoake"]))
            changes.append(f"Variable {name} was created: {value}.")
        elif name == NODES and before.value != value:
            client.update_variable(VariableUpdate(name=name, value=value))
            changes.append(f"Variable {name} is {value} now; it was {before.value}. Deploy again for it to count.")
    return changes
