"""Checks a built project with Ren'Py's own `lint`."""

from __future__ import annotations

import re
from pathlib import Path

from yoake.build.renpy.engine import NO_RENPY, find_program, run_group, workbench
from yoake.build.report import BuildReport

TIMEOUT_SECONDS = 120
_PLACE = re.compile(
    r"""^(?:File\ "(?:game/)?(?P<file>[^"]+)",\ line\ (?P<line>\d+)     # of a parse error
        |(?:game/)?(?P<file2>[\w./-]+\.rpy):(?P<line2>\d+))             # of lint
        [:,]?\ ?(?P<what>.*)$""",
    re.VERBOSE,
)
_HEADINGS = ("Statistics:", "Lint is not", "The game contains", "Character statistics", " * ", "for an average")


def lint_renpy(project: Path) -> BuildReport:
    """Runs lint on a copy of the project; nothing is written into the project or outside a temporary folder.

    Returns:
        A report whose problems are one sentence each; `skipped` where Ren'Py is not installed.
    """
    report = BuildReport(target="renpy", step="lint")
    renpy = find_program("renpy")
    if renpy is None:
        report.skipped = NO_RENPY
        return report
    with workbench(project) as (copy, env):
        command = [renpy, str(copy), "lint", "--error-code"]
        status, output = run_group(command, env, copy.parent, TIMEOUT_SECONDS)
        # where the script cannot be read at all, the reason is in a file
        for name in ("errors.txt", "traceback.txt"):
            if (copy / name).is_file():
                output = (copy / name).read_text(encoding="utf-8-sig", errors="replace")
    if status is None:
        report.problems.append(f"Ren'Py's lint did not end within {TIMEOUT_SECONDS} s.")
    elif status != 0:
        report.problems = problems_in(output) or [f"Ren'Py's lint failed with status {status}."]
    return report


def problems_in(output: str) -> list[str]:
    """Problems as sentences, from what lint or Ren'Py's error files say: `script.rpy, line 3: ...`."""
    found: list[str] = []
    lines = [line.rstrip() for line in output.lstrip("\ufeff").splitlines()]
    for index, line in enumerate(lines):
        place = _PLACE.match(line.strip())
        if place is not None and place["what"] not in ("in script", "in <module>", "in execute"):
            file, number = place["file"] or place["file2"], place["line"] or place["line2"]
            if not str(file).startswith(("renpy/", "/")):
                what = place["what"].strip() or (lines[index + 1].strip() if index + 1 < len(lines) else "")
                found.append(f"{file}, line {number}: {what.rstrip('.')}.")
    error = next((line for line in reversed(lines) if re.match(r"^[A-Z]\w*(Error|Exception)\b", line)), None)
    if error is not None and "traceback" in output.lower():
        found.append(error)
    if not found:  # lint also lists things that belong to no line
        told = [line.strip() for line in lines if line.strip()]
        found = [line for line in told[1:] if not line.startswith(_HEADINGS)][:20]
    return list(dict.fromkeys(found))
