"""The YAML parser's messages in plain words."""

from __future__ import annotations

import yaml

_QUOTE = "put text with : # [ ] { } , & * ! | > ' \" % @ ` in it into quotes"
# part of libyaml's message (or of PyYAML's own parser) -> what is wrong, what would be right
_WORDS = {
    "mapping values are not allowed": (
        "a colon is where none can be",
        "check the indentation, or put text that has a colon in it into quotes",
    ),
    "could not find expected ':'": ("a key has no colon after it", "write `key: value`, with a space after the colon"),
    "did not find expected key": ("the indentation or a quote is wrong here", "line the keys up with each other"),
    "did not find expected '-' indicator": ("a list entry is not in line with the others", "line the - signs up"),
    "expected <block end>": ("the indentation is wrong here", "line the keys up with each other"),
    "did not find expected ',' or ']'": ("a [ list ] is not closed, or a comma is missing", "check its , and ]"),
    "did not find expected ',' or '}'": ("a { mapping } is not closed, or a comma is missing", "check its , and }"),
    "expected ',' or ']'": ("a [ list ] is not closed, or a comma is missing", "check its , and ]"),
    "expected ',' or '}'": ("a { mapping } is not closed, or a comma is missing", "check its , and }"),
    "cannot start any token": ("a character is where none of its kind can be", _QUOTE),
    "found unexpected end of stream": ("the file ends within quotes", "add the missing quote"),
    "found unexpected document indicator": ("a --- or ... line is within quotes", "add the missing quote"),
    "unknown escape character": (
        "a backslash in double quotes starts no known escape",
        "write \\\\ for a backslash, or use single quotes",
    ),
    "did not find expected hexadecimal": ("an escape in double quotes is incomplete", "write \\u3042 with 4 digits"),
    "block sequence entries are not allowed": ("a list starts where none can be", "put the - on a line of its own"),
    "violates indentation": ("a tab is used for indentation", "indent with spaces"),
    "found undefined tag handle": ("a tag (!) is used that is not defined", "remove it, or put the text into quotes"),
    "did not find expected alphabetic or numeric character": (
        "an & or * has no name after it",
        "put text that starts with & or * into quotes",
    ),
    "did not find expected <document start>": ("something stands outside of the document", "check the indentation"),
    "incompatible YAML document": ("the file asks for another YAML version", "remove the %YAML line"),
    "exceeded max depth": ("this is nested too deeply", "at most 32 levels are read"),
    "invalid Unicode character escape": ("an escape in double quotes is no character", "check the \\u escape"),
}


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """The 1-based line of a syntax error, what is wrong there, and what would be right.

    Args:
        error: what the parser raised.
        text: the text that it parsed.
    """
    problem = str(getattr(error, "problem", None) or error).split("\n")[0][:200]
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    number = mark.line if mark is not None else 0
    lines = text.split("\n")
    number = min(number, len(lines) - 1)
    message, right = next((words for part, words in _WORDS.items() if part in problem), (problem, _QUOTE))
    # an error often shows up one line after its cause
    near = [line for line in lines[max(0, number - 1) : number + 1] if not line.lstrip().startswith("#")]
    if any(line[: len(line) - len(line.lstrip())].count("\t") for line in near):
        message, right = "a tab is used for indentation", "indent with spaces"
    elif any(line[: len(line) - len(line.lstrip())].count("\u3000") for line in near):
        message, right = "a full-width space is used for indentation", "indent with half-width spaces"
    elif any("\uff1a" in line and ":" not in line for line in near):
        right = "write the half-width colon : and a space, not \uff1a"
    return number + 1, message, right
