"""The files of the simulated ComfyUI: uploads, outputs and previews, held in memory."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from typing import Any

from PIL import Image, UnidentifiedImageError

_LONGEST = 255


class NodeError(Exception):
    """A node raised something."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class FileArea:
    """What stands in `input/`, `output/` and `temp/`; a restart empties `temp/` alone."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, str, str], bytes] = {}

    def restart(self) -> None:
        self._files = {place: data for place, data in self._files.items() if place[0] != "temp"}

    def get(self, folder: str, subfolder: str, name: str) -> bytes | None:
        return self._files.get((folder, subfolder.strip("/"), name))

    def put(self, folder: str, subfolder: str, name: str, data: bytes) -> None:
        self._files[folder, subfolder, name] = data

    def clear_outputs(self) -> None:
        """As somebody who tidies up the output folder."""
        self._files = {place: data for place, data in self._files.items() if place[0] != "output"}

    def uploads(self) -> list[str]:
        return sorted(
            f"{subfolder}/{name}" if subfolder else name for folder, subfolder, name in self._files if folder == "input"
        )

    def _input(self, name: str) -> bytes | None:
        """A file as a graph names it: `hero.png`, `sub/hero.png`, `hero.png [temp]`."""
        told = re.fullmatch(r"(.*) \[(input|temp|output)\]", name)
        name, folder = (told[1], told[2]) if told else (name, "input")
        subfolder, _, base = name.rpartition("/")
        return self.get(folder, subfolder, base)

    def has(self, name: str) -> bool:
        return self._input(name) is not None

    def digest(self, name: str) -> str:
        return hashlib.sha256(self._input(name) or b"").hexdigest()

    def size(self, name: str) -> tuple[int, int] | None:
        """Width and height of an uploaded picture; none where it is no picture."""
        try:
            with Image.open(io.BytesIO(self._input(name) or b"")) as picture:
                return picture.size
        except UnidentifiedImageError:
            return None

    def upload(self, folder: str, subfolder: str, name: str, data: bytes, overwrite: bool) -> str:
        """Stores an upload and returns its name: of one name with other bytes, a new one is made."""
        stem, suffix = posixpath.splitext(name)
        number = 0
        while not overwrite:
            there = self.get(folder, subfolder, name)
            if there is None or there == data:
                break
            number += 1
            name = f"{stem} ({number}){suffix}"
        self.put(folder, subfolder, name, data)
        return name

    def save(
        self, folder: str, prefix: str, batch: int, suffix: str, data: bytes, trailing: str = "_"
    ) -> dict[str, Any]:
        """Stores what a node made, with a counter behind its prefix; the place as the history tells it.

        Raises:
            NodeError: the prefix leads out of the folder, or is too long for a name.
        """
        whole = posixpath.normpath(posixpath.join("/output", prefix.replace("%batch_num%", str(batch))))
        if not whole.startswith("/output/"):
            raise NodeError("Exception", "**** ERROR: Saving image outside the output folder is not allowed.\n")
        subfolder, _, stem = whole.removeprefix("/output/").rpartition("/")
        counter = 1 + max(
            (
                int(number)
                for place, where, name in self._files
                if place == folder and where == subfolder and name.startswith(f"{stem}_")
                for number in [name.removeprefix(f"{stem}_").partition(".")[0].rstrip("_")]
                if number.isdigit()
            ),
            default=0,
        )
        name = f"{stem}_{counter:05d}{trailing}{suffix}"
        if len(name) > _LONGEST:
            raise NodeError("OSError", f"[Errno 36] File name too long: '/opt/ComfyUI/output/{name}'\n")
        self.put(folder, subfolder, name, data)
        return {"filename": name, "subfolder": subfolder, "type": folder}
