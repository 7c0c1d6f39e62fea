"""Stories by rule: people, a world, a branching plot and its lines, in Japanese and English."""

from yoake.providers.sketch.story.provider import text

__all__ = ["text"]
