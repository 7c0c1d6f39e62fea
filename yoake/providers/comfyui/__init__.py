"""ComfyUI: pictures, videos, music and sounds by graphs of nodes, on a GPU of one's own.

The protocol is that of ComfyUI 0.12 (`server.py`, `execution.py`), recorded from a real server; 0.38 was read.
"""

from yoake.providers.comfyui.client import ComfyUiClient

__all__ = ["ComfyUiClient"]
