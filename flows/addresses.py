"""Where the services of a node file are, their secrets included."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from flows.named_blocks import read_block, why_missing
from yoake.errors import InvalidRequestError
from yoake.graph.run_state import RunState
from yoake.nodes import NodeFile, ServiceEntry
from yoake.providers.clients import ServiceAddress, client_for, has_client
from yoake.workspace.workspace import Workspace


def addresses_of(node: NodeFile, wanted: Collection[str], home: Path) -> list[ServiceAddress]:
    """The addresses of the services that a run may need; what the node file says goes before what a block says.

    Args:
        wanted: names of services that must be found. Of the others, those with an address of their own come along, and
            no block is read for them.
        home: where this process keeps what belongs to Prefect.

    Raises:
        InvalidRequestError: `service.block-missing`, `service.no-token`, `service.setting`, `prefect.block-invalid`,
            `prefect.refused`; several of them in one.
        YoakeError: `prefect.unreachable`.
    """
    found, wrong = [], []
    for name, service in node.services.items():
        if name in wanted:
            try:
                found.append(address_of(name, service, home))
            except InvalidRequestError as error:
                wrong.append(error)
        elif service.url is not None and service.block is None and service.token_env is None:
            found.append(ServiceAddress(name, service.kind, service.url, settings=service.settings))
    if wrong:
        raise wrong[0] if len(wrong) == 1 else _together(wrong)
    return found


def address_of(name: str, service: ServiceEntry, home: Path) -> ServiceAddress:
    """The address of one service.

    Raises:
        InvalidRequestError: as `addresses_of`.
        YoakeError: `prefect.unreachable`.
    """
    address = _of_block(name, service, home) if service.block is not None else None
    if address is None:
        address = ServiceAddress(name, service.kind, service.url or "")
    address = replace(
        address,
        url=service.url or address.url,
        token=_token(name, service.token_env) if service.token_env is not None else address.token,
        settings={**(address.settings or {}), **service.settings},
    )
    if address.settings and has_client(address.kind):
        client_for(address)  # it looks at every setting: in the evening, not when the first asset is due
    return address


def services_wanted(workspace: Workspace, state: RunState) -> set[str]:
    """The services at which something may be made in a run whose stock is taken, and those that share their GPUs."""
    kinds: set[str] = set()
    for held in state.specs.values():
        if not held.expanded or held.unsettled:
            for choice in (workspace.choice(held.spec), workspace.fallback(held.spec)):
                if choice is not None and choice.served and not choice.refused:
                    kinds.update(choice.kinds)
    services = workspace.node.services
    making = {name for name, service in services.items() if {name, service.kind} & kinds}
    gpus = {services[name].gpu for name in making} - {None}
    return making | {name for name, service in services.items() if service.gpu in gpus}


def _of_block(name: str, service: ServiceEntry, home: Path) -> ServiceAddress:
    assert service.block is not None
    block = read_block(service.block, home)
    if block is None:
        why, remedy = why_missing(service.block)
        raise InvalidRequestError(
            "service.block-missing",
            f"The service {name} is to be found by the block {service.block}, and {why}.",
            next_step=f"{remedy}; or give {name} a `url` (and `token_env`) in place of `block` in the node file, "
            "or remove it there.",
        )
    return block.address(name)  # type: ignore[attr-defined,no-any-return]


def _token(name: str, variable: str) -> str:
    token = os.environ.get(variable, "").strip()
    if not token or not token.isascii() or not token.isprintable():
        what = "holds what cannot be sent as one" if token else "is not set"
        raise InvalidRequestError(
            "service.no-token",
            f"The token of {name} is to come from the environment variable {variable}, which {what}.",
            next_step=f"Set {variable}, or correct `token_env` in the node file.",
        )
    return token


def _together(wrong: Iterable[InvalidRequestError]) -> InvalidRequestError:
    """Several mistakes as one error: all of them are to be corrected before the night."""
    errors = list(wrong)
    steps = dict.fromkeys(error.next_step for error in errors)
    return InvalidRequestError(
        errors[0].code, " ".join(error.message for error in errors), next_step=" ".join(filter(None, steps))
    )
