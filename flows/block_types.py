"""Yoake's block types on a Prefect server, and which of the blocks that a node file names are there."""

from __future__ import annotations

from prefect.blocks.core import Block
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import ObjectNotFound

from blocks import SERVICE_BLOCKS, AssetStorage, Mail
from yoake.nodes import NodeFile
from yoake.nodes.models import STORE_BLOCK


def register_block_types(client: SyncPrefectClient) -> list[str]:
    """Registers every block type; what is registered as it is here is left alone.

    Returns:
        A sentence for each change.
    """
    changes = [_registered(client, kind) for kind in (*SERVICE_BLOCKS, AssetStorage, Mail)]
    return [change for change in changes if change]


def named_in(node: NodeFile) -> list[str]:
    """The blocks that a node file names, type and name each."""
    names = [service.block for service in node.services.values() if service.block is not None]
    if node.store.startswith(STORE_BLOCK):
        names.append(node.store.partition(":")[2])
    return list(dict.fromkeys(names))


def missing_blocks(client: SyncPrefectClient, node: NodeFile) -> list[str]:
    """The blocks that a node file names and that the server does not have."""
    missing = []
    for name in named_in(node):
        slug, _, own_name = name.partition("/")
        try:
            client.read_block_document_by_name(own_name, slug, include_secrets=False)
        except ObjectNotFound:
            missing.append(name)
    return missing


def _registered(client: SyncPrefectClient, kind: type[Block]) -> str:
    slug = kind.get_block_type_slug()
    try:
        before = client.read_block_type_by_slug(slug)
    except ObjectNotFound:
        kind.register_type_and_schema(_sync=True)
        return f"Block type {slug} was registered."
    try:
        client.read_block_schema_by_checksum(kind._calculate_schema_checksum(), version=kind.get_block_schema_version())
        same = (before.description, before.code_example) == (kind.get_description(), kind.get_code_example())
    except ObjectNotFound:
        same = False
    if same:
        return ""
    kind.register_type_and_schema(_sync=True)
    return f"Block type {slug} was updated."
