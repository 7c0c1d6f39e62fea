"""One run of a project at a time in one output folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from yoake.errors import YoakeError
from yoake.store.local import disk_error
from yoake.store.paths import Layout, safe_step


@contextmanager
def project_lock(layout: Layout, project: str) -> Iterator[None]:
    """Holds the project; the operating system lets go of it when the process dies, however it dies.

    Raises:
        YoakeError: `run.busy` where another run holds it, `store.read-only` where the folder cannot be written.
    """
    try:
        layout.locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(layout.locks / f"{safe_step(project)}.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise YoakeError(
            "run.busy",
            f"Another run of {project} is at work in {layout.root.name}/.",
            next_step="Wait until it is done, or give this one another folder with --out.",
        ) from error
    except OSError as error:
        raise disk_error(error, "the project's lock") from error
    try:
        yield
    finally:
        lock.release()
