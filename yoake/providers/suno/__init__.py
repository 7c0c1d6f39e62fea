"""Suno: songs by way of a wrapper, as there is no official interface. Every song is paid for."""

from yoake.providers.suno.client import SunoClient

__all__ = ["SunoClient"]
