"""Every command is in the documents, and what the documents say can be followed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import workflows
from cli.lazy import COMMANDS, loaded
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.library.load import load_library

ROOT = Path(__file__).parents[3]
READMES = sorted(ROOT.glob("README*.md"))
PAGES = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def options(command: str) -> set[str]:
    return {option for parameter in loaded(command).params for option in [*parameter.opts, *parameter.secondary_opts]}


def ids(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCED.findall(page.read_text(encoding="utf-8")) if kind == language]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_documents(command: str):
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert re.search(rf"\byoake {command}\b", text)


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_commands_that_are_shown_exist(page: Path):
    """In code, `yoake WORD` is a command, and the options behind it are that command's."""
    text = page.read_text(encoding="utf-8")
    shown = [line.partition("#")[0] for body in blocks(page, "sh") for line in body.splitlines()]
    shown += re.findall(r"`([^`\n]+)`", FENCED.sub("", text))
    for line in shown:
        found = re.match(r"(?:\.venv/bin/)?yoake ([a-z]+)(.*)", line.strip())
        if found is None:
            continue
        assert found[1] in COMMANDS, line
        words = shlex.split(found[2].partition("|")[0].split(" [")[0])
        assert {word.partition("=")[0] for word in words if word.startswith("-")} <= options(found[1]), line


@pytest.mark.parametrize("page", READMES, ids=ids(READMES))
def test_make_targets_exist(page: Path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert shown
    assert set(shown) <= targets


@pytest.mark.parametrize("page", READMES, ids=ids(READMES))
def test_the_project_that_is_shown_is_one(page: Path):
    library = load_library(workflows.FOLDER)
    for body in blocks(page, "yaml"):
        project = load_project(body.encode(), "shown.yaml", library)
        made = {spec.id for spec in decompose(project, library)}
        assert {"bgm_theme", "integrate", "build_web", "build_renpy"} <= made


def test_both_readmes_show_the_same():
    """The same pictures and places to read on, except that one names the pages of its own language."""
    english, japanese = (ROOT / name for name in ("README.md", "README.ja.md"))
    links = [set(re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))) for page in (english, japanese)]
    plain = [{link.replace(".ja.md", ".md") for link in found} - {"README.md"} for found in links]
    assert plain[0] == plain[1]
    assert len(blocks(english, "sh")) == len(blocks(japanese, "sh"))
