"""Opens the asset store that a node file names."""

from __future__ import annotations

from typing import Any

from yoake.store.base import AssetStore
from yoake.store.local import LocalStore
from yoake.store.paths import Layout


def open_store(setting: str | None, layout: Layout, options: dict[str, Any] | None = None) -> AssetStore:
    """The store for `setting`: none for the local output folder, else an fsspec address such as `s3://bucket/prefix`."""
    if setting is None or "://" not in setting:
        return LocalStore(layout)
    from yoake.store.remote import RemoteStore  # fsspec is slow to import

    return RemoteStore(setting, layout, options)
