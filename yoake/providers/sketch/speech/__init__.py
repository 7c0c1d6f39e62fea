"""Speech of the embedded provider: Japanese by Open JTalk, English by eSpeak NG."""

from yoake.providers.sketch.speech.make import speech

__all__ = ["speech"]
