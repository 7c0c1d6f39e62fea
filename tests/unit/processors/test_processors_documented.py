"""docs/processors.md names every processor and parameter with its default, in both languages."""

import json
import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from yoake.processors import PROCESSORS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize(("file", "needed"), [("processors.md", "needed"), ("processors.ja.md", "必須")])
def test_every_parameter_is_documented_with_its_default(file, needed):
    sections = re.split(r"\n### ", (DOCS / file).read_text(encoding="utf-8"))[1:]
    assert sorted(section.split("\n", 1)[0] for section in sections) == sorted(PROCESSORS)
    for section in sections:
        fields = PROCESSORS[section.split("\n", 1)[0]].params.model_fields
        rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*?) \|", section, re.MULTILINE)
        assert [key for key, _ in rows] == list(fields)
        for key, documented in rows:
            default = fields[key].get_default()
            if default is PydanticUndefined:
                assert documented == needed, key
            elif default is None:
                assert documented in ("none", "なし"), key
            else:
                assert documented == f"`{json.dumps(default)}`", key
