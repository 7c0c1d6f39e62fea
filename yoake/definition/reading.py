"""YAML as plain values with line numbers, from the parser's events.

Built here and not with `yaml.safe_load`, because people need the line of every key, both lines of a duplicate key, and
files from anywhere must cost neither memory (alias bombs) nor stack (deep nesting) nor run anything (Python tags).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import yaml

from yoake.definition.decoding import FORBIDDEN
from yoake.definition.problems import Problems, quoted
from yoake.definition.scalars import CORE_TAGS, ScalarError, convert, resolve
from yoake.definition.syntax_words import explain
from yoake.definition.tree import Step, Tree, key_of

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml: the same events, about ten times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_DEPTH = 32
MAX_NODES = 250_000
"""Values of a file, with every alias counted as what it stands for."""


class _Sentinel:
    pass


_WAITING: Final = _Sentinel()  # the mapping's next value is a key
_MERGE: Final = _Sentinel()  # ... is what `<<` merges
_DROPPED: Final = _Sentinel()  # ... belongs to a key that is no key


class _Frame:
    """A container under construction."""

    __slots__ = ("anchor", "container", "height", "key", "key_line", "line", "lines", "mapping", "merges", "nodes")

    def __init__(self, container: Any, line: int, anchor: str | None, lines: dict[Step, int]) -> None:
        self.container = container
        self.mapping = type(container) is dict
        self.key: str | _Sentinel = _WAITING
        self.key_line = 0
        self.line = line
        self.anchor = anchor
        self.lines = lines
        self.merges: list[tuple[int, Any]] = []
        self.nodes = 1
        self.height = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: Any
    nodes: int
    height: int
    written: str | None


class _Stop(Exception):  # noqa: N818 - not an error: the problem has been noted
    pass


def read_tree(text: str, problems: Problems) -> Tree | None:
    """Reads the one document of a file.

    Args:
        text: the file's text, without control characters.
        problems: takes what is wrong: syntax, duplicate or non-text keys, tags, depth, size, several documents.

    Returns:
        The tree, None where the file could not be read to its end.
    """
    builder = _Builder(problems)
    try:
        builder.read(text)
    except _Stop:
        return None
    except yaml.YAMLError as error:
        line, message, right = explain(error, text)
        problems.add("syntax", line, "", message, right)
        return None
    return builder.tree


class _Builder:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.tree = Tree(None)
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchored] = {}
        self.nodes = 0
        self.documents = 0

    def read(self, text: str) -> None:
        for event in yaml.parse(text, Loader=_Loader):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open({}, event, "map")
            elif kind is yaml.MappingEndEvent:
                self._merge(self.stack[-1])
                self._close()
            elif kind is yaml.SequenceStartEvent:
                self._open([], event, "seq")
            elif kind is yaml.SequenceEndEvent:
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    mark = event.start_mark
                    line = mark.line + 1 if mark else 1
                    self._stop("several-documents", line, "a second YAML document starts here (---)", "keep only one")

    def _path(self, *last: Step) -> str:
        steps: list[Step] = []
        for frame in self.stack:
            if not frame.mapping:
                steps.append(len(frame.container))
            elif isinstance(frame.key, str):
                steps.append(frame.key)
        return key_of((*steps, *last))

    def _problem(self, code: str, line: int, message: str, right: str = "", *last: Step) -> None:
        key = self._path(*last)
        self.tree.unreadable.add(key)
        self.problems.add(code, line, key, message, right)

    def _stop(self, code: str, line: int, message: str, right: str) -> None:
        self._problem(code, line, message, right)
        raise _Stop

    def _count(self, nodes: int, height: int, line: int) -> None:
        """Counts a finished value, or what an alias stands for, and refuses what is too much."""
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            right = f"at most {MAX_NODES:,} are read, with every alias counted as what it stands for"
            self._stop("too-many-values", line, "the file has too many values", right)
        if len(self.stack) + height > MAX_DEPTH + 1:
            self._stop("too-deep", line, "this is nested too deeply", f"at most {MAX_DEPTH} levels are read")
        self._tell_parent(nodes, height)

    def _tell_parent(self, nodes: int, height: int) -> None:
        if self.stack:
            top = self.stack[-1]
            top.nodes += nodes
            if height >= top.height:
                top.height = height + 1

    def _open(self, container: Any, event: Any, tag: str) -> None:
        line = event.start_mark.line + 1
        if event.tag not in (None, "!") and CORE_TAGS.get(event.tag) != tag:
            self._refuse_tag(event.tag, line)
        if len(self.stack) >= MAX_DEPTH:
            self._stop("too-deep", line, "this is nested too deeply", f"at most {MAX_DEPTH} levels are read")
        lines: dict[Step, int] = {}
        self.tree.lines[id(container)] = lines
        # a parent's reference keeps the container, and with it its id(), alive
        self.stack.append(_Frame(container, line, event.anchor, lines))

    def _close(self) -> None:
        frame = self.stack.pop()
        self.nodes += 1  # what it holds was counted one by one
        self._tell_parent(frame.nodes, frame.height)
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchored(frame.container, frame.nodes, frame.height, None)
        self._put(frame.container, frame.line, None)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        name = event.anchor
        if any(frame.anchor == name for frame in self.stack):
            self._stop("alias", line, f"the alias *{name} stands for something that contains it", "write it out")
        anchored = self.anchors.get(name)
        if anchored is None:
            self._stop("alias", line, f"the alias *{name} has no anchor &{name} before it", "write it out")
        else:
            self._count(anchored.nodes, anchored.height, line)
            self._put(anchored.value, line, anchored.written)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        text = event.value
        written = None
        value: Any = text
        if event.style == '"' and FORBIDDEN.search(text):
            self._problem("control-character", line, f"{quoted(text)} holds an invisible character", "remove it")
        if event.implicit[0]:
            if self.stack and text == "<<" and self.stack[-1].mapping and self.stack[-1].key is _WAITING:
                self.stack[-1].key, self.stack[-1].key_line = _MERGE, line
                return
            try:
                value = resolve(text)
            except ScalarError as error:
                self._problem("number", line, str(error), "write a smaller number, or put text in quotes")
            if value is not text:
                written = text
        elif event.tag is not None and event.tag != "!":
            tag = CORE_TAGS.get(event.tag)
            if tag is None:
                self._refuse_tag(event.tag, line)
            else:
                try:
                    value = convert(text, tag)
                except ScalarError as error:
                    self._problem("tag", line, str(error), "remove the tag")
        self._count(1, 1, line)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, 1, 1, written)
        self._put(value, line, written)

    def _refuse_tag(self, tag: str, line: int) -> None:
        name = f"!!{tag.rsplit(':', 1)[-1]}" if tag.startswith("tag:yaml.org,2002:") else tag
        self._problem("tag", line, f"the tag {quoted(name)} is not allowed", "remove it; only plain values are read")

    def _put(self, value: Any, line: int, written: str | None) -> None:
        """Hands a finished value to the container that it stands in."""
        if not self.stack:
            self.tree.root = value
            return
        frame = self.stack[-1]
        if not frame.mapping:
            index = len(frame.container)
            frame.lines[index] = line
            frame.container.append(value)
            if written is not None:
                self.tree.written[id(frame.container), index] = written
            return
        key = frame.key
        if key is _WAITING:
            self._take_key(frame, value, line, written)
            return
        if isinstance(key, str):
            frame.container[key] = value
            if written is not None:
                self.tree.written[id(frame.container), key] = written
        elif key is _MERGE:
            frame.merges.append((line, value))
        frame.key = _WAITING

    def _take_key(self, frame: _Frame, value: Any, line: int, written: str | None) -> None:
        frame.key = _DROPPED
        if not isinstance(value, str):
            if written:
                right = f'put it in quotes: "{written}"'
            else:
                right = "a key is a word, and a list or a mapping stands after its colon"
            what = quoted(written if written is not None else value)
            self._problem("key", line, f"the key {what} is not text", right)
        elif value in frame.lines:
            first = frame.lines[value]
            message = f"the key {quoted(value)} stands twice, in lines {first} and {line}"
            self._problem("duplicate-key", line, message, "keep one of them", value)
        else:
            frame.key = value
            frame.lines[value] = line

    def _merge(self, frame: _Frame) -> None:
        """`<<: *base`: what the mapping does not say itself comes from `base` (YAML 1.1 merge keys)."""
        for line, merged in frame.merges:
            for source in merged if isinstance(merged, list) else [merged]:
                if not isinstance(source, dict):
                    self._problem("merge", line, "<< merges only mappings", "write `<<: *name` of a mapping &name")
                    continue
                for key, value in source.items():
                    if key not in frame.container:
                        frame.container[key] = value
                        frame.lines[key] = line
                        if (id(source), key) in self.tree.written:
                            self.tree.written[id(frame.container), key] = self.tree.written[id(source), key]
