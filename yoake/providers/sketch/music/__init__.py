"""Background music of the embedded provider: composed by rules, played by fluidsynth."""

from yoake.providers.sketch.music.make import music

__all__ = ["music"]
