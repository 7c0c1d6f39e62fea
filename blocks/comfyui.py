"""The block of a ComfyUI server."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from blocks.service_block import ServiceBlock
from yoake.nodes.models import ADDRESS


class ComfyUIServer(ServiceBlock):
    """A ComfyUI server: pictures, videos, music and sounds on a GPU.

    Attributes:
        url: address of the server.
        token: where a proxy before the server wants one.

    Example:
        Save a server, ask it, and use it in a node file as `block: comfyui/main`:
        ```python
        from blocks import ComfyUIServer

        server = ComfyUIServer(url="http://127.0.0.1:8188")
        print(server.check())
        server.save("main")
        ```
    """

    _block_type_name = "ComfyUI server"
    _block_type_slug = "comfyui"
    _description = "A ComfyUI server, which makes pictures, videos, music and sounds on a GPU."
    _documentation_url = HttpUrl("https://docs.comfy.org/development/comfyui-server/comms_routes")

    url: str = Field(
        default="http://127.0.0.1:8188",
        pattern=ADDRESS,
        max_length=400,
        description="Address of the server, without a password.",
    )
