"""A process goes on logging, and comes to its end, when nobody reads its output any more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

PROGRAM = """
import logging, sys
from pathlib import Path
from prefect.logging.configuration import setup_logging
from flows.orphan import outlive_the_worker

setup_logging()
{outlive}
sys.stdin.readline()
for number in range(3):
    logging.getLogger("anything").warning("line %d", number)
    print("more", flush=True)
Path(sys.argv[1]).write_text("whole")
"""


def ends(outlive: str, told: str) -> int:
    """Exit code of a program whose output is closed before it logs."""
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(outlive=outlive), told],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert run.stdin is not None
    assert run.stdout is not None
    run.stdout.close()
    run.stdin.write(b"\n")
    run.stdin.close()
    return run.wait(60)


def test_a_run_goes_on_when_its_worker_is_gone(tmp_path: Path):
    lost, kept = tmp_path / "lost", tmp_path / "kept"
    assert ends("", str(lost)) != 0
    assert not lost.exists(), "the trap is gone: so can this module be"
    assert ends("outlive_the_worker()", str(kept)) == 0
    assert kept.read_text() == "whole"
