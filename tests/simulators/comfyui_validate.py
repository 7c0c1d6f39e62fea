"""How ComfyUI 0.12 looks at a posted graph (`validate_prompt` and `validate_inputs` of its `execution.py`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.simulators import comfyui_nodes as nodes
from tests.simulators.comfyui_graph import Graph, is_link, output_nodes

_LONG_LIST = 20
_CASTS: dict[str, Any] = {"INT": int, "FLOAT": float, "STRING": str, "BOOLEAN": bool}


@dataclass
class Verdict:
    """`error` none: accepted, with what is left of the output nodes."""

    error: dict[str, Any] | None = None
    outputs: list[str] = field(default_factory=list)
    node_errors: dict[str, Any] = field(default_factory=dict)


def _error(kind: str, message: str, details: str = "", **extra: Any) -> dict[str, Any]:
    return {"type": kind, "message": message, "details": details, "extra_info": extra}


def validate(graph: Graph, listing: nodes.LIST) -> Verdict:
    """Raises what ComfyUI raises for a graph of another form: the server then answers a bare 500."""
    for node, entry in graph.items():
        name = entry.get("class_type")  # a list has no get: AttributeError, as there
        title = (entry.get("_meta") or {}).get("title", name or f"ID #{node}")
        if name is None or name not in nodes.classes():
            message = (
                f"Node '{title}' not found. The custom node may not be installed."
                if name
                else f"Node 'ID #{node}' has no class_type. The workflow may be corrupted or a custom node is missing."
            )
            extra = {"node_id": node, "class_type": name, "node_title": title if name else None}
            return Verdict(_error("missing_node_type", message, f"Node ID '#{node}'", **extra))
    wanted = output_nodes(graph)
    if not wanted:
        return Verdict(_error("prompt_no_outputs", "Prompt has no outputs"))
    return _Check(graph, listing).all(wanted)


class _Check:
    def __init__(self, graph: Graph, listing: nodes.LIST) -> None:
        self.graph, self.listing = graph, listing
        self.found: dict[str, list[dict[str, Any]]] = {}
        self.walking: list[str] = []

    def all(self, wanted: list[str]) -> Verdict:
        good, top = [], ""
        for node in wanted:
            try:
                fine = self.node(node)
            except RecursionError:
                fine = False
            except Exception as error:  # noqa: BLE001 - ComfyUI turns whatever is raised into such an answer
                fine, top = False, f"Exception when validating node: {error}"
                self.found[node] = [_raised("exception_during_validation", "Exception when validating node", error)]
            if fine:
                good.append(node)
        errors = {
            node: {
                "errors": errors,
                "dependent_outputs": [o for o in wanted if o not in good and node in self._reach(o)],
                "class_type": self.graph[node]["class_type"],
            }
            for node, errors in self.found.items()
            if errors
        }
        if good:
            return Verdict(None, good, errors)
        return Verdict(_error("prompt_outputs_failed_validation", "Prompt outputs failed validation", top), [], errors)

    def _reach(self, node: str) -> set[str]:
        found, todo = set(), [node]
        while todo:
            name = todo.pop()
            if name in found or name not in self.graph:
                continue
            found.add(name)
            todo += [v[0] for v in self.graph[name].get("inputs", {}).values() if is_link(v)]
        return found

    def node(self, node: str) -> bool:
        if node in self.found:
            return not self.found[node]
        if node in self.walking:
            raise RecursionError
        self.walking.append(node)
        try:
            return self._inputs(node)
        finally:
            self.walking.pop()

    def _inputs(self, node: str) -> bool:
        entry = self.graph[node]
        given = entry["inputs"]  # KeyError, as there
        errors: list[dict[str, Any]] = []
        fine = True
        groups = nodes.inputs(entry["class_type"], self.listing)
        specs = {name: (spec, group == "required") for group, found in groups.items() for name, spec in found.items()}
        for name, (spec, required) in specs.items():
            if name not in given:
                if required:
                    errors.append(_error("required_input_missing", "Required input is missing", name, input_name=name))
            elif isinstance(given[name], list):
                fine = self._link(name, spec, given[name], errors) and fine
            else:
                self._value(name, spec, given, errors)
        if not errors and fine:
            self._custom(entry, errors)
        self.found[node] = errors
        return fine and not errors

    def _link(self, name: str, spec: nodes.Spec, value: list[Any], errors: list[dict[str, Any]]) -> bool:
        config = {"input_name": name, "input_config": spec}
        if len(value) != 2:
            errors.append(
                _error("bad_linked_input", "Bad linked input, must be a length-2 list of [node_id, slot_index]", name,
                       **config, received_value=value)
            )  # fmt: skip
            return True
        if value[0] not in self.graph:
            raise KeyError(value[0])  # caught where this node itself is linked, or at the output node
        source = self.graph[value[0]]["class_type"]
        kind = nodes.outputs(source)[value[1]]  # IndexError, as there
        if kind != spec[0] and spec[0] != "*" and not isinstance(spec[0], list):
            errors.append(
                _error("return_type_mismatch", "Return type mismatch between linked nodes",
                       f"{name}, received_type({kind}) mismatch input_type({spec[0]})", **config, received_type=kind,
                       linked_node=value)
            )  # fmt: skip
            return True
        try:
            return self.node(value[0])
        except RecursionError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            raised = _raised("exception_during_inner_validation", "Exception when validating inner node", error)
            raised["extra_info"].update(config, linked_node=value, exception_message=str(error))
            self.found[value[0]] = [raised]
            return False

    def _value(self, name: str, spec: nodes.Spec, given: dict[str, Any], errors: list[dict[str, Any]]) -> None:
        kind, settings = spec[0], (spec[1] if len(spec) > 1 else {})
        config = {"input_name": name, "input_config": spec}
        value = given[name]
        if isinstance(kind, str) and kind in _CASTS:
            try:
                given[name] = value = _CASTS[kind](value)
            except (ValueError, TypeError) as error:
                errors.append(
                    _error("invalid_input_type", f"Failed to convert an input value to a {kind} value",
                           f"{name}, {value}, {error}", **config, received_value=value, exception_message=str(error))
                )  # fmt: skip
                return
        for bound, word, wrong in (("min", "smaller", "min"), ("max", "bigger", "max")):
            limit = settings.get(bound)
            if isinstance(limit, int | float) and isinstance(value, int | float):
                outside = value < limit if bound == "min" else value > limit
                if outside:
                    errors.append(
                        _error(f"value_{word}_than_{wrong}", f"Value {value} {word} than {wrong} of {limit}", name,
                               **config, received_value=value)
                    )  # fmt: skip
                    return
        options = kind if isinstance(kind, list) else settings.get("options") if kind == "COMBO" else None
        if options is not None and not settings.get("image_upload") and value not in options:
            long = len(options) > _LONG_LIST
            told = f"(list of length {len(options)})" if long else str(options)
            errors.append(
                _error("value_not_in_list", "Value not in list", f"{name}: '{value}' not in {told}", input_name=name,
                       input_config=None if long else spec, received_value=value)
            )  # fmt: skip

    def _custom(self, entry: dict[str, Any], errors: list[dict[str, Any]]) -> None:
        if entry["class_type"] in ("LoadImage", "LoadImageMask"):
            name = entry["inputs"]["image"]
            if not self.listing("there", name):
                errors.append(
                    _error("custom_validation_failed", "Custom validation failed for node",
                           f"image - Invalid image file: {name}", input_name="image")
                )  # fmt: skip


def _raised(kind: str, message: str, error: Exception) -> dict[str, Any]:
    trace = ['  File "/opt/ComfyUI/execution.py", line 1069, in validate_prompt\n']
    return _error(kind, message, str(error), exception_type=type(error).__name__, traceback=trace)
