"""A freshly migrated Prefect database to start new servers from: migrations take longer than all the rest of a start.

`python -m flows.server_template` makes it (the Makefile does so when it sets up); without it a first run is some
seconds slower and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

DATABASE = "prefect.db"


def template_path() -> Path:
    """Where the template of the installed Prefect version is kept: below YOAKE_CACHE, else the user's cache folder."""
    base = os.environ.get("YOAKE_CACHE") or Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "yoake"
    return Path(base) / f"prefect-{version('prefect')}.db"


def seed(home: Path) -> None:
    """Gives a new server's home the template, if there is one and the home has no database yet."""
    source, target = template_path(), home / DATABASE
    if source.is_file() and not target.exists():
        temporary = target.with_suffix(".part")
        shutil.copyfile(source, temporary)
        temporary.replace(target)


def make() -> None:
    """Makes the template, unless it is there already."""
    target = template_path()
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as home:
        command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
        environment = {**os.environ, "PREFECT_HOME": home, "DO_NOT_TRACK": "1"}
        environment.pop("PREFECT_API_URL", None)
        environment.pop("PREFECT_API_DATABASE_CONNECTION_URL", None)
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        (Path(home) / DATABASE).replace(target)


if __name__ == "__main__":
    make()
