"""The block of a Suno account."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, HttpUrl

from blocks.service_block import ServiceBlock
from yoake.nodes.models import ADDRESS
from yoake.providers.service import ServiceClient
from yoake.providers.suno import SunoClient


class SunoAccount(ServiceBlock):
    """A Suno account, reached by a wrapper, as Suno has no interface of its own. Every song costs credits.

    Attributes:
        url: address of the wrapper.
        token: key of a hosted wrapper.
        flavour: which of the two kinds of wrapper it is.
        plan: the account's plan, which decides on the licence of its songs.
        model: Suno's model.
        poll_seconds: time between two looks at a song that is being made.
        reply_seconds: how long a cancellation waits for the answer to an order that is on its way.
        media_hosts: more hosts that songs may be fetched from.
        callback_url: where a hosted wrapper insists on one.

    Example:
        Save an account, see how many credits it has, and use it in a node file as `block: suno/main`:
        ```python
        from blocks import SunoAccount

        account = SunoAccount(flavour="hosted", url="https://api.sunoapi.org", token="...", plan="pro")
        print(account.check())
        account.save("main")
        ```
    """

    _block_type_name = "Suno account"
    _block_type_slug = "suno"
    _description = "A Suno account behind a self-hosted or hosted wrapper, which composes songs for credits."
    _documentation_url = HttpUrl("https://github.com/gcui-art/suno-api")

    url: str = Field(
        default="http://127.0.0.1:3000",
        pattern=ADDRESS,
        max_length=400,
        description="Address of the wrapper, without a password.",
    )
    flavour: Literal["self-hosted", "hosted"] = Field(
        default="self-hosted",
        description="`self-hosted` is gcui-art/suno-api on a machine of yours, `hosted` a paid look-alike "
        "with the interface of docs.sunoapi.org.",
    )
    plan: Literal["free", "pro", "premier"] = Field(
        default="free", description="The account's plan. Songs of the free plan are not for commercial use."
    )
    model: str | None = Field(
        default=None, max_length=40, description="Suno's model, such as `chirp-v3-5` or `V4_5`; else the wrapper's own."
    )
    poll_seconds: float | None = Field(
        default=None, ge=0.001, le=600, description="Seconds between two looks at a song; 5 where none are given."
    )
    reply_seconds: float | None = Field(
        default=None,
        ge=0,
        le=600,
        description="Seconds that a cancellation waits for the answer to an order on its way; 10 where none are given.",
    )
    media_hosts: str | None = Field(
        default=None, max_length=400, description="More hosts that songs may be fetched from, with commas between."
    )
    callback_url: str | None = Field(
        default=None, pattern=ADDRESS, max_length=400, description="Only where a hosted wrapper insists on one."
    )

    async def _found(self, client: ServiceClient) -> str:
        assert isinstance(client, SunoClient)
        return f"{(await client.credits_left()).said}; {client.licence}"
