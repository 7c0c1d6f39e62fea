"""Every mistake is told with its line, its key and what would be right."""

import pickle

import pytest

from yoake.definition.problems import ProjectFileError

SPEC = "{id: a, type: image_gen, workflow: background"
# (file, line, key, code, words of the message or remedy)
CASES = [
    ("tasks:\n- {id: a, type: integrate}\n- {id: a, type: integrate}", 3, "tasks[1].id", "duplicate-id", "2 and 3"),
    (
        "tasks:\n- {id: a, type: integrate, depends_on: [b]}\n- {id: b, type: integrate, depends_on: [c]}\n"
        "- {id: c, type: integrate, depends_on: [a]}",
        2, "tasks[0].depends_on", "cycle", "a -> b -> c -> a",
    ),
    ("tasks: [{id: a, type: integrate, depends_on: [a]}]", 1, "tasks[0].depends_on[0]", "self-dependency", "itself"),
    ("game: {}\ntasks:\n- {id: a, type: integrate, depends_on:\n  [scenari]}", 4, "tasks[0].depends_on[0]",
     "unknown-reference", 'did you mean "scenario"?'),
    ("tasks: [{id: a, type: imagegen}]", 1, "tasks[0].type", "unknown-type", 'did you mean "image_gen"?'),
    ("tasks:\n- id: a\n  type: image_gen\n  workflow: expresion_variation", 4, "tasks[0].workflow", "unknown-workflow",
     'did you mean "expression_variation"?'),
    ("tasks: [{id: a, type: llm_gen, template: dialog}]", 1, "tasks[0].template", "unknown-template", '"dialogue"?'),
    (f"tasks: [{SPEC}, workflo: x}}]", 1, "tasks[0].workflo", "unknown-key", 'did you mean "workflow"?'),
    ("titl: x\ngame: {}", 1, "titl", "unknown-key", 'did you mean "title"?'),
    ("game: {endngs: 3}", 1, "game.endngs", "unknown-key", 'did you mean "endings"?'),
    ("tasks: [{id: a, type: image_gen}]", 1, "tasks[0]", "missing-key", "needs a workflow"),
    ("tasks: [{id: a, type: llm_gen}]", 1, "tasks[0]", "missing-key", "a template or a prompt"),
    ("tasks: [{id: a, type: voice_gen}]", 1, "tasks[0]", "missing-key", "what to say"),
    ("tasks: [{type: integrate}]", 1, "tasks[0]", "missing-key", '"id" is missing'),
    ("tasks: [{id: a}]", 1, "tasks[0]", "missing-key", '"type" is missing'),
    ("tasks: [{id: a, type: build}]", 1, "tasks[0].params", "missing-parameter", "needs target"),
    ("tasks: [{id: a, type: data_process}]", 1, "tasks[0].params", "missing-parameter", "needs processor"),
    (f"tasks: [{SPEC}, params: {{plaze: x}}}}]", 1, "tasks[0].params.plaze", "unknown-parameter", '"place"?'),
    (f"tasks: [{SPEC}, params: {{steps: many}}}}]", 1, "tasks[0].params.steps", "wrong-type", "a whole number"),
    (f"tasks: [{SPEC}, params: {{steps: 0}}}}]", 1, "tasks[0].params.steps", "bounds", "at least 1"),
    (f"tasks: [{SPEC}, params: {{kind: forrest}}}}]", 1, "tasks[0].params.kind", "unknown-value", '"forest"?'),
    (f"tasks: [{SPEC}, params: {{place: ../x}}}}]", 1, "tasks[0].params.place", "name", "lower-case"),
    ("tasks: [{id: a, type: bgm_gen, params: {moods: [calm, calm]}}]", 1, "tasks[0].params.moods[1]",
     "duplicate-entry", "twice"),
    ("tasks: [{id: a, type: image_gen, workflow: ui_parts, params: {parts: [a/b]}}]", 1, "tasks[0].params.parts[0]",
     "name", "without /"),
    (f"tasks: [{SPEC}, candidates: 99}}]", 1, "tasks[0].candidates", "bounds", "at most 16"),
    ("tasks: [{id: a, type: integrate, workflow: bgm}]", 1, "tasks[0].workflow", "not-used", "takes no workflow"),
    ("tasks: [{id: a, type: image_gen, workflow: bgm}]", 1, "tasks[0].workflow", "wrong-workflow", "makes music"),
    (f"tasks: [{SPEC}, foreach: a.b}}]", 1, "tasks[0].foreach", "self-dependency", "own result"),
    (f"tasks: [{SPEC}}}, {{id: b, type: integrate, foreach: a.x}}]", 1, "tasks[1].foreach", "no-collection",
     "yields no"),
    ("game: {}\ntasks: [{id: b, type: integrate, foreach: scenario.scnes}]", 2, "tasks[0].foreach", "no-collection",
     'did you mean "scenes"?'),
    (f"tasks: [{SPEC}, foreach: x}}]", 1, "tasks[0].foreach", "name", "dialogue.lines"),
    ("tasks: [{id: Hero Pic, type: integrate}]", 1, "tasks[0].id", "name", '"hero_pic"'),
    ("tasks: [{id: ../../etc, type: integrate}]", 1, "tasks[0].id", "name", "lower-case letters"),
    ("project: Foo.Bar\ngame: {}", 1, "project", "name", "foo_bar"),
    ("game: {outfits: [uniform, a/b]}", 1, "game.outfits[1]", "name", "lower-case"),
    ("game: {characters: [{id: サクラ}]}", 1, "game.characters[0].id", "name", "lower-case"),
    ("game: {characters: [{id: a}, {id: a}]}", 1, "game.characters[1].id", "duplicate-entry", "twice"),
    ("game: {characters: 25}", 1, "game.characters", "bounds", "at most 24"),
    ("game: {characters: many}", 1, "game.characters", "wrong-type", "a list, or how many"),
    ("game: {bgm: 2.5}", 1, "game.bgm", "wrong-type", "a whole number"),
    ("game: {expressions: [hapy]}", 1, "game.expressions[0]", "unknown-value", '"happy"?'),
    ("game: {characters: [{id: a, role: no}]}", 1, "game.characters[0].role", "wrong-type", 'write "no" in quotes'),
    ("title: 1984\ngame: {}", 1, "title", "wrong-type", 'write "1984" in quotes'),
    ("game: {theme: 0o17}", 1, "game.theme", "wrong-type", 'write "0o17" in quotes'),
    ("seed: 010\ngame: {}", 1, "seed", "wrong-type", "without leading zeros"),
    ('seed: "10"\ngame: {}', 1, "seed", "wrong-type", "without quotes"),
    ("seed: 1_000\ngame: {}", 1, "seed", "wrong-type", "write 1000"),
    ("seed: 4294967296\ngame: {}", 1, "seed", "bounds", "less than"),
    (f"seed: {'9' * 5000}\ngame: {{}}", 1, "seed", "number", "5,000 digits"),
    ("seed: 1e999\ngame: {}", 1, "seed", "number", "enormous"),
    ("seed: .nan\ngame: {}", 1, "seed", "number", "not a finite"),
    ("tasks: [{id: a, type: integrate, depends_on: b}]", 1, "tasks[0].depends_on", "wrong-type", "write [b]"),
    ("tasks: [{id: a, type: integrate, params: }]", 1, "tasks[0].params", "wrong-type", "no value"),
    ("game: {}\ntasks: [{id: v, type: voice_gen, params: {character: herro}}]", 2, "tasks[0].params.character",
     "unknown-character", '"hero"?'),
    ("defaults: {image_gen: {params: {styl: x}}}\ngame: {}", 1, "defaults.image_gen.params.styl",
     "unknown-parameter", '"style"?'),
    ("defaults: {image: {provider: x}}\ngame: {}", 1, "defaults.image", "unknown-type", '"image_gen"?'),
    ("project: x\nproject: y\ngame: {}", 2, "project", "duplicate-key", "lines 1 and 2"),
    ("game: {}\n1: x", 2, "", "key", 'put it in quotes: "1"'),
    ("game: {}\n? [a]\n: x", 2, "", "key", "not text"),
    ("a: *b", 1, "a", "alias", "no anchor &b"),
    ("a: &b [*b]", 1, "a[0]", "alias", "contains it"),
    ("game: {<<: 3}", 1, "game", "merge", "only mappings"),
    ("game: !!python/object/apply:os.system [ls]", 1, "game", "tag", "not allowed"),
    ("title: !secret x\ngame: {}", 1, "title", "tag", "only plain values"),
    ("seed: !!int x\ngame: {}", 1, "seed", "tag", "does not fit"),
    ("", 1, "", "empty", "the file is empty"),
    ("# nothing but this", 1, "", "empty", "game:"),
    ("project: x", 1, "", "empty", "nothing is to be made"),
    ("- a\n- b", 1, "", "not-a-mapping", "a list of 2 entries"),
    ("hello", 1, "", "not-a-mapping", 'only "hello"'),
    ("game: {}\n---\ngame: {}", 2, "", "several-documents", "keep only one"),
    ("a: b: c", 1, "", "syntax", "colon"),
    ("game:\n\tvoice: no", 2, "", "syntax", "a tab"),
    ("game: {voice: no", 1, "", "syntax", "not closed"),
    ("title: 'x\ngame: {}", 2, "", "syntax", "quote"),
    ("title：星空\ngame: {}", 2, "", "syntax", "half-width colon"),
    ("a: " + "[" * 40 + "]" * 40, 1, "a" + "[0]" * 31, "too-deep", "32"),
    (b"title: \x8f\x90\ngame: {}", 1, "", "not-utf-8", "Shift_JIS"),
    (b"game: {}\ntitle: \xff\xfe\xfd", 2, "", "not-utf-8", "byte 16"),
    (b"\xff\xfea\x00", 1, "", "not-utf-8", "UTF-16"),
    (b"title: a\x00b", 1, "", "control-character", "U+0000"),
    ("title: x\n\u202ey: z", 2, "", "control-character", "U+202E"),
    ('title: "a\\0b"\ngame: {}', 1, "title", "control-character", "invisible"),
    (b"#" * (1024 * 1024 + 1), 1, "", "too-large", "1,048,577 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "key", "code", "words"), CASES, ids=[f"{c[3]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_mistake_is_told(problems, text, line, key, code, words):
    (problem,) = problems(text)
    assert (problem.line, problem.key, problem.code) == (line, key, f"project.{code}")
    assert words in f"{problem.message}; {problem.right}"


def test_a_problem_reads_as_one_sentence(problems):
    (problem,) = problems("tasks:\n- {id: a, type: image_gen, workflow: expresion_variation}")
    assert str(problem) == (
        'game.yaml:2: tasks[0].workflow: unknown workflow "expresion_variation"; did you mean "expression_variation"?'
    )


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(problems):
    found = problems("seed: x\ngame: {endings: 0}\ntasks:\n- {id: a, type: build}\n- {id: a, type: nothing}\ntitle: 3")
    assert [(p.line, p.code) for p in found] == [
        (1, "project.wrong-type"),
        (2, "project.bounds"),
        (4, "project.missing-parameter"),
        (5, "project.duplicate-id"),
        (5, "project.unknown-type"),
        (6, "project.wrong-type"),
    ]


def test_an_alias_bomb_is_refused_without_being_expanded(problems):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    assert problems(bomb)[0].code == "project.too-many-values"


def test_a_chain_of_aliases_is_not_deeper_than_what_is_written(problems):
    chain = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 40))
    assert problems(chain)[0].code == "project.too-deep"


def test_a_project_of_too_many_specs_is_refused(problems):
    text = "tasks:\n" + "".join(f"- {{id: t{i}, type: integrate}}\n" for i in range(20_001))
    (problem,) = problems(text)
    assert (problem.key, problem.right) == ("tasks", "at most 20,000")


def test_a_circle_of_hundreds_is_told_in_one_line(problems):
    text = "tasks:\n" + "".join(
        f"- {{id: t{i}, type: integrate, depends_on: [t{(i + 1) % 5000}]}}\n" for i in range(5000)
    )
    (problem,) = problems(text)
    assert problem.code == "project.cycle"
    assert len(str(problem)) < 300


def test_a_file_full_of_mistakes_is_told_quickly_and_shortened(load):
    text = "tasks:\n" + "".join(
        f"- {{id: t{i}, type: image_gen, workflow: x, depends_on: [u{i}]}}\n" for i in range(5000)
    )
    with pytest.raises(ProjectFileError) as caught:
        load(text)
    assert len(caught.value.problems) == 10_000
    assert str(caught.value).count("\n") == 50


def test_the_error_travels_between_processes(load):
    with pytest.raises(ProjectFileError) as caught:
        load("nonsense")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.problems == caught.value.problems
    assert (copy.code, str(copy)) == ("project.not-a-mapping", str(caught.value))


def test_text_of_the_file_cannot_break_a_message_into_lines(problems):
    (problem,) = problems('tasks: [{id: a, type: "x\\ny\\tz"}]')
    assert "\n" not in str(problem)
    assert "\t" not in str(problem)
