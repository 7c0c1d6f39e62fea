"""What tests share: one Prefect server for all, the shipped library, and a way to run the command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
REQUIRE_ALL = os.environ.get("YOAKE_REQUIRE_ALL") == "1"
os.environ.setdefault("YOAKE_ENGINES", str(ROOT / ".cache" / "engines"))
os.environ["YOAKE_DATA"] = str(ROOT / ".cache" / "no-data")  # no test uses the server of a `yoake up` of this machine
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"  # what finds no server here does not start one of its own
os.environ["PATH"] += f"{os.pathsep}/usr/games"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Where everything is required, a skipped test is a failed one: a missing tool must not hide a missing check."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and YOAKE_REQUIRE_ALL=1 allows no skips: {report.longrepr}"
    return report


def need(*programs: str) -> None:
    """Skips a test whose program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def poll(done: Callable[[], bool], why: Callable[[], str], seconds: float = 30.0) -> None:
    """Waits until something is so, and no longer; fails with `why()` after the deadline."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, why()
        time.sleep(0.05)  # between two looks


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a real Prefect server, started once."""
    from flows.server import start_server

    server = start_server(tmp_path_factory.mktemp("prefect"))
    server.wait()
    yield server.api
    server.stop()


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str


Yoake = Callable[..., Ran]


@pytest.fixture
def yoake(tmp_path: Path) -> Yoake:
    """Runs the command `yoake` in a folder of its own, as a person would."""

    def run(*args: str | Path, env: dict[str, str] | None = None, timeout: float = 240) -> Ran:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *map(str, args)],
            cwd=tmp_path,
            env={**clean, "PYTHONPATH": str(ROOT), "COLUMNS": "160", "HOME": str(tmp_path), **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
