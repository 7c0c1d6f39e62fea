"""Opens the asset store that a node file names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yoake.errors import InvalidRequestError
from yoake.store.base import AssetStore
from yoake.store.local import LocalStore
from yoake.store.paths import Layout

BLOCK = "block:"
NamedStores = Callable[[str, Layout], tuple[str, dict[str, Any]]]
"""Block (`asset-storage/main`) and output folder -> address and options for fsspec."""
_named: list[NamedStores] = []


def register_named_stores(look_up: NamedStores) -> None:
    """Says how stores are found that stand in a node file by name alone; the layers that know Prefect do."""
    _named[:] = [look_up]


def open_store(setting: str | None, layout: Layout, options: dict[str, Any] | None = None) -> AssetStore:
    """The store for `setting`: none for the local output folder, else an fsspec address such as `s3://bucket/prefix`.

    `block:asset-storage/main` stands for the address and the options that are kept under this name.

    Raises:
        InvalidRequestError: `store.block-missing`.
    """
    if setting is not None and setting.startswith(BLOCK):
        if not _named:
            raise InvalidRequestError(
                "store.block-missing",
                f"Nothing in this process can look up {setting}.",
                next_step="Write the storage's own address into the node file, `s3://bucket/prefix`.",
            )
        setting, options = _named[0](setting.removeprefix(BLOCK), layout)
    if setting is None or "://" not in setting:
        return LocalStore(layout)
    from yoake.store.remote import RemoteStore  # fsspec is slow to import

    return RemoteStore(setting, layout, options)
