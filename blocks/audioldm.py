"""The block of an AudioLDM service."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from blocks.service_block import ServiceBlock
from yoake.nodes.models import ADDRESS


class AudioLDMServer(ServiceBlock):
    """An AudioLDM service with the three requests of docs/services.md: sound effects.

    Attributes:
        url: address of the service.
        token: where the service wants one.

    Example:
        Save a service, ask it, and use it in a node file as `block: audioldm/main`:
        ```python
        from blocks import AudioLDMServer

        service = AudioLDMServer(url="http://127.0.0.1:8600")
        print(service.check())
        service.save("main")
        ```
    """

    _block_type_name = "AudioLDM server"
    _block_type_slug = "audioldm"
    _description = "An AudioLDM service, which makes sound effects. Its weights are not for commercial use."
    _documentation_url = HttpUrl("https://audioldm.github.io/")

    url: str = Field(
        default="http://127.0.0.1:8600",
        pattern=ADDRESS,
        max_length=400,
        description="Address of the service, without a password.",
    )
