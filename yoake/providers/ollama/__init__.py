"""Ollama: texts by a local language model, as JSON that follows a schema."""

from yoake.providers.ollama.client import OllamaClient

__all__ = ["OllamaClient"]
