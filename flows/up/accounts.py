"""Whose account PostgreSQL runs under: this one's, or, since it refuses to run as root, the user `postgres`."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import Any

SERVICE_USER = "postgres"


def database_user() -> str | None:
    """The account; None where this is root and the system has no such user."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        return pwd.getpwnam(SERVICE_USER).pw_name
    except KeyError:
        return None


def as_user(name: str) -> dict[str, Any]:
    """Arguments of `subprocess.Popen` that run a program under an account; none where it is this one's."""
    account = pwd.getpwnam(name)
    if account.pw_uid == os.geteuid():
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def closed_folder(path: Path, name: str) -> Path | None:
    """The first folder on the way to `path` that an account cannot enter; None where it gets through.

    Args:
        path: an absolute path; what does not exist yet does not count.
        name: the account.
    """
    account = pwd.getpwnam(name)
    for folder in [*reversed(path.parents), path]:
        if not folder.exists():
            return None
        status = folder.stat()
        if status.st_uid == account.pw_uid:
            open_to = status.st_mode & 0o100
        elif status.st_gid == account.pw_gid:
            open_to = status.st_mode & 0o010
        else:
            open_to = status.st_mode & 0o001
        if not open_to and account.pw_uid != 0:
            return folder
    return None
