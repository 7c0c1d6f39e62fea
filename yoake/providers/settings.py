"""Reads a service's further settings, which are text."""

from __future__ import annotations

from yoake.errors import InvalidRequestError
from yoake.providers.clients import ServiceAddress


def number(address: ServiceAddress, name: str, default: float, least: float, most: float) -> float:
    """A setting that is a number.

    Raises:
        InvalidRequestError: `service.setting`.
    """
    text = (address.settings or {}).get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise wrong_setting(address, name, f"a number from {least:g} to {most:g}")
    return value


def one_of(address: ServiceAddress, name: str, default: str, choices: tuple[str, ...]) -> str:
    """A setting that is one of some words.

    Raises:
        InvalidRequestError: `service.setting`.
    """
    text = (address.settings or {}).get(name, default)
    if text not in choices:
        raise wrong_setting(address, name, f"one of {', '.join(choices)}")
    return text


def wrong_setting(address: ServiceAddress, name: str, wanted: str) -> InvalidRequestError:
    """The error for a setting; its value is not told, as a secret may stand there by mistake."""
    return InvalidRequestError(
        "service.setting",
        f"The setting {name} of {address.name} must be {wanted}.",
        next_step="Correct it in the node file, or in the block that it comes from.",
    )
