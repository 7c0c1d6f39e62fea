"""Deploys what `prefect.yaml` holds, and only when something has changed: it takes a dozen seconds."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from deployments import FOLDER
from flows.projects import listed_projects, projects_folder
from flows.up.edits import Edits, Settings, edits_of, settings_of

ROOT = FOLDER.parent
FILE = ROOT / "prefect.yaml"
# run where `yoake up` is: deployments remember that folder, and their runs work there
COMMAND = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(FILE)]


def wanted(file: Path = FILE) -> set[str]:
    """The names of the deployments in the file."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(entry["name"]) for entry in content["deployments"]}


def fingerprint(nodes: str, file: Path = FILE) -> str:
    """Over all that a deployment is made from: the file, the flows with their parameters, Prefect itself, the folder
    in which runs work, the node file that is the default, and the projects that its form offers.
    """
    known = [version("prefect"), str(Path.cwd()), nodes, str(projects_folder()), *listed_projects()]
    total = hashlib.sha256("\0".join(known).encode())
    for source in [file, *sorted((ROOT / "flows").rglob("*.py")), *sorted((ROOT / "deployments").glob("*.y*ml"))]:
        total.update(f"{source.name}\0".encode() + source.read_bytes())
    return total.hexdigest()


def deployed(record: Path, api: str, nodes: str, there: set[str], file: Path = FILE) -> bool:
    """Whether all is deployed on a server as it is now.

    Args:
        record: where `note` has written.
        api: the server's address.
        nodes: the node file that runs have by default, a name or a path.
        there: the deployments that it has.
    """
    return _noted(record, api).get("fingerprint") == fingerprint(nodes, file) and wanted(file) <= there


def note(record: Path, api: str, nodes: str, settings: Mapping[str, Settings], edits: Edits, file: Path = FILE) -> None:
    """Notes that all is deployed on a server.

    Args:
        settings: what people can change there, as it was deployed.
        edits: what they had changed before, and has to be put back.
    """
    _write(record, {"api": api, "fingerprint": fingerprint(nodes, file), "settings": dict(settings), "edits": edits})


def edited(record: Path, api: str, entries: Iterable[Mapping[str, Any]], file: Path = FILE) -> Edits:
    """Takes note of what people have changed since the last deploying, before the next one undoes it.

    Args:
        entries: the deployments as the server tells them.
    """
    noted = _noted(record, api)
    found = edits_of(settings_of(entries, wanted(file)), noted.get("settings", {}))
    # of a deploying that was cut short: what is on the server by now may be the file's again
    for name, fields in noted.get("edits", {}).items():
        found[name] = found.get(name, {}) | fields
    if found:
        _write(record, noted | {"fingerprint": "", "edits": found})
    return found


def to_put_back(record: Path, api: str) -> Edits:
    """What people had changed and has not been put back yet."""
    edits: Edits = _noted(record, api).get("edits", {})
    return edits


def are_put_back(record: Path, api: str) -> None:
    """Notes that nothing has to be put back any more."""
    _write(record, _noted(record, api) | {"edits": {}})


def _noted(record: Path, api: str) -> dict[str, Any]:
    """What is noted of a server; empty where nothing is, or nothing to be understood: deploying again does no harm."""
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) and noted.get("api") == api else {}


def _write(record: Path, noted: Mapping[str, Any]) -> None:
    part = record.with_suffix(".part")
    part.write_text(json.dumps(noted) + "\n", encoding="utf-8")
    part.replace(record)
