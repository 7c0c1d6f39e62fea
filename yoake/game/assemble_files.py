"""Names for the files of a game: safe, unique, and telling what each file is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yoake.game.assemble_facts import item_of, word
from yoake.game.assemble_input import MadeAsset
from yoake.game.model import AssetFile
from yoake.words import CATEGORIES

EXTENSIONS: dict[str, str] = {
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp",
    "audio/ogg": "ogg", "audio/opus": "opus", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/x-wav": "wav",
    "audio/flac": "flac", "video/mp4": "mp4", "video/webm": "webm", "video/ogg": "ogv",
}  # fmt: skip
"""Media types that both engines play; an asset of another type stays out of the game."""


def plays(asset: MadeAsset) -> bool:
    """Whether the engines can show or play the asset."""
    return media_type(asset) in EXTENSIONS


def media_type(asset: MadeAsset) -> str:
    """The media type without its parameters: `audio/ogg` for `audio/ogg; codecs=opus`."""
    return asset.media_type.partition(";")[0].strip().lower()


class FileNames:
    """Gives every asset its file name, `<category>/<spec_id>_<item>.<ext>`, and notes which ones the game uses."""

    def __init__(self, assets: Iterable[MadeAsset]) -> None:
        self._assets: dict[str, MadeAsset] = {}
        self._names: dict[str, str] = {}
        self._used: set[str] = set()
        taken: set[str] = set()
        for asset in assets:
            item = item_of(asset)
            stem = _stem(asset.spec_id) + (f"_{word(item)}" if item else "")
            base, ext = f"{asset.category}/{stem}", EXTENSIONS[media_type(asset)]
            name, number = f"{base}.{ext}", 2
            while name in taken:
                name, number = f"{base}_{number}.{ext}", number + 1
            taken.add(name)
            self._names[asset.address] = name
            self._assets[asset.address] = asset

    def use(self, asset: MadeAsset) -> str:
        """The asset's file name; the file becomes part of the game."""
        self._used.add(asset.address)
        return self._names[asset.address]

    def files(self) -> list[AssetFile]:
        """The files in use, by category and name."""
        rank = {category: i for i, category in enumerate(CATEGORIES)}
        found = [
            AssetFile(
                address=address,
                category=asset.category,
                name=self._names[address],
                sha256=asset.sha256,
                media_type=media_type(asset),
                placeholder=asset.placeholder,
            )
            for address, asset in self._assets.items()
            if address in self._used
        ]
        return sorted(found, key=lambda f: (rank[f.category], f.name))

    def assets(self) -> list[MadeAsset]:
        """The assets in use, in the order given."""
        return [asset for address, asset in self._assets.items() if address in self._used]


def _stem(spec_id: str) -> str:
    """Spec ids are safe by their pattern; one from elsewhere is made so, and device names of Windows are avoided."""
    stem = spec_id if re.fullmatch(r"[a-z0-9_]{1,80}", spec_id) else word(spec_id)
    return f"{stem}_" if re.fullmatch(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", stem) else stem
