"""A night in which much goes wrong: calls fail, a ComfyUI dies and comes back, the run is killed twice."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, poll
from tests.simulators.pattern_b import PatternB

_STANDS_IN = re.compile(r"^(placeholder|failed|blocked|skipped) (\S+?):", re.MULTILINE)
_MADE = re.compile(r"^made (\S+)", re.MULTILINE)


@dataclass
class Part:
    """One run of the night."""

    ending: str
    """`killed`, or the exit code."""
    seconds: float
    text: str

    @property
    def made(self) -> list[str]:
        """Addresses that it said it has made."""
        return _MADE.findall(self.text)

    @property
    def missing(self) -> list[str]:
        """Addresses that it said it could not make."""
        return [address for _, address in _STANDS_IN.findall(self.text)]


@dataclass
class Night:
    """Runs one project again and again at the same services.

    Args:
        folder: holds `nodes.yaml`; the assets go to `out` in it.
        project: the project file.
        api: address of a running Prefect server.
        limit_seconds: for each of the runs, and for each moment that is waited for.
    """

    folder: Path
    project: Path
    services: PatternB
    api: str
    limit_seconds: float = 120.0
    parts: list[Part] = field(default_factory=list)

    def killed(self, when: Callable[[], bool]) -> Part:
        """A run that is killed without a warning as soon as something is so."""
        return self._run(lambda run: self._wait(run, when), kill=True)

    def through(self, meanwhile: Callable[[Callable[[Callable[[], bool]], None]], None] = lambda _: None) -> Part:
        """A run that goes on to its end.

        Args:
            meanwhile: is given a function that waits until something is so.
        """
        return self._run(lambda run: meanwhile(lambda when: self._wait(run, when)), kill=False)

    def made_now(self) -> int:
        """How many assets the run that is under way says it has made."""
        return len(_MADE.findall(self._log.read_text(encoding="utf-8")))

    @property
    def _log(self) -> Path:
        return self.folder / f"run-{len(self.parts) + 1}.log"

    def _run(self, meanwhile: Callable[[subprocess.Popen[bytes]], None], *, kill: bool) -> Part:
        began, log = time.monotonic(), self._log
        command = [sys.executable, "-u", "-m", "cli.main", "generate", str(self.project)]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        env = {
            **clean,
            "PREFECT_API_URL": self.api,
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "160",
            "HOME": str(self.folder),
        }
        with log.open("wb") as out:
            given = [*command, "--nodes", str(self.folder / "nodes.yaml"), "--out", str(self.folder / "out")]
            run = subprocess.Popen(given, cwd=self.folder, env=env, stdout=out, stderr=out)
        try:
            meanwhile(run)
            if kill:
                run.kill()
            run.wait(self.limit_seconds)
        finally:
            run.kill()
            run.wait()
        ending = "killed" if kill else str(run.returncode)
        self.parts.append(Part(ending, time.monotonic() - began, log.read_text(encoding="utf-8")))
        return self.parts[-1]

    def _wait(self, run: subprocess.Popen[bytes], when: Callable[[], bool]) -> None:
        def said() -> str:
            return self._log.read_text(encoding="utf-8")

        def now() -> bool:
            so = when()
            assert so or run.poll() is None, f"the run ended before that:\n{said()}"
            return so

        poll(now, said, self.limit_seconds)

    def rows(self, query: str) -> list[Any]:
        """What the catalog says."""
        with sqlite3.connect(self.folder / "out" / ".yoake" / "catalog.sqlite") as catalog:
            found = catalog.execute(query).fetchall()
        catalog.close()
        return found

    def made_again(self) -> list[str]:
        """Assets that were made more than once, by the catalog's record or by what the runs said."""
        query = "select address from attempt where outcome = 'made' group by address, fingerprint having count(*) > 1"
        said = [address for part in self.parts for address in part.made]
        return sorted({*(row[0] for row in self.rows(query)), *(one for one in said if said.count(one) > 1)})

    def attempts(self) -> dict[str, int]:
        """Outcome -> attempts, of all runs."""
        return dict(self.rows("select outcome, count(*) from attempt group by outcome"))

    def troubles(self) -> dict[str, int]:
        """Code -> attempts that ended with it."""
        return dict(self.rows("select error_code, count(*) from attempt where error_code is not null group by 1"))


def hard_night(night: Night, kill_at: Sequence[Callable[[], bool]]) -> None:
    """Runs killed at these moments, then one that goes to its end while a ComfyUI dies and comes back."""
    services = night.services
    for moment in kill_at:
        night.killed(moment)

    def outage(wait: Callable[[Callable[[], bool]], None]) -> None:
        wait(lambda: any(services.jobs(one.name, "running") for one in services.comfyui))
        dying, peer = sorted(services.comfyui, key=lambda one: not services.jobs(one.name, "running"))
        there = len(services.jobs(peer.name))
        dying.kill()
        wait(lambda: len(services.jobs(peer.name)) > there)
        dying.start()

    night.through(outage)
