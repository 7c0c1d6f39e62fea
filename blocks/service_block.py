"""What the blocks of all services have in common."""

from __future__ import annotations

from abc import ABC
from typing import Any, ClassVar

from prefect.blocks.core import Block
from prefect.utilities.asyncutils import run_coro_as_sync
from pydantic import Field, SecretStr

from yoake.nodes.models import ADDRESS
from yoake.providers.clients import ServiceAddress
from yoake.providers.look import described, visiting
from yoake.providers.service import ServiceClient


class ServiceBlock(Block, ABC):
    """Where an external service is and what it takes to use it. The slug of a block type is the kind of service.

    Attributes:
        url: address of the service, without a password.
        token: sent as `Authorization: Bearer ...` to the service alone; shown nowhere.
    """

    _not_settings: ClassVar[frozenset[str]] = frozenset({"url", "token"})

    url: str = Field(pattern=ADDRESS, max_length=400, description="Address of the service, without a password.")
    token: SecretStr | None = Field(
        default=None,
        description="Token, where the service wants one: sent to it as `Authorization: Bearer ...`, shown nowhere.",
    )

    def address(self, name: str | None = None) -> ServiceAddress:
        """The address for a client.

        Args:
            name: what the service is called in errors; the block's own where there is none.
        """
        kind = self.get_block_type_slug()
        token = self.token.get_secret_value().strip() if self.token is not None else ""
        return ServiceAddress(name or self._said_name(), kind, self.url, token or None, self.settings())

    def settings(self) -> dict[str, str]:
        """The further settings of the service, as its client takes them; what is not given is left out."""
        given: dict[str, Any] = self.model_dump(include=set(type(self).model_fields) - self._not_settings)
        given.pop("block_type_slug", None)
        return {name: str(value) for name, value in given.items() if value not in (None, "")}

    async def acheck(self) -> str:
        """Asks the service how it is.

        Returns:
            A sentence: its version and what it has.

        Raises:
            YoakeError: `service.unreachable`, `service.setting`, with a sentence.
        """
        address = self.address()
        async with visiting(address) as client:
            return f"{address.name} answers at {self.url}: {await self._found(client)}."

    def check(self) -> str:
        """As `acheck`, for callers that do not await.

        Raises:
            YoakeError: as `acheck`.
        """
        return run_coro_as_sync(self.acheck()) or ""

    async def _found(self, client: ServiceClient) -> str:
        return described(await client.condition())

    def _said_name(self) -> str:
        return f"{self.get_block_type_slug()}/{self._block_document_name or 'unsaved'}"
