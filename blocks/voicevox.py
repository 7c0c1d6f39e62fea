"""The block of a VOICEVOX engine."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from blocks.service_block import ServiceBlock
from yoake.nodes.models import ADDRESS


class VoicevoxEngine(ServiceBlock):
    """A VOICEVOX ENGINE: Japanese voices. Every voice must be credited as `VOICEVOX:<speaker>`, which games do.

    Attributes:
        url: address of the engine.
        token: where a proxy before the engine wants one.

    Example:
        Save an engine, ask it, and use it in a node file as `block: voicevox/main`:
        ```python
        from blocks import VoicevoxEngine

        engine = VoicevoxEngine(url="http://127.0.0.1:50021")
        print(engine.check())
        engine.save("main")
        ```
    """

    _block_type_name = "VOICEVOX engine"
    _block_type_slug = "voicevox"
    _description = "A VOICEVOX ENGINE, which speaks Japanese in the voices of named speakers."
    _documentation_url = HttpUrl("https://voicevox.github.io/voicevox_engine/api/")

    url: str = Field(
        default="http://127.0.0.1:50021",
        pattern=ADDRESS,
        max_length=400,
        description="Address of the engine, without a password.",
    )
