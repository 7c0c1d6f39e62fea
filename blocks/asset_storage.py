"""The block of the storage that all assets go to."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect.blocks.core import Block
from prefect.utilities.asyncutils import run_coro_as_sync
from pydantic import Field, HttpUrl, SecretStr

from yoake.nodes.models import ADDRESS
from yoake.store.trial import try_storage


class AssetStorage(Block):
    """Where assets go: S3, MinIO or another storage that speaks S3.

    Attributes:
        url: bucket and prefix.
        endpoint_url: address of the storage, where it is not Amazon's.
        key: access key id.
        secret: secret access key.
        region: where the bucket is.

    Example:
        Save a storage, try it, and use it in a node file as `store: block:asset-storage/main`:
        ```python
        from blocks import AssetStorage

        storage = AssetStorage(
            url="s3://yoake-assets/main", endpoint_url="http://main:9000", key="yoake", secret="..."
        )
        print(storage.check())
        storage.save("main")
        ```
    """

    _block_type_name = "Yoake asset storage"
    _block_type_slug = "asset-storage"
    _description = "A bucket of S3 or MinIO for all assets of Yoake's games, with the keys to it."
    _documentation_url = HttpUrl("https://s3fs.readthedocs.io/en/latest/#s3-compatible-storage")

    url: str = Field(
        pattern=r"^s3://[a-z0-9][a-z0-9.-]{1,62}(/[^\s]*)?$",
        max_length=400,
        description="Bucket and prefix, `s3://bucket/prefix`.",
    )
    endpoint_url: str | None = Field(
        default=None, pattern=ADDRESS, max_length=400, description="Address of the storage, where it is not Amazon's."
    )
    key: SecretStr | None = Field(default=None, description="Access key id; else the usual AWS variables hold it.")
    secret: SecretStr | None = Field(default=None, description="Secret access key; shown nowhere.")
    region: str | None = Field(
        default=None, pattern=r"^[a-z0-9-]{1,40}$", description="Region of the bucket, where the storage asks for one."
    )

    def options(self) -> dict[str, Any]:
        """What fsspec is told besides the address."""
        found: dict[str, Any] = {}
        if self.key is not None:
            found["key"] = self.key.get_secret_value().strip()
        if self.secret is not None:
            found["secret"] = self.secret.get_secret_value().strip()
        client = {"endpoint_url": self.endpoint_url, "region_name": self.region}
        if any(client.values()):
            found["client_kwargs"] = {name: value for name, value in client.items() if value}
        return found

    async def acheck(self) -> str:
        """Writes, reads and removes a tiny object.

        Returns:
            A sentence.

        Raises:
            YoakeError: `store.unreachable`, with a sentence that holds no key.
        """
        await asyncio.to_thread(try_storage, self.url, self.options())
        return f"{self.url} can be written and read."

    def check(self) -> str:
        """As `acheck`, for callers that do not await.

        Raises:
            YoakeError: as `acheck`.
        """
        return run_coro_as_sync(self.acheck()) or ""
