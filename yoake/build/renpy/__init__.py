"""The Ren'Py target: `build_renpy` writes the project, `lint_renpy` and `play_renpy` test it."""

from yoake.build.renpy.build import build_renpy
from yoake.build.renpy.lint import lint_renpy
from yoake.build.renpy.play import play_renpy

__all__ = ["build_renpy", "lint_renpy", "play_renpy"]
