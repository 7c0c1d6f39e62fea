"""docs/catalog.md explains every table and column of the catalog, in their order, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from yoake.catalog.tables import metadata

PAGE = (Path(__file__).parents[3] / "docs" / "catalog.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## `([a-z_]+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([a-z_0-9]+)` \| ([A-Za-z]+)(\??) \| \S.* \|$", re.MULTILINE)


def test_tables():
    assert [name for name, _ in SECTIONS] == list(metadata.tables)


def test_columns_and_which_of_them_may_be_empty():
    for name, body in SECTIONS:
        told = [(column, bool(empty)) for column, _, empty in ROW.findall(body)]
        assert told == [(c.name, bool(c.nullable)) for c in metadata.tables[name].columns], name


def test_types():
    words = {
        "String": {"text", "time"},
        "Text": {"text"},
        "JSON": {"JSON"},
        "Float": {"number"},
        "Boolean": {"boolean"},
    }
    words |= {"Integer": {"integer"}, "BigInteger": {"integer"}}
    for name, body in SECTIONS:
        for column, kind, _ in ROW.findall(body):
            assert kind in words[type(metadata.tables[name].c[column].type).__name__], f"{name}.{column}"
