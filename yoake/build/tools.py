"""Programs that build tests need, and whether they are here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Literal

from yoake.definition.models import Target

Step = Literal["package", "lint", "play"]
TOOLS: Mapping[tuple[Target, Step], tuple[str, ...]] = {
    ("web", "play"): ("chromium",),
    ("renpy", "lint"): ("renpy",),
    ("renpy", "play"): ("renpy", "Xvfb"),
}
"""Where one is missing, the test is skipped with a sentence."""


def tools_present(target: Target, step: Step) -> bool:
    """Whether this machine can do the step; part of its fingerprint, so that a skipped test is made up for."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/games"))  # Debian puts renpy there
    return all(shutil.which(tool, path=path) for tool in TOOLS.get((target, step), ()))
