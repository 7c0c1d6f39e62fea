"""Sound effects of the embedded provider: synthesised from tones, noise and struck bodies."""

from yoake.providers.sketch.sound.make import sound

__all__ = ["sound"]
