"""Which files a finished job has made, read from its record in `/history`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_OUTPUTS = 1000
_LONGEST_NAME = 1024
_FOLDERS = frozenset(("output", "temp", "input"))


@dataclass(frozen=True, slots=True)
class Output:
    """One file at the server. Its names are the server's words: they go back to it and are never paths here."""

    node: str
    """Id of the graph's node that made it."""
    kind: str
    """The key it stands under: `images` (videos too), `audio`, `gifs` (VideoHelperSuite), `3d`."""
    filename: str
    subfolder: str
    folder: str
    """`output`, or `temp` for previews."""


def files_in(record: Mapping[str, Any]) -> list[Output] | None:
    """The files of a record, by node in the order in which they were made; none where it has another form.

    Texts, flags (`animated`) and whatever else is no file are left out.
    """
    outputs = record.get("outputs")
    if not isinstance(outputs, dict):
        return None
    found: list[Output] = []
    for node, made in outputs.items():
        if not isinstance(made, dict):
            return None
        for kind, entries in made.items():
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and "filename" in entry:
                    output = _output(str(node), str(kind), entry)
                    if output is None or len(found) >= MOST_OUTPUTS:
                        return None
                    found.append(output)
    return found


def _output(node: str, kind: str, entry: Mapping[str, Any]) -> Output | None:
    filename, subfolder, folder = entry["filename"], entry.get("subfolder", ""), entry.get("type", "output")
    if not all(isinstance(text, str) and len(text) <= _LONGEST_NAME for text in (filename, subfolder, folder)):
        return None
    if not filename or folder not in _FOLDERS:
        return None
    return Output(node, kind, filename, subfolder, folder)


def silent_nodes(record: Mapping[str, Any]) -> list[str]:
    """Output nodes that were to run and have left nothing behind, not even a text.

    A record's `prompt` is `[number, id, graph, extra data, output nodes]`.
    """
    prompt, outputs = record.get("prompt"), record.get("outputs")
    wanted = prompt[4] if isinstance(prompt, list) and len(prompt) > 4 and isinstance(prompt[4], list) else []
    made = {node for node, what in outputs.items() if what} if isinstance(outputs, dict) else set()
    return [node for node in wanted if isinstance(node, str) and node not in made]
