"""What makes two pieces of work alike, so that one tells how long the other will take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from yoake.words import AssetType

_HOST = re.compile(r"https?://(?:[^/?#\s]*@)?([^/?#\s@]+)")
"""The host of an address, without a user and password."""
LONGEST_SUBJECT = 160


class KindOfWork(NamedTuple):
    """The key of the catalog's experience; what does not apply is an empty text."""

    provider: str
    type: AssetType
    subject: str
    """Workflow or template; of a build its step and target, of processing the processor, of a call the host."""
    model: str
    resolution: str


def kind_of_work(
    provider: str, asset_type: AssetType, made_from: str | None, model: str | None, params: Mapping[str, Any]
) -> KindOfWork:
    """The kind of one asset's work.

    Args:
        made_from: name of the workflow or template.
        params: with the manifest's defaults filled in.
    """
    if asset_type == "build":
        subject = f"{params.get('step', 'package')} {params.get('target', '')}".strip()
    elif asset_type == "data_process":
        subject = str(params.get("processor", ""))
    elif asset_type == "external_api":
        found = _HOST.match(str(params.get("url", "")))
        subject = found[1] if found else ""
    else:
        subject = made_from or ""
    side = params.get("resolution")
    resolution = str(side) if isinstance(side, int) and made_from else ""
    return KindOfWork(provider, asset_type, subject[:LONGEST_SUBJECT], model or "", resolution[:16])
