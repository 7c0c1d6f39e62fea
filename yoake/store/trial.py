"""Tries a remote storage out before anything is made for it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from yoake.errors import YoakeError

_HASTY = {"connect_timeout": 5, "read_timeout": 10, "retries": {"max_attempts": 1}}
"""For botocore, whose own patience is minutes."""


def try_storage(url: str, options: Mapping[str, Any] | None = None) -> None:
    """Writes, reads and removes a tiny object.

    Args:
        url: `s3://bucket/prefix`, or another address that fsspec knows.
        options: passed to fsspec (endpoint, keys); in no error.

    Raises:
        YoakeError: `store.unreachable`.
    """
    import fsspec  # slow, as is what it imports for S3

    content = uuid.uuid4().bytes
    given = dict(options or {})
    if url.startswith("s3://"):
        given["config_kwargs"] = {**_HASTY, **given.get("config_kwargs", {})}
    try:
        files, root = fsspec.core.url_to_fs(url, skip_instance_cache=True, **given)
        path = f"{root}/parts/{uuid.uuid4().hex}"
        files.pipe_file(path, content)
        same = files.cat_file(path) == content
        files.rm_file(path)
    except Exception as error:  # botocore's errors have no common class
        raise YoakeError(
            "store.unreachable",
            f"The asset storage {url} cannot be used: {type(error).__name__}.",
            next_step="Check its address, its keys, and whether the bucket is there.",
        ) from error
    if not same:
        raise YoakeError(
            "store.unreachable",
            f"The asset storage {url} gives back other bytes than were written.",
            next_step="Look what lies before it: a cache or a proxy.",
        )
