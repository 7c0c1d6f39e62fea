"""The JSON schema that Ollama's grammar enforces while the model writes."""

from __future__ import annotations

from typing import Any

from yoake.texts.registry import SCHEMAS

_NOT_SENT = frozenset(("title", "default", "minLength", "maxLength", "maxItems", "description"))
"""Length bounds become repetitions in the grammar: 2,000 characters make it slow or are refused. They are checked in
the answer instead."""


def schema_for(name: str) -> dict[str, Any]:
    """The schema of a kind of text, without what a grammar cannot bear."""
    document: dict[str, Any] = _slimmed(SCHEMAS[name].model_json_schema())
    return document


def _slimmed(node: Any, *, names: bool = False) -> Any:
    if isinstance(node, dict):
        # the keys below `properties` and `$defs` are names of fields and models, not words of JSON Schema
        return {
            key: _slimmed(value, names=key in ("properties", "$defs") and not names)
            for key, value in node.items()
            if names or key not in _NOT_SENT
        }
    return [_slimmed(one) for one in node] if isinstance(node, list) else node
