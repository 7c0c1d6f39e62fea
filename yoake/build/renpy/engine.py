"""Ren'Py as a program: found on this machine, run on a copy in a folder of its own, ended with all its children."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

NO_RENPY = "Ren'Py is not installed here (Debian: apt-get install renpy)."
START_SECONDS = 30
"""How long an X server may take to come up."""
NO_XVFB = "Xvfb is not installed here (Debian: apt-get install xvfb)."


def find_program(name: str) -> str | None:
    """The program's path; Debian puts games where PATH does not look."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/games"))
    return shutil.which(name, path=path)


def testing_file(name: str) -> str:
    """The text of a file that only build tests use."""
    return (resources.files("yoake.build.renpy") / "testing" / name).read_text(encoding="utf-8")


@contextmanager
def workbench(project: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A copy of the project and an environment that keeps everything Ren'Py writes inside one temporary folder.

    Yields:
        The copy, and the environment variables.
    """
    with tempfile.TemporaryDirectory(prefix="yoake-renpy-", ignore_cleanup_errors=True) as name:
        bench = Path(name)
        copy = bench / "project"
        shutil.copytree(project, copy)
        for folder in ("home", "saves", "site", "tmp"):
            (bench / folder).mkdir()
        (bench / "site" / "sitecustomize.py").write_text(testing_file("sitecustomize.txt"), encoding="utf-8")
        kept = ("PATH", "LD_LIBRARY_PATH")
        yield (
            copy,
            {
                **{name: os.environ[name] for name in kept if name in os.environ},
                "HOME": str(bench / "home"),
                "XDG_RUNTIME_DIR": str(bench / "tmp"),
                "TMPDIR": str(bench / "tmp"),
                "RENPY_PATH_TO_SAVES": str(bench / "saves"),
                "PYTHONPATH": str(bench / "site"),
                "PYTHONDONTWRITEBYTECODE": "1",
                "LANG": "C.UTF-8",
                "LC_ALL": "C.UTF-8",
                "SDL_AUDIODRIVER": "dummy",
                "SDL_VIDEODRIVER": "dummy",
            },
        )


def run_group(command: list[str], env: Mapping[str, str], folder: Path, timeout: float) -> tuple[int | None, str]:
    """Runs a program in a process group of its own and ends the whole group with it.

    Returns:
        The exit status (none where the time ran out), and what it wrote to both outputs.
    """
    process = subprocess.Popen(
        _dying_with_us(command), env=dict(env), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=timeout)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        end_group(process)
        output, _ = process.communicate()
        return None, output
    finally:
        end_group(process)


def _dying_with_us(command: list[str]) -> list[str]:
    """The command, ended by the kernel where this process is killed before it can end it (Linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *command] if setpriv is not None else command


def end_group(process: subprocess.Popen[str]) -> None:
    """Ends a process that leads its group, and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of them are gone already
    finally:
        process.poll()


@contextmanager
def virtual_screen(width: int = 1280, height: int = 720) -> Iterator[str | None]:
    """An X server without a monitor, on a free display number.

    Yields:
        The display (`:7`), or none where the server does not start.
    """
    program = find_program("Xvfb")
    if program is None:
        yield None
        return
    command = [program, "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        _dying_with_us(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        number = ""
        if server.stdout is not None and select.select([server.stdout], [], [], START_SECONDS)[0]:
            number = server.stdout.readline().strip()
        yield f":{number}" if number.isdigit() else None
    finally:
        end_group(server)
        server.wait()
        if server.stdout is not None:
            server.stdout.close()
