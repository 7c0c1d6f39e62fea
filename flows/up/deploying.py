"""Deploys what `prefect.yaml` holds, and only when something has changed: it takes a dozen seconds."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import yaml

from deployments import FOLDER
from flows.projects import listed_projects, projects_folder

ROOT = FOLDER.parent
FILE = ROOT / "prefect.yaml"
# run where `yoake up` is: deployments remember that folder, and their runs work there
COMMAND = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(FILE)]


def wanted(file: Path = FILE) -> set[str]:
    """The names of the deployments in the file."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {str(entry["name"]) for entry in content["deployments"]}


def fingerprint(file: Path = FILE) -> str:
    """Over all that a deployment is made from: the file, the flows with their parameters, Prefect itself, the folder
    in which runs work, and the projects that its form offers.
    """
    known = [version("prefect"), str(Path.cwd()), str(projects_folder()), *listed_projects()]
    total = hashlib.sha256("\0".join(known).encode())
    for source in [file, *sorted((ROOT / "flows").rglob("*.py")), *sorted((ROOT / "deployments").glob("*.y*ml"))]:
        total.update(f"{source.name}\0".encode() + source.read_bytes())
    return total.hexdigest()


def deployed(record: Path, api: str, there: set[str], file: Path = FILE) -> bool:
    """Whether all is deployed on a server as it is now.

    Args:
        record: where `note` has written.
        api: the server's address.
        there: the deployments that it has.
    """
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False  # nothing noted, or nothing to be understood: deploying again does no harm
    same = isinstance(noted, dict) and noted.get("api") == api and noted.get("fingerprint") == fingerprint(file)
    return same and wanted(file) <= there


def note(record: Path, api: str, file: Path = FILE) -> None:
    """Notes that all is deployed on a server."""
    part = record.with_suffix(".part")
    part.write_text(json.dumps({"api": api, "fingerprint": fingerprint(file)}) + "\n", encoding="utf-8")
    part.replace(record)
