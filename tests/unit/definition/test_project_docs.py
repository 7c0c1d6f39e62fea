"""docs/project-file.md names every key of the models, in their order and with their defaults, in both languages."""

import json
import re
from pathlib import Path

import pytest
import yaml
from pydantic_core import PydanticUndefined

from yoake.definition.models import CharacterBrief, Defaults, GameBrief, Project, TaskSpec
from yoake.definition.problems import ProjectFileError
from yoake.definition.type_rules import RULES
from yoake.definition.vocabulary import MOODS, SOUNDS, UI_PARTS

DOCS = Path(__file__).parents[3] / "docs"
SECTIONS = {
    "project-file.md": {
        "## Whole file": Project, "## The brief": GameBrief, "### Characters": CharacterBrief,
        "## Task specs": TaskSpec, "## Defaults": Defaults,
    },
    "project-file.ja.md": {
        "## ファイル全体": Project, "## 企画": GameBrief, "### 登場人物": CharacterBrief,
        "## タスク定義": TaskSpec, "## 既定値": Defaults,
    },
}  # fmt: skip
CASES = [(file, heading, model) for file, sections in SECTIONS.items() for heading, model in sections.items()]


def _section(file: str, heading: str) -> str:
    text = (DOCS / file).read_text(encoding="utf-8")
    return re.split(r"\n#{2,3} ", text.split(f"\n{heading}\n", 1)[1])[0]


@pytest.mark.parametrize(("file", "heading", "model"), CASES)
def test_every_key_is_documented_with_its_default(file, heading, model):
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|", _section(file, heading), re.MULTILINE)
    assert [key for key, _, _ in rows] == list(model.model_fields)
    for key, _, documented in rows:
        default = model.model_fields[key].get_default(call_default_factory=True)
        if default is PydanticUndefined or default is None:
            assert not documented.startswith("`"), key
        else:
            assert documented == f"`{json.dumps(default, ensure_ascii=False)}`", key


@pytest.mark.parametrize("file", SECTIONS)
def test_types_and_words_are_documented(file):
    text = (DOCS / file).read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in RULES)
    assert all(f"`{name}`" in text for rule in RULES.values() for name in rule.params)
    assert " ".join(MOODS) in text
    assert " ".join(SOUNDS) in text
    assert str(len(UI_PARTS)) in text


@pytest.mark.parametrize("file", SECTIONS)
def test_the_examples_in_the_documents_load(file, load):
    blocks = re.findall(r"```yaml\n(.*?)```", (DOCS / file).read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        values = {"game": {}, **yaml.safe_load(block)}
        try:
            load(yaml.safe_dump(values, allow_unicode=True))
        except ProjectFileError as error:
            pytest.fail(str(error))
