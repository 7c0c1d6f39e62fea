"""From the bytes of a node file to a `NodeFile`, with every mistake named at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from yoake.definition.decoding import decode
from yoake.definition.problems import Problem, Problems, ProjectFileError, quoted
from yoake.definition.reading import read_tree
from yoake.definition.tree import Path, Tree, key_of
from yoake.nodes.models import (
    BUILTIN_SERVICES,
    CPU_POOL,
    STORE_BLOCK,
    CpuEntry,
    GpuEntry,
    ModelEntry,
    NodeFile,
    ServiceEntry,
)
from yoake.nodes.services import check_service

RESERVED = frozenset({CPU_POOL, *BUILTIN_SERVICES})
_SECRET_KEYS = frozenset({"catalog", "settings", "token_env", "url"})
"""Keys whose values may hold a password and never stand in a message."""
_UNION_STEPS = frozenset({"constrained-int", "int", "literal['auto']", "[key]"})
_MODELS: dict[str, type[BaseModel]] = {"gpus": GpuEntry, "services": ServiceEntry, "models": ModelEntry}
_WANTED = {
    "string_type": "text is wanted",
    "int_type": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "list_type": "a list is wanted",
    "dict_type": "a mapping (`key: value`) is wanted",
    "model_type": "a mapping (`key: value`) is wanted",
    "model_attributes_type": "a mapping (`key: value`) is wanted",
}
_FORMS = {
    "url": "write an address without a password, such as `http://127.0.0.1:8188`",
    "block": "write TYPE/NAME, such as `suno/main`",
    "token_env": "write the name of an environment variable, in capitals, such as `SUNO_TOKEN`; never the token itself",
    "dask": "write `tcp://HOST:8786`, or null",
    "catalog": "write `sqlite`, or `postgresql://USER@HOST/DATABASE`",
    "hosts": "write a host's name, such as `api.example.com`",
    "gpu": "write the name of one of `gpus`, such as `gpu-0`",
    "uuid": "write it as `nvidia-smi -L` shows it, `GPU-` and 32 digits in five groups",
}
_STORE = re.compile(re.escape(STORE_BLOCK) + r"[a-z0-9-]{1,64}")
_NAME_FORM = "a name has lower-case letters, digits, - and _, and starts with a letter"
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
    "too_long": ("max_length", "at most this many entries:"),
    "string_too_long": ("max_length", "at most this many characters:"),
    "string_too_short": ("min_length", "at least this many characters:"),
}


class NodeFileError(ProjectFileError):
    """A node file that cannot be used, with everything that is wrong with it, sorted by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.code = self.problems[0].code if len(self.problems) == 1 else "nodes.invalid"

    def __reduce__(self) -> tuple[object, ...]:
        return (NodeFileError, (self.problems,))


class _NodeProblems(Problems):
    """Problems of a node file: the same reader as for project files, codes of their own family."""

    def add(self, code: str, line: int, key: str, message: str, right: str = "") -> None:
        """Notes a problem."""
        self.found.append(Problem(self.file, line, key, message, right, f"nodes.{code}"))


def load_node_file(data: bytes, name: str) -> NodeFile:
    """Reads a node file.

    Args:
        data: the file's content.
        name: the file's name as people know it.

    Raises:
        NodeFileError: everything that is wrong: `nodes.syntax`, `nodes.unknown-key`, `nodes.unknown-gpu`, ...
    """
    problems = _NodeProblems(name)
    text = decode(data, problems)
    tree = read_tree(text, problems) if text is not None else None
    node = None
    if tree is not None:
        root = {} if tree.root is None else tree.root
        if isinstance(root, dict):
            node = _validate(root, tree, problems)
        else:
            problems.add("wrong-type", 1, "", f"a mapping (`key: value`) is wanted, not {quoted(root)}")
    if node is not None and tree is not None:
        _check_references(node, tree, problems)
    if problems.found or node is None:
        raise NodeFileError(problems.found)
    return node


def _validate(root: dict[Any, Any], tree: Tree, problems: Problems) -> NodeFile | None:
    try:
        return NodeFile.model_validate(root, strict=True)
    except ValidationError as error:
        told: set[Path] = set()
        for details in error.errors(include_url=False):
            path: Path = tuple(s for s in details["loc"] if s not in _UNION_STEPS)
            if path not in told:
                told.add(path)
                _tell(details, path, tree, problems)
        return None


def _tell(details: Any, path: Path, tree: Tree, problems: Problems) -> None:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    line, key, last = tree.line(path), key_of(path), str(path[-1]) if path else ""
    shown = "this" if {str(s) for s in path} & _SECRET_KEYS else quoted(given)
    if key in tree.unreadable:
        return
    if path[:2] == ("cpu", "slots"):
        problems.add("wrong-value", line, key, f"{shown} is no number of slots", "a whole number from 1, or auto")
    elif kind == "missing":
        problems.add("missing-key", tree.line(path[:-1]), key_of(path[:-1]), f'the key "{last}" is missing')
    elif kind == "extra_forbidden":
        model = CpuEntry if path[0] == "cpu" else _MODELS.get(str(path[0]), NodeFile)
        right = problems.suggest(last, list((model if len(path) > 1 else NodeFile).model_fields), "keys")
        problems.add("unknown-key", line, key, f"unknown key {quoted(last)}", right)
    elif kind == "literal_error":
        names = re.findall(r"'([^']*)'", context["expected"])
        problems.add(
            "unknown-value", line, key, f"unknown value {shown}", problems.suggest(str(given), names, "allowed")
        )
    elif kind == "string_pattern_mismatch":
        form = _NAME_FORM if "[key]" in details["loc"] else _FORMS.get(_field(path), _NAME_FORM)
        problems.add("form", line, key, f"{shown} does not have the right form", form)
    elif kind in _LIMITS:
        name, words = _LIMITS[kind]
        problems.add("bounds", line, key, f"{shown} is out of bounds", f"{words} {context[name]:g}")
    elif kind in _WANTED:
        problems.add("wrong-type", line, key, f"{_WANTED[kind]}, not {shown}")
    else:
        problems.add("wrong-value", line, key, f"{shown} does not fit: {details['msg']}")


def _field(path: Path) -> str:
    """The key that a path ends in; of a list, the list's."""
    return next((s for s in reversed(path) if isinstance(s, str)), "")


def _check_references(node: NodeFile, tree: Tree, problems: Problems) -> None:
    _check_gpus(node, tree, problems)
    addresses: dict[str, str] = {}
    for name, service in node.services.items():
        path: Path = ("services", name)

        def tell(code: str, keys: tuple[str, ...], message: str, right: str, at: Path = path) -> None:
            full = (*at, *keys)
            problems.add(code, tree.line(full), key_of(full), message, right)

        if name in RESERVED or name in node.gpus:
            what = "a GPU's name" if name in node.gpus else "a name that Yoake uses itself"
            tell("reserved-name", (), f"{quoted(name)} is {what}", "call the service something else")
        if service.gpu is not None and service.gpu not in node.gpus:
            right = problems.suggest(service.gpu, list(node.gpus), "GPUs") or "name it under `gpus`"
            tell("unknown-gpu", ("gpu",), f"there is no GPU {quoted(service.gpu)}", right)
        check_service(service, problems, tell)
        if service.url is not None:
            address = service.url.rstrip("/")
            if address in addresses:
                tell("same-url", ("url",), f"{addresses[address]} has this address too", "one server is one service")
            addresses.setdefault(address, name)
    if node.store.startswith("block:") and not _STORE.fullmatch(node.store):
        right = f"write {STORE_BLOCK}NAME"
        problems.add("form", tree.line(("store",)), "store", f"{quoted(node.store)} names no block of a storage", right)
    if CPU_POOL in node.gpus:
        path = ("gpus", CPU_POOL)
        problems.add("reserved-name", tree.line(path), key_of(path), '"cpu" is no GPU\'s name', "call it gpu-0")


def _check_gpus(node: NodeFile, tree: Tree, problems: Problems) -> None:
    seen: dict[int | str, str] = {}
    for name, gpu in node.gpus.items():
        path: Path = ("gpus", name)
        if gpu.nvml is not None and gpu.uuid is not None:
            problems.add(
                "gpu-twice", tree.line(path), key_of(path), "`nvml` and `uuid` say the same", "keep one; uuid is safer"
            )
        for key, card in (("nvml", gpu.nvml), ("uuid", gpu.uuid.lower() if gpu.uuid else None)):
            if card is None:
                continue
            if card in seen:
                at = (*path, key)
                problems.add(
                    "same-gpu",
                    tree.line(at),
                    key_of(at),
                    f"{seen[card]} is this card too",
                    "every GPU stands here once",
                )
            seen.setdefault(card, name)
