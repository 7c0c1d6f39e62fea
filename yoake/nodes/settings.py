"""Which further settings each kind of service has (docs/services.md explains them), and what may not stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yoake.nodes.models import ServiceKind

SETTINGS: Mapping[ServiceKind, tuple[str, ...]] = {
    "comfyui": (),
    "ollama": ("model", "model.NAME", "num_ctx", "temperature", "settle_seconds"),
    "voicevox": (),
    "suno": ("flavour", "plan", "model", "poll_seconds", "reply_seconds", "media_hosts", "callback_url"),
    "audioldm": (),
    "http": (),
}
"""Kind -> names of its settings; `NAME` stands for any name."""
_ANY = "NAME"
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SECRET_WORDS = frozenset(
    ("token", "secret", "password", "passwd", "passphrase", "pwd", "key", "apikey", "auth", "authorization", "bearer",
     "credential", "credentials", "cookie")
)  # fmt: skip


def is_setting(kind: ServiceKind, name: str) -> bool:
    """Whether services of a kind have a setting of this name."""
    for known in SETTINGS[kind]:
        stem = known.removesuffix(_ANY)
        if name == known or (stem != known and name.startswith(stem) and len(name) > len(stem)):
            return True
    return False


def looks_secret(name: str) -> bool:
    """Whether a setting of this name would hold a secret: `api_key`, `accessToken`."""
    return any(word.lower() in _SECRET_WORDS for word in _WORDS.findall(name))
