"""Where `yoake up` keeps its data, and the file in which it says how its server can be reached."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path
from urllib.parse import urlsplit

VARIABLE = "YOAKE_DATA"
ADDRESS_FILE = "server.json"
HEALTH_SECONDS = 2.0


class UpFolder:
    """The files below one data folder.

    Args:
        data: the folder; see `data_folder`.
    """

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()
        self.prefect = self.data / "prefect"
        self.postgresql = self.data / "postgresql"
        self.logs = self.data / "logs"
        self.lock = self.data / "lock"
        self.pid = self.data / "holder"
        self.address = self.data / ADDRESS_FILE
        self.deployed = self.data / "deployed.json"

    def make(self) -> None:
        """Makes the folders; nobody else can list the data folder, since tokens lie in Prefect's database."""
        self.data.mkdir(parents=True, exist_ok=True)
        # as root, PostgreSQL runs as another user who has to get through
        self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.prefect, self.logs):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)


def data_folder() -> Path:
    """The data folder where a person names none: `YOAKE_DATA`, else the user's folder for data.

    For root it is the system's: PostgreSQL refuses to run as root, and its user cannot get into root's home.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    if base := os.environ.get("XDG_DATA_HOME"):
        return Path(base).expanduser() / "yoake"
    if os.geteuid() == 0 and Path.home() == Path(pwd.getpwuid(0).pw_dir):
        return Path("/var/lib/yoake")
    return Path.home() / ".local" / "share" / "yoake"


def write_address(folder: UpFolder, api: str) -> None:
    """Says how the server can be reached, for commands on this machine."""
    part = folder.address.with_suffix(".part")
    part.write_text(json.dumps({"api": api, "pid": os.getpid()}) + "\n", encoding="utf-8")
    part.replace(folder.address)


def running_api(data: Path | None = None) -> str | None:
    """The API of the server that `yoake up` runs on this machine; None where none does.

    It counts only while that `yoake up` is alive and its server answers: a file that a killed one left says nothing.

    Args:
        data: the data folder; the usual one where None.
    """
    try:
        said = json.loads((UpFolder(data or data_folder()).address).read_text(encoding="utf-8"))
        api, pid = str(said["api"]), int(said["pid"])
        os.kill(pid, 0)
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None  # no file, not ours to read, written by something else, or its process is gone
    if urlsplit(api).scheme not in ("http", "https"):
        return None
    import httpx  # slow, and only needed where `yoake up` seems to run

    try:
        healthy = httpx.get(f"{api}/health", timeout=HEALTH_SECONDS, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return None
    return api if healthy else None
