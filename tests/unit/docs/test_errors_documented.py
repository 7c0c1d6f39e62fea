"""docs/errors.md lists exactly the codes that the source can raise or report."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = re.compile(r"^[a-z][a-z-]*\.[a-z][a-z0-9-]*$")
KEBAB = re.compile(r"^[a-z][a-z0-9-]*$")
LAYERS = ("yoake", "blocks", "tasks", "flows", "cli", "dashboard")
CODE_ARGUMENT = {"find": 0, "add": 0, "tell": 0, "_problem": 0, "_stop": 0, "_tell": 2}
"""Methods that note a finding or a problem, and which argument is its code."""


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def codes_in(path: Path) -> Iterator[str]:
    family = "project." if "definition" in path.parts else "nodes." if "nodes" in path.parts else ""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["code"]:
            yield from (family + v for v in literals(node.value) if family and KEBAB.match(v))
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = CODE_ARGUMENT.get(name, 0)
        named = [k.value for k in node.keywords if k.arg == "code"]
        for value in (v for arg in (named or node.args[place : place + 1]) for v in literals(arg)):
            if CODE.match(value) and (name.endswith("Error") or name in CODE_ARGUMENT):
                yield value
            elif family and name in CODE_ARGUMENT and KEBAB.match(value):
                yield family + value


def test_every_code_is_documented_and_nothing_else():
    used = {c for layer in LAYERS for p in (ROOT / layer).rglob("*.py") for c in codes_in(p)}
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z0-9.-]+)` \|", text, re.MULTILINE))
    assert len(used) > 80, "the scan has lost its way"
    assert sorted(used - documented) == []
    assert sorted(documented - used) == []
