"""Blocks that a node file names, read from the configured Prefect server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.server import check_server, client_settings, configured_url
from yoake.errors import InvalidRequestError
from yoake.store.paths import Layout

if TYPE_CHECKING:
    from prefect.blocks.core import Block


def read_block(name: str, home: Path) -> Block | None:
    """A block by type and name; none where no server is configured, or it has no such block.

    Args:
        name: type and name, `suno/main`.
        home: where this process keeps what belongs to Prefect.

    Raises:
        InvalidRequestError: `prefect.block-invalid`, `prefect.refused`.
        YoakeError: `prefect.unreachable`.
    """
    url = configured_url()
    if url is None:
        return None
    check_server(url)
    if "prefect" not in sys.modules:
        os.environ.update(client_settings(home))  # it reads them once, when it is imported
    import httpx
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound
    from pydantic import ValidationError

    from blocks import SERVICE_BLOCKS, AssetStorage

    slug, _, own_name = name.partition("/")
    kind = next(k for k in (*SERVICE_BLOCKS, AssetStorage) if k.get_block_type_slug() == slug)
    try:
        with get_client(sync_client=True) as client:
            document = client.read_block_document_by_name(own_name, slug, include_secrets=True)
        loaded = kind(**{k: v for k, v in document.data.items() if k in kind.model_fields})
    except ObjectNotFound:
        return None
    except ValidationError as error:
        # by key alone: the values may be secrets
        wrong = ", ".join(sorted({str(e["loc"][0]) for e in error.errors() if e["loc"]}))
        raise InvalidRequestError(
            "prefect.block-invalid",
            f"The block {name} has values that its type does not allow: {wrong or 'several'}.",
            next_step="Correct it in the Prefect UI.",
        ) from None
    except httpx.HTTPStatusError as error:
        raise InvalidRequestError(
            "prefect.refused",
            f"The Prefect server does not show the block {name}: it answers {error.response.status_code}.",
            next_step="Does your PREFECT_API_KEY or PREFECT_API_AUTH_STRING allow to read blocks?",
        ) from error
    loaded._block_document_name = own_name
    return loaded


def why_missing(name: str) -> tuple[str, str]:
    """Why `read_block` found nothing, as the end of a sentence, and what to do."""
    url = configured_url()
    if url is None:
        return (
            "no Prefect server is configured that could hold it",
            "Set PREFECT_API_URL to a server that stays",
        )
    return (
        f"the Prefect server has none of this name ({shown(url)})",
        f"Run `yoake setup` with this node file, then create it at {creating(name, url)}",
    )


def creating(name: str, url: str) -> str:
    """Where a person creates a block, and under which name."""
    slug, _, own_name = name.partition("/")
    return f"{shown(url).removesuffix('/api')}/blocks/catalog/{slug}/create under the name {own_name}"


def shown(url: str) -> str:
    """An API's address without a password."""
    import httpx

    return str(httpx.URL(url).copy_with(userinfo=b"")).rstrip("/")


def named_store(name: str, layout: Layout) -> tuple[str, dict[str, Any]]:
    """Address and options of an asset storage that a node file names, for `yoake.store.open`.

    Raises:
        InvalidRequestError: `store.block-missing`, and as `read_block`.
    """
    block = read_block(name, layout.prefect)
    if block is None:
        why, remedy = why_missing(name)
        raise InvalidRequestError(
            "store.block-missing",
            f"Assets are to go where the block {name} says, and {why}.",
            next_step=f"{remedy}; or write the storage's address into the node file.",
        )
    return block.url, block.options()  # type: ignore[attr-defined]
