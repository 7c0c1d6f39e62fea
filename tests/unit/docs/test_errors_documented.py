"""docs/errors.md lists exactly the codes that the source can raise or report."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from yoake.quality.thresholds import THRESHOLDS

ROOT = Path(__file__).parents[3]
CODE = re.compile(r"^[a-z][a-z-]*\.[a-z][a-z0-9-]*$")
KEBAB = re.compile(r"^[a-z][a-z0-9-]*$")
LAYERS = ("yoake", "blocks", "tasks", "flows", "cli", "dashboard")
CODE_ARGUMENT = {"find": 0, "add": 0, "tell": 0, "_problem": 0, "_stop": 0, "_tell": 2}
"""Methods that note a finding or a problem, and which argument is its code."""
FILE_ENDINGS = frozenset(
    ("db", "js", "json", "log", "mid", "mp4", "ogg", "png", "py", "sqlite", "toml", "txt", "wav", "yaml", "zip")
)
SHARED = re.compile(r"^from yoake\.definition\.(\w+) import", re.MULTILINE)


def sources() -> list[Path]:
    return [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def readers_of_node_files() -> set[Path]:
    """Modules of the project file's reader that read node files too, under codes of that family."""
    modules = SHARED.findall((ROOT / "yoake" / "nodes" / "load.py").read_text(encoding="utf-8"))
    return {ROOT / "yoake" / "definition" / f"{module}.py" for module in modules}


def families(path: Path, shared: set[Path]) -> list[str]:
    """What goes before codes without a family; nothing where codes stand whole."""
    if "definition" in path.parts:
        return ["project.", "nodes."] if path in shared else ["project."]
    return ["nodes."] if "nodes" in path.parts else []


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def codes_in(path: Path, shared: set[Path]) -> Iterator[str]:
    before = families(path, shared)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and [getattr(t, "id", getattr(t, "attr", "")) for t in node.targets] == [
            "code"
        ]:
            values, noted = list(literals(node.value)), True
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            noted = name in CODE_ARGUMENT
            if not noted and not name.endswith("Error"):
                continue
            place = CODE_ARGUMENT.get(name, 0)
            named = [k.value for k in node.keywords if k.arg == "code"]
            values = [v for argument in (named or node.args[place : place + 1]) for v in literals(argument)]
        else:
            continue
        for value in values:
            if CODE.match(value):
                yield value
            elif noted and KEBAB.match(value):
                yield from (family + value for family in before)


def used() -> set[str]:
    shared = readers_of_node_files()
    return {code for path in sources() for code in codes_in(path, shared)}


def page() -> str:
    return (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


def documented() -> list[str]:
    return re.findall(r"^\| `([a-z0-9.-]+)` \|", page(), re.MULTILINE)


def test_every_code_is_documented_and_nothing_else():
    raised, told = used(), documented()
    assert len(raised) > 80, "the scan has lost its way"
    assert sorted(raised - set(told)) == []
    assert sorted(set(told) - raised) == []
    assert len(told) == len(set(told)), "a code is documented twice"


def test_no_code_hides_from_the_scan():
    """Whatever looks like a code of a known family is one, or the name of a file."""
    raised = used()
    known = {code.partition(".")[0] for code in raised}
    hidden = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value)
        if node.value not in raised and node.value.partition(".")[0] in known
        if node.value.rpartition(".")[2] not in FILE_ENDINGS
    ]
    assert hidden == []


def test_every_row_says_what_happened_and_what_to_do():
    for row in re.findall(r"^\| `[a-z-]+\.[a-z0-9-]+`.*$", page(), re.MULTILINE):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 3, row
        assert all(len(cell) > 8 and cell.endswith(".") for cell in cells[1:]), row


def test_every_code_stands_under_its_family():
    for heading, body in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page(), re.MULTILINE | re.DOTALL):
        named = heading.partition(":")[0].split(", ")
        for code in re.findall(r"^\| `([a-z0-9.-]+)` \|", body, re.MULTILINE):
            assert code.partition(".")[0] in named, f"{code} stands under {heading}"


def test_thresholds_that_are_proposed_exist():
    known = {name for row in THRESHOLDS.values() for name in row}
    assert set(re.findall(r"\b(?:min|max)_[a-z_]+\b", page())) <= known


def test_transient_codes_are_marked():
    """A code that is raised with `transient=True` says so, and no other does."""
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and any(k.arg == "transient" for k in node.keywords):
                value = next(k.value for k in node.keywords if k.arg == "transient")
                if isinstance(value, ast.Constant) and value.value is True:
                    found |= {code for argument in node.args[:1] for code in literals(argument)}
    marked = {row.split("`")[1] for row in re.findall(r"^\| `.*$", page(), re.MULTILINE) if "*(transient)*" in row}
    assert marked == found
