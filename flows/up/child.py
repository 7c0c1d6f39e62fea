"""One child of `yoake up`: a process that is started, looked after, started again where it dies, and ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from flows.up import family
from flows.up.restarts import WINDOW_SECONDS, Restarts

Health = Literal["waiting", "starting", "healthy", "not answering", "restarting", "stopped"]
LOG_BYTES = 5_000_000
"""A log longer than this is put aside when its child starts."""
DEAF_SECONDS = 120.0


@dataclass(slots=True)
class Child:
    """A process with its log and its health.

    Its standard input is a pipe that stays open as long as `yoake up` lives: each child ends when it closes.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    probe: Callable[[], bool]
    """Whether it does what it is for; asked while its process lives."""
    data: str
    """The data folder, for its mark."""
    detail: str = ""
    prepare: Callable[[], None] | None = None
    """Done before each start."""
    restart_deaf: bool = False
    """Whether it is restarted where it lives but has not answered for two minutes."""
    leaves_orphans: bool = False
    """Whether what it has started does its work without it: a worker's runs report to the server themselves."""
    stop_seconds: float = 15.0
    health: Health = "waiting"
    process: subprocess.Popen[bytes] | None = None
    restarts: Restarts = field(default_factory=Restarts)
    start_at: float = 0.0
    """When it is started again, on the monotonic clock."""
    answered_at: float = 0.0

    @property
    def mark(self) -> str:
        """What all its processes carry in their environment."""
        return family.mark(self.data, self.name)

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Starts it; its health is known later."""
        if self.prepare is not None:
            self.prepare()
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env={**self.environment, family.MARK: self.mark},
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for `yoake up`, which ends its children in order
            )
        self.health = "starting"
        self.answered_at = time.monotonic()

    def look(self, now: float) -> str:
        """Looks after it: notices its death, starts it again, asks how it is.

        Args:
            now: of the monotonic clock.

        Returns:
            A sentence where a person should know; else nothing.
        """
        if self.health in ("waiting", "stopped"):
            return ""
        if self.health == "restarting":
            if now >= self.start_at:
                self.start()
            return ""
        if not self.alive:
            return self._died(now)
        if self.probe():
            back = self.health == "not answering"
            self.health, self.answered_at = "healthy", now
            return f"{self.name} answers again." if back else ""
        if self.health == "healthy":
            self.health = "not answering"
            return f"{self.name} does not answer; its log is {self.log}."
        if self.restart_deaf and now - self.answered_at > DEAF_SECONDS:
            self.kill()
            return f"{self.name} has not answered for {DEAF_SECONDS:.0f} seconds and is restarted."
        return ""

    def end(self) -> None:
        """Tells it to end; `kill` is for what has not ended after `stop_seconds`."""
        self.health = "stopped"
        if self.process is not None and self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGTERM)

    def kill(self) -> None:
        """Ends it and all that it has started, at once."""
        if self.process is not None:
            if self.alive:
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        family.kill(self.mark)

    def last_words(self) -> str:
        """The end of its log."""
        with suppress(FileNotFoundError):
            lines = self.log.read_bytes()[-4000:].decode("utf-8", errors="replace").strip().splitlines()
            return " / ".join(line.strip() for line in lines[-3:])
        return ""

    def _died(self, now: float) -> str:
        code = self.process.returncode if self.process is not None else None
        if not self.leaves_orphans:
            family.kill(self.mark)  # it may hold the port, say, and a new one would stumble over that
        wait = self.restarts.died(now)
        self.health, self.start_at = "restarting", now + wait
        how = f"was killed (signal {-code})" if code is not None and code < 0 else f"ended (exit code {code})"
        if self.restarts.often:
            return (
                f"{self.name} has ended {len(self.restarts.deaths)} times within {WINDOW_SECONDS:.0f} seconds; it is "
                f"tried again every {wait:.0f} seconds. See {self.log}: {self.last_words()}"
            )
        return f"{self.name} {how}; it is started again in {wait:g} s. Its log is {self.log}."
