"""What people change at deployments in the Prefect UI: deploying anew would undo it, so it is put back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flows.up.api import Api

TAG = "yoake"
"""All our deployments have it; somebody else's may share their names."""
FIELDS = {"schedules": "schedule", "parameters": "parameters", "paused": "pause"}
"""What can be changed there -> how it is called."""
Settings = dict[str, Any]
Edits = dict[str, Settings]
"""Deployment -> field -> the value that a person gave it."""


def settings_of(entries: Iterable[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Settings]:
    """What people can change at these deployments, as it is now.

    Args:
        entries: deployments as the server tells them.
    """
    wanted = set(names)
    return {
        str(entry["name"]): {
            "parameters": entry["parameters"],
            "paused": entry["paused"],
            "schedules": sorted(map(_schedule, entry["schedules"]), key=str),
        }
        for entry in entries
        if entry["name"] in wanted and TAG in entry["tags"]
    }


def edits_of(now: Mapping[str, Settings], deployed: Mapping[str, Settings]) -> Edits:
    """What is no longer as it was deployed.

    Args:
        deployed: the settings right after the last deploying.
    """
    found: Edits = {}
    for name, settings in now.items():
        if name in deployed:
            changed = {f: settings[f] for f in FIELDS if f in deployed[name] and settings[f] != deployed[name][f]}
            if "parameters" in changed:  # those that nobody touched may be others in the next deployment
                changed["parameters"] = _changed(settings["parameters"], deployed[name]["parameters"])
            if changed := {f: value for f, value in changed.items() if f != "parameters" or value}:
                found[name] = changed
    return found


def put_back(api: Api, edits: Edits, said: Callable[[str], None]) -> None:
    """Gives deployments the values again that people had given them; one that does not fit any more is told.

    Raises:
        YoakeError: `prefect.unreachable`; doing it again later does no harm.
    """
    entries = {str(e["name"]): e for e in api.known_entries() if TAG in e["tags"]}
    for name, fields in edits.items():
        entry = entries.get(name)
        if entry is None:
            continue  # deleted, or no longer shipped
        kept = []
        for field, value in fields.items():
            refused = _put(api, entry, field, value)
            if refused:
                said(f"The {FIELDS[field]} of {name}, edited in the Prefect UI, could not be kept: {refused}")
            else:
                kept.append(FIELDS[field])
        if kept:
            said(f"Kept as edited in the Prefect UI: {', '.join(kept)} of {name}.")


def _put(api: Api, entry: Mapping[str, Any], field: str, value: Any) -> str:
    here = f"/deployments/{entry['id']}"
    if field == "parameters":
        value = _merged(entry["parameters"], value)
    if field != "schedules":
        return api.change("PATCH", here, {field: value})
    for schedule in entry["schedules"]:
        if refused := api.change("DELETE", f"{here}/schedules/{schedule['id']}"):
            return refused
    refused = api.change("POST", f"{here}/schedules", value) if value else ""
    if refused and (shipped := [_schedule(schedule) for schedule in entry["schedules"]]):
        return api.change("POST", f"{here}/schedules", shipped) or refused  # rather the usual hour than none
    return refused


def _schedule(entry: Mapping[str, Any]) -> Settings:
    return {name: entry[name] for name in ("schedule", "active", "slug", "parameters") if entry.get(name) is not None}


def _changed(now: Mapping[str, Any], before: Mapping[str, Any]) -> Settings:
    """The part of a tree of values that is not as before."""
    found: Settings = {}
    for name, value in now.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict):
            if inner := _changed(value, old):
                found[name] = inner
        elif name not in before or value != old:
            found[name] = value
    return found


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> Settings:
    """A tree of values with a part of it changed."""
    found = dict(base)
    for name, value in changes.items():
        old = found.get(name)
        found[name] = _merged(old, value) if isinstance(value, dict) and isinstance(old, dict) else value
    return found
