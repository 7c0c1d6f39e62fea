"""Prefect blocks: where each external service and the asset storage are, and whom to write to, with their secrets.

`yoake setup --nodes FILE` registers them, as does `prefect block register -m blocks`; then they can be filled in in the
Prefect UI, and a node file names them: `block: suno/main`, `store: block:asset-storage/main`.
"""

from blocks.asset_storage import AssetStorage
from blocks.audioldm import AudioLDMServer
from blocks.comfyui import ComfyUIServer
from blocks.mail import Mail
from blocks.ollama import OllamaServer
from blocks.suno import SunoAccount
from blocks.voicevox import VoicevoxEngine

SERVICE_BLOCKS = (ComfyUIServer, OllamaServer, VoicevoxEngine, SunoAccount, AudioLDMServer)
"""The slug of each is the kind of service that it describes."""

__all__ = [
    "SERVICE_BLOCKS",
    "AssetStorage",
    "AudioLDMServer",
    "ComfyUIServer",
    "Mail",
    "OllamaServer",
    "SunoAccount",
    "VoicevoxEngine",
]
