"""Why ComfyUI refuses a graph, or would leave a part of it out; as an error that names what is missing.

The refusal's own `message` and `details` are often empty: the cause stands in `node_errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yoake.errors import InvalidRequestError
from yoake.providers.comfyui.nodes import MODEL_FOLDERS, combo_options, is_model_file, named

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a graph."""

    node: str
    node_class: str
    kind: str
    """ComfyUI's word: `value_not_in_list`, `required_input_missing`, ..."""
    field: str
    value: Any
    options: tuple[Any, ...] | None
    """What is allowed, where the server lists it: long lists are left out."""
    details: str

    @property
    def missing_model(self) -> bool:
        """Whether a file of weights is not there."""
        return self.kind == "value_not_in_list" and is_model_file(self.field, self.value)


def faults_in(node_errors: Any) -> list[Fault]:
    """What `node_errors` says; empty where it says nothing that can be understood."""
    return list(_faults(node_errors))


def _faults(node_errors: Any) -> Iterator[Fault]:
    for node, entry in node_errors.items() if isinstance(node_errors, dict) else ():
        errors = entry.get("errors") if isinstance(entry, dict) else None
        for error in errors if isinstance(errors, list) else ():
            if isinstance(error, dict):
                extra = error.get("extra_info")
                extra = extra if isinstance(extra, dict) else {}
                yield Fault(
                    str(node),
                    str(entry.get("class_type", "")),
                    str(error.get("type", "")),
                    str(extra.get("input_name", "")),
                    extra.get("received_value"),
                    combo_options(extra.get("input_config")),
                    str(error.get("details") or error.get("message") or ""),
                )


def refusal(
    error: Any, faults: list[Fault], service: str, asset: str, cleaned: Callable[[str], str]
) -> InvalidRequestError:
    """The error for a graph that was refused, or of which a part would be left out.

    Args:
        error: the refusal's `error`; none where the graph was accepted in part.
        cleaned: makes the service's words short and harmless.
    """
    error = error if isinstance(error, dict) else {}
    if error.get("type") == "missing_node_type":
        extra = error.get("extra_info")
        name = extra.get("class_type") if isinstance(extra, dict) else None
        return missing_node(cleaned(str(name or "without a class")), service, asset)
    lost = next((fault for fault in faults if fault.missing_model), None)
    if lost is not None:
        folder = MODEL_FOLDERS.get(lost.field)
        return InvalidRequestError(
            "comfyui.missing-model",
            f"Model file {cleaned(str(lost.value))} for {asset} is not on {service}; {cleaned(named(lost.options))}.",
            next_step=f"Put it into {f'models/{folder}/' if folder else 'its folder'} there, "
            "or name another in the workflow.",
        )
    told = "; ".join(f"{f.node_class} (node {f.node}): {_sentence(f)}" for f in faults[:_MOST_TOLD])
    if not told:
        told = str(error.get("details") or error.get("message") or error.get("type") or "it does not say why")
    return InvalidRequestError(
        "comfyui.invalid-workflow",
        f"{service} does not accept the workflow of {asset}: {cleaned(told)}.",
        next_step="Correct the workflow, or the parameters that it names.",
    )


def missing_node(name: str, service: str, asset: str) -> InvalidRequestError:
    """The error for a node class that the server does not have."""
    return InvalidRequestError(
        "comfyui.missing-node",
        f"{service} has no node {name}, which {asset} needs.",
        next_step="Install the custom nodes that bring it, or update ComfyUI there.",
    )


def _sentence(fault: Fault) -> str:
    if fault.kind == "value_not_in_list":
        return f"{fault.field} may not be {fault.value!r}; {named(fault.options)}"
    if fault.kind == "required_input_missing":
        return f"{fault.field or fault.details} is missing"
    return f"{fault.kind.replace('_', ' ')}: {fault.details}"
