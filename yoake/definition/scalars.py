"""What an unquoted word of YAML is: text, a number, a truth value or nothing.

Numbers follow the core schema of YAML 1.2 (no octal `010`, no sexagesimal `12:30`, no dates: those stay the text that
was written), truth values also know the words of YAML 1.1 (`yes`, `no`, `on`, `off`), which people write to switch
something. Where text was wanted, the loader asks for quotes instead of guessing.
"""

from __future__ import annotations

import re

_CONSTANTS: dict[str, bool | None] = {"": None, "~": None}
for _word, _value in (("null", None), ("true", True), ("yes", True), ("on", True), ("false", False), ("no", False),
                      ("off", False)):  # fmt: skip
    _CONSTANTS |= {_word: _value, _word.capitalize(): _value, _word.upper(): _value}
_NUMBER_STARTS = frozenset("+-.0123456789")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_OTHER_BASE = re.compile(r"0x[0-9a-fA-F]+\Z|0o[0-7]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_MOST_DIGITS = 30

CORE_TAGS = {f"tag:yaml.org,2002:{name}": name for name in ("str", "int", "float", "bool", "null", "map", "seq")}


class ScalarError(ValueError):
    """A scalar that no value can be made of; the text says why, in words."""


Scalar = str | int | float | bool | None


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar.

    Raises:
        ScalarError: for a number that is enormous or not finite.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.match(text):
        if len(text) > _MOST_DIGITS:
            raise ScalarError(f"the number has {len(text):,} digits")
        return int(text)
    if _OTHER_BASE.match(text):
        if len(text) > _MOST_DIGITS:
            raise ScalarError(f"the number has {len(text):,} digits")
        return int(text, 0)
    if _LEADING_ZERO.match(text):
        return text
    if _NOT_FINITE.match(text):
        raise ScalarError(f"{text} is not a finite number")
    if _FLOAT.match(text):
        if len(text) > 2 * _MOST_DIGITS:
            raise ScalarError(f"the number has {len(text):,} characters")
        number = float(text)
        if abs(number) > 1e300:
            raise ScalarError(f"the number {text} is enormous")
        return number
    return text


def convert(text: str, tag: str) -> Scalar:
    """The value of a scalar with an explicit tag (`!!int 5`).

    Args:
        text: the scalar as written.
        tag: `str`, `int`, `float`, `bool` or `null`.

    Raises:
        ScalarError: where the text is none of that.
    """
    if tag == "str":
        return text
    value = resolve(text)
    kinds: dict[str, type] = {"int": int, "float": float, "bool": bool, "null": type(None)}
    if tag == "float" and type(value) is int:
        return float(value)
    if type(value) is not kinds.get(tag):
        raise ScalarError(f"the tag !!{tag} does not fit its value")
    return value
