"""AudioLDM: sound effects by a small HTTP service, whose interface is in docs/services.md."""

from yoake.providers.audioldm.client import AudioLdmClient

__all__ = ["AudioLdmClient"]
