"""Which workflows a ComfyUI server can run, and which model files and custom nodes it lacks for the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from yoake.checkup.findings import Checked, Lack, listed
from yoake.checkup.needs import Needs
from yoake.fingerprint import canonical_json
from yoake.library.manifest import Workflow
from yoake.library.wiring import UNKNOWN
from yoake.providers.comfyui.bind import outline
from yoake.providers.comfyui.client import ComfyUiClient
from yoake.providers.comfyui.graph import Shortcoming
from yoake.providers.look import described


@dataclass(slots=True)
class _Gap:
    """One thing that is missing, whoever needs it."""

    mark: str
    remedy: str
    workflows: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


async def check_comfyui(client: ComfyUiClient, needs: Needs) -> Checked:
    """Compares every workflow with what the server says of its nodes.

    Raises:
        YoakeError: `service.unreachable`, and as `Http.ask` and `Http.check`.
    """
    said = described(await client.condition())
    gaps: dict[str, _Gap] = {}
    asked: set[bytes] = set()
    lacking: set[str] = set()
    for use in needs.graphs:
        workflow = use.workflow
        if not workflow.graph:
            told = Shortcoming("other", f"The workflow {workflow.name} has no graph.")
            _note(gaps, told, workflow)
            lacking.add(workflow.name)
            continue
        graph = outline(workflow, use.params)
        form = canonical_json([workflow.name, graph])
        if form in asked:
            continue
        asked.add(form)
        for shortcoming in await client.shortcomings(graph, workflow.name):
            lacking.add(workflow.name)
            _note(gaps, shortcoming, workflow)
    names = {use.workflow.name for use in needs.graphs}
    needed = needs.by_project or lacking == names
    lacks = tuple(_lack(what, gap, needed) for what, gap in gaps.items())
    runs = f"; {len(names - lacking)} of {len(names)} workflows can run" if names else ""
    return Checked(client.name, True, said + runs, lacks=lacks)


def _note(gaps: dict[str, _Gap], told: Shortcoming, workflow: Workflow) -> None:
    if told.kind == "model":
        what, remedy = told.name, _source_of_file(told, workflow)
        gap = gaps.setdefault(what, _Gap("missing", remedy))
    elif told.kind == "node":
        what, remedy = _source_of_node(told.name, workflow)
        gap = gaps.setdefault(what, _Gap("missing", remedy))
        gap.details.append(told.name)
    else:
        gap = gaps.setdefault(workflow.name, _Gap("wrong", "Correct the workflow, or update ComfyUI."))
        gap.details.append(told.sentence)
    gap.workflows.append(workflow.name)


def _lack(what: str, gap: _Gap, needed: bool) -> Lack:
    if gap.mark == "wrong":
        return Lack(f"workflow {what}: {listed(gap.details)}", "", gap.remedy, needed, gap.mark)
    nodes = f" ({listed(gap.details)})" if gap.details and set(gap.details) != {what} else ""
    return Lack(what + nodes, listed(gap.workflows), gap.remedy, needed)


def _source_of_file(told: Shortcoming, workflow: Workflow) -> str:
    name = PurePosixPath(told.name.replace("\\", "/")).name
    for file in workflow.models:
        if file.file in (told.name, name):
            where = f"Put it into models/{file.folder}."
            known = [part for part in (file.source, file.licence) if part != UNKNOWN]
            return f"{where} From: {'; '.join(known)}." if known else where
    return f"Put it into models/{told.folder}." if told.folder else "Put it into ComfyUI's models folder."


def _source_of_node(name: str, workflow: Workflow) -> tuple[str, str]:
    for pack in workflow.custom_nodes:
        if name in pack.classes:
            return pack.name, f"Install it: {pack.source}." if pack.source != UNKNOWN else "Install it in ComfyUI."
    return name, "Update ComfyUI, or install the custom nodes that bring it."
