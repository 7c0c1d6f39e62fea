"""Whatever the bytes are, the answer is a project or a list of problems, and it comes quickly."""

import time
from functools import cache
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.definition.models import Project
from yoake.definition.problems import ProjectFileError
from yoake.library.load import load_library

ROOT = Path(__file__).parents[3]
EXAMPLES = [path.read_bytes() for path in sorted((ROOT / "examples").glob("*/*.yaml"))]
TOKENS = (
    "game:", "tasks:", "- ", "  ", "    ", "id: ", "type: ", "a", "image_gen", "llm_gen", "workflow: ", "background",
    "template: dialogue", "params: ", "{", "}", "[", "]", ", ", ": ", "\n", "\n", "\n- ", "\n  ", "'", '"', "&a ", "*a",
    "<<: ", "!!str ", "!x ", "? ", "| ", "> ", "#", "---\n", "...\n", "no", "010", "1e9", ".inf", "~", "\t",
    "depends_on: ", "foreach: ", "a.b",
    "%YAML 1.1\n", "characters: ", "expressions: ", "backgrounds: ", "defaults: ", "\u3042", "\\x",
)  # fmt: skip
FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@cache
def _library():
    return load_library(ROOT / "workflows")


def _load(data: bytes) -> Project | ProjectFileError:
    try:
        return load_project(data, "game.yaml", _library())
    except ProjectFileError as error:
        return error


def _survives(data: bytes) -> None:
    start = time.process_time()
    answer = _load(data)
    if isinstance(answer, ProjectFileError):
        assert answer.problems
        assert all(p.line >= 1 and p.message and p.code.startswith("project.") for p in answer.problems)
        assert all(line.isprintable() for line in str(answer).splitlines())
    else:
        specs = decompose(answer, _library())
        assert len({spec.id for spec in specs}) == len(specs)
    assert time.process_time() - start < 1.5, "seconds of CPU"


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes(data):
    _survives(data)


@FUZZ
@given(st.lists(st.sampled_from(TOKENS), max_size=60))
def test_anything_that_looks_like_yaml(parts):
    _survives("".join(parts).encode())


@FUZZ
@given(
    st.sampled_from(EXAMPLES),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 12), st.sampled_from(TOKENS)), min_size=1, max_size=4),
)
def test_examples_with_mistakes(data, edits):
    for at, cut, token in edits:
        at %= len(data)
        data = data[:at] + token.encode() + data[at + cut :]
    _survives(data)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats() | st.text(max_size=12)
    | st.sampled_from(["a", "b", "scenario", "image_gen", "background", "scenario.scenes", "hero"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
SPEC = st.dictionaries(
    st.sampled_from([
        "id", "type", "depends_on", "workflow", "template", "prompt", "params", "foreach", "category", "candidates",
        "review", "priority", "quality", "vram_gb",
    ]),
    JUNK,
)  # fmt: skip
GAME = st.dictionaries(
    st.sampled_from([
        "genre", "characters", "expressions", "outfits", "backgrounds", "times_of_day", "bgm", "se", "ui", "videos",
        "events", "targets", "voice",
    ]),
    JUNK,
)  # fmt: skip


@FUZZ
@given(
    st.fixed_dictionaries({}, optional={"tasks": st.lists(SPEC | JUNK, max_size=5) | JUNK, "game": GAME | JUNK,
                                        "defaults": JUNK, "title": JUNK, "project": JUNK})
)  # fmt: skip
def test_anything_under_known_keys(values):
    _survives(yaml.safe_dump(values, allow_unicode=True).encode("utf-8", "replace"))


COUNTS = st.fixed_dictionaries(
    {},
    optional={
        "characters": st.integers(1, 24), "backgrounds": st.integers(1, 40), "bgm": st.integers(0, 40),
        "se": st.integers(0, 90), "ui": st.integers(0, 44), "videos": st.integers(0, 20), "events": st.integers(0, 40),
        "expressions": st.lists(st.sampled_from(["normal", "happy", "sad", "shy"]), min_size=1, unique=True),
        "outfits": st.lists(st.sampled_from(["uniform", "casual", "yukata"]), min_size=1, unique=True),
        "times_of_day": st.lists(st.sampled_from(["day", "night"]), min_size=1, unique=True),
        "voice": st.booleans(), "play_through": st.booleans(),
        "targets": st.lists(st.sampled_from(["web", "renpy"]), unique=True),
    },
)  # fmt: skip


@FUZZ
@given(COUNTS)
def test_every_brief_in_bounds_is_a_project_whose_specs_come_after_what_they_need(game):
    project = load_project(yaml.safe_dump({"game": game}).encode(), "g.yaml", _library())
    seen: set[str] = set()
    for spec in decompose(project, _library()):
        assert set(spec.depends_on) <= seen
        assert spec.id not in seen
        seen.add(spec.id)
