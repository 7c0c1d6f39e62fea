"""The same graph of assets for doit and for Snakemake: what their no-op and one-edit runs take.

Both know up-to-date files as we do: doit by a database of hashes, Snakemake by modification times and its own records.
Neither draws, checks, records or shows anything, and neither is asked to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine.noop import WIDTH

DODO = """
from doit.tools import config_changed

DOIT_CONFIG = {{"verbosity": 0, "reporter": "zero"}}
EDITED = int(open("edited").read())


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def task_make():
    for i in range({assets}):
        text = "new" if i == EDITED else "text"
        yield {{
            "name": f"a{{i}}",
            "actions": [(write, [f"made/a{{i}}", text])],
            "targets": [f"made/a{{i}}"],
            "file_dep": [f"made/a{{i - {width}}}"] if i >= {width} and i % 2 else [],
            "uptodate": [config_changed(text)],
        }}
"""
SNAKEFILE = """
def before(wildcards):
    i = int(wildcards.i)
    return [f"made/a{{i - {width}}}"] if i >= {width} and i % 2 else []


rule all:
    input: [f"made/a{{i}}" for i in range({assets})]


rule make:
    input: before
    output: "made/a{{i}}"
    shell: "echo text > {{output}}"
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool on the same graph."""

    name: str
    program: list[str]
    prepare: Callable[[Path, int], None]
    """Writes its files into a folder and makes everything once, or says that it was made."""
    edit: Callable[[Path, int], None]
    """Makes asset number so-and-so out of date."""
    again: list[str]
    """The arguments of an ordinary run."""


def peers() -> tuple[list[Peer], list[str]]:
    """Those that are installed, and a sentence about each that is not."""
    found, missing = [], []
    if _works([sys.executable, "-m", "doit", "--version"]):
        program = [sys.executable, "-m", "doit"]
        found.append(Peer("doit", program, _prepare_doit, _edit_doit, []))
    else:
        missing.append("doit is not installed: uv sync --group dev")
    named = os.environ.get("YOAKE_SNAKEMAKE") or shutil.which("snakemake")
    if named and _works([named, "--version"]):
        quiet = ["--cores", "2", "--quiet", "all", "--nolock"]
        found.append(Peer("Snakemake", [named], _prepare_snakemake, _edit_snakemake, quiet))
    else:
        missing.append("Snakemake is not installed: put it on PATH, or its path into YOAKE_SNAKEMAKE")
    return found, missing


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _prepare_doit(folder: Path, assets: int) -> None:
    (folder / "made").mkdir()
    (folder / "dodo.py").write_text(DODO.format(assets=assets, width=WIDTH), encoding="utf-8")
    (folder / "edited").write_text("-1", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "doit"], cwd=folder, check=True, capture_output=True)


def _edit_doit(folder: Path, number: int) -> None:
    (folder / "edited").write_text(str(number), encoding="utf-8")


def _prepare_snakemake(folder: Path, assets: int) -> None:
    """Its jobs are shells, minutes for thousands: the files are written here, upstream first, in ascending time."""
    made = folder / "made"
    made.mkdir()
    (folder / "Snakefile").write_text(SNAKEFILE.format(assets=assets, width=WIDTH), encoding="utf-8")
    for i in range(assets):
        path = made / f"a{i}"
        path.write_text("text\n", encoding="utf-8")
        os.utime(path, (1_700_000_000 + i // WIDTH,) * 2)


def _edit_snakemake(folder: Path, number: int) -> None:
    (folder / "made" / f"a{number}").unlink()
