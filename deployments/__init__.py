"""Data and thin scripts: node files, server settings."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
NODES = FOLDER / "nodes"


def server_settings() -> dict[str, str]:
    """The environment variables of `prefect-server.env`."""
    lines = (FOLDER / "prefect-server.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
