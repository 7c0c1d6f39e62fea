"""The services of the node file: which answer, and what they lack for the project or for what Yoake can make."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import workflows
from cli.finding import Finding
from flows.addresses import address_of
from flows.named_blocks import named_store
from flows.open_run import node_path
from yoake.checkup.findings import Checked
from yoake.checkup.needs import Needs, needs_of_library, needs_of_project
from yoake.checkup.services import check_services
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.errors import YoakeError
from yoake.library.load import load_library
from yoake.nodes import NodeFile, load_node_file
from yoake.nodes.models import STORE_BLOCK
from yoake.providers.clients import ServiceAddress
from yoake.store.open import BLOCK
from yoake.store.paths import Layout
from yoake.store.trial import try_storage
from yoake.workspace.workspace import read_bounded


def service_findings(nodes: str, output: Path, project: Path | None) -> list[Finding]:
    """A line for each service and for a remote asset storage, and one for each thing that a service lacks.

    Raises:
        ProjectFileError: whatever is wrong in the project file.
        YoakeError: `project.unreadable`, `workflow.invalid`.
    """
    try:
        path = node_path(nodes)
        node = load_node_file(read_bounded(path), str(path))
    except YoakeError:
        return []  # the line about the catalog, which the node file names, says it already
    layout = Layout(output)
    findings: list[Finding] = []
    if node.services:
        needs = _needs(node, project)
        addresses, findings = _addresses(node, needs, layout)
        checked = asyncio.run(check_services((address, needs[address.name]) for address in addresses))
        findings = _in_order(node, [*findings, *map(_line, checked)]) + _lacks(checked)
    if node.remote_store is not None:
        findings.append(_store(node.remote_store, layout))
    return findings


def _needs(node: NodeFile, project: Path | None) -> Mapping[str, Needs]:
    if project is None:
        everything = needs_of_library(load_library(workflows.FOLDER))
        return dict.fromkeys(node.services, everything)
    own = project.parent / "workflows"
    library = load_library(workflows.FOLDER, *([own] if own.is_dir() else []))
    loaded = load_project(read_bounded(project), str(project), library)
    return needs_of_project(decompose(loaded, library), library, node, loaded.language)


def _addresses(
    node: NodeFile, needs: Mapping[str, Needs], layout: Layout
) -> tuple[list[ServiceAddress], list[Finding]]:
    found: list[ServiceAddress] = []
    wrong: list[Finding] = []
    for name, service in node.services.items():
        try:
            found.append(address_of(name, service, layout.prefect))
        except YoakeError as error:
            wrong.append(Finding(name, False, error.message, error.next_step, needs[name].used))
    return found, wrong


def _in_order(node: NodeFile, findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: list(node.services).index(finding.what))


def _line(checked: Checked) -> Finding:
    return Finding(checked.service, checked.good, checked.found, checked.remedy, checked.needed, checked.mark)


def _lacks(checked: list[Checked]) -> list[Finding]:
    """One line for what several services lack alike; what is needed comes first."""
    found: dict[tuple[str, str, str], Finding] = {}
    for service in checked:
        for lack in service.lacks:
            said = f"{lack.what}, for {lack.users}" if lack.users else lack.what
            before = found.get((lack.what, lack.users, lack.remedy))
            names = service.service if before is None else f"{before.what}, {service.service}"
            needed = lack.needed or (before is not None and before.needed)
            line = Finding(names, False, said, lack.remedy, needed, lack.mark)
            found[lack.what, lack.users, lack.remedy] = line
    return sorted(found.values(), key=lambda finding: not finding.needed)


def _store(setting: str, layout: Layout) -> Finding:
    try:
        if setting.startswith(STORE_BLOCK):
            url, options = named_store(setting.removeprefix(BLOCK), layout)
        else:
            url, options = setting, {}
        try_storage(url, options)
    except YoakeError as error:
        return Finding("asset storage", False, error.message, error.next_step, otherwise_is="down")
    return Finding("asset storage", True, f"{url} can be written and read", "")
