from pathlib import Path

import pytest

from yoake.definition.load import load_project
from yoake.definition.models import Project
from yoake.definition.problems import Problem, ProjectFileError
from yoake.library.load import load_library
from yoake.library.manifest import Library

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(ROOT / "workflows")


@pytest.fixture
def load(library):
    def load(text: str | bytes, filename: str = "game.yaml") -> Project:
        return load_project(text.encode() if isinstance(text, str) else text, filename, library)

    return load


@pytest.fixture
def problems(load):
    def problems(text: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(ProjectFileError) as caught:
            load(text)
        return caught.value.problems

    return problems
