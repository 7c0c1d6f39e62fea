"""Where the services of a node file are, their secrets included."""

from __future__ import annotations

from yoake.nodes import NodeFile
from yoake.providers.clients import ServiceAddress


def addresses_of(node: NodeFile) -> list[ServiceAddress]:
    """An address for each service that has one."""
    return [
        ServiceAddress(name, service.kind, service.url)
        for name, service in node.services.items()
        if service.url is not None
    ]
