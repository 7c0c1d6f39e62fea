"""The block of an Ollama server."""

from __future__ import annotations

from pydantic import Field, HttpUrl

from blocks.service_block import ServiceBlock
from yoake.nodes.models import ADDRESS
from yoake.providers.ollama.models import PREFIX


class OllamaServer(ServiceBlock):
    """An Ollama server: scenarios, dialogues and settings by language models.

    Attributes:
        url: address of the server.
        token: where a proxy before the server wants one.
        model: tag to use where nothing names a model.
        models: name in a manifest -> tag to use for it.
        num_ctx: context length in tokens.
        temperature: of the first try of a text.
        settle_seconds: wait after a model was unloaded.

    Example:
        Save a server, ask it, and use it in a node file as `block: ollama/main`:
        ```python
        from blocks import OllamaServer

        server = OllamaServer(models={"llama3-8b": "llama3.1:8b-instruct-q4_K_M"})
        print(server.check())
        server.save("main")
        ```
    """

    _block_type_name = "Ollama server"
    _block_type_slug = "ollama"
    _description = "An Ollama server, which writes scenarios, dialogues and settings."
    _documentation_url = HttpUrl("https://github.com/ollama/ollama/blob/main/docs/api.md")

    url: str = Field(
        default="http://127.0.0.1:11434",
        pattern=ADDRESS,
        max_length=400,
        description="Address of the server, without a password.",
    )
    model: str | None = Field(default=None, max_length=120, description="Tag to use where nothing names a model.")
    models: dict[str, str] = Field(
        default_factory=dict,
        max_length=50,
        description='Name of a model in a manifest -> tag to use for it: `{"llama3-8b": "llama3.1:8b"}`.',
    )
    num_ctx: int | None = Field(
        default=None, ge=512, le=1_048_576, description="Context length in tokens; 16384 where none is given."
    )
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="Of the first try of a text; 0.8 where none is given."
    )
    settle_seconds: float | None = Field(
        default=None, ge=0, le=60, description="Seconds to wait after a model was unloaded; 1 where none is given."
    )

    def settings(self) -> dict[str, str]:
        """The further settings of the server; `models` as one `model.NAME` each."""
        given = super().settings()
        given.pop("models", None)
        return given | {f"{PREFIX}{name}": tag for name, tag in self.models.items()}
