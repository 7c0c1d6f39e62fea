"""VOICEVOX: Japanese speech by named speakers."""

from yoake.providers.voicevox.client import VoicevoxClient

__all__ = ["VoicevoxClient"]
