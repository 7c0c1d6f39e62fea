"""What is checked of a service of a node file once its keys have the right form."""

from __future__ import annotations

from collections.abc import Callable

from yoake.definition.problems import Problems, quoted
from yoake.nodes.models import ONE_AT_A_TIME, ServiceEntry
from yoake.nodes.settings import SETTINGS, is_setting, looks_secret

BLOCKLESS = "http"
"""The kind that stands for services of any form, for which there is no block."""
Tell = Callable[[str, tuple[str, ...], str, str], None]
"""Notes a problem: code, keys below the service, what is wrong, what would be right."""


def check_service(service: ServiceEntry, problems: Problems, tell: Tell) -> None:
    """Notes everything that is wrong with a service by itself."""
    kind = service.kind
    if service.url is None and service.block is None:
        tell("no-address", (), f"a service of kind {kind} needs `url` or `block`", "")
    if kind in ONE_AT_A_TIME and service.slots > 1:
        tell("slots", ("slots",), f"{kind} works on one job at a time", "remove slots; add a service for more")
    if kind == "comfyui" and service.gpu is None:
        tell("no-gpu", (), "a comfyui service needs the GPU that it runs on", "add `gpu: gpu-0`")
    if service.block is not None and (kind == BLOCKLESS or service.block.partition("/")[0] != kind):
        right = "give its `url`" if kind == BLOCKLESS else f"write `{kind}/NAME`"
        tell("block-kind", ("block",), f"{quoted(service.block)} is no block of a service of kind {kind}", right)
    for name in service.settings:
        at = ("settings", name)
        if looks_secret(name) and not is_setting(kind, name):
            right = "put it into an environment variable and name that with `token_env`, or into a block"
            tell("secret", at, f"{quoted(name)} looks like a secret, and a node file is no place for one", right)
        elif not is_setting(kind, name):
            right = problems.suggest(name, list(SETTINGS[kind]), "settings") if SETTINGS[kind] else ""
            tell("unknown-setting", at, f"services of kind {kind} have no setting {quoted(name)}", right)
