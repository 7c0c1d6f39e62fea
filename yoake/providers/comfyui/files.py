"""Files on their way to and from a ComfyUI server."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers.comfyui import media
from yoake.providers.comfyui.outputs import Output
from yoake.providers.comfyui.patience import Patience
from yoake.providers.http import LARGEST_FILE, Http

LARGEST_UPLOAD = 100 * 1024 * 1024
"""ComfyUI's own limit, unless it was started with another."""
UPLOAD_SECONDS = 120.0
_TRIES = 3
_LONGEST_NAME = 512
_PREFIXES = {"audio": ("audio/",), "images": ("image/", "video/"), "gifs": ("image/", "video/")}
"""Key of an output -> what may stand under it."""


class Files:
    """Uploads and downloads of one server."""

    def __init__(self, http: Http, patience: Patience) -> None:
        self._http = http
        self._patience = patience

    async def upload(self, path: Path, media_type: str = "application/octet-stream") -> str:
        """Uploads a file and returns the name by which a graph can use it.

        It is named by its content, so that the server never keeps two of one name; yet the reply's name counts.

        Raises:
            InvalidRequestError: `comfyui.upload-too-large`.
            YoakeError: as `Http.ask` and `Http.check`.
        """
        if path.stat().st_size > LARGEST_UPLOAD:
            raise self._too_large(path)
        content = await asyncio.to_thread(path.read_bytes)
        name = f"yoake-{hashlib.sha256(content).hexdigest()[:24]}{path.suffix.lower()}"
        answer = await self._http.ask(
            "POST",
            "/upload/image",
            files={"image": (name, content, media_type)},
            read_seconds=UPLOAD_SECONDS,
            repeatable=True,
        )
        if answer.status == 413:
            raise self._too_large(path)
        said = self._http.json(self._http.check(answer, f"the upload of {path.name}"))
        return self._uploaded_name(said)

    def _uploaded_name(self, said: dict[str, Any]) -> str:
        name, subfolder = said.get("name"), said.get("subfolder", "")
        if not isinstance(name, str) or not isinstance(subfolder, str) or not name:
            raise self._http.bad_answer("an upload without its name")
        whole = f"{subfolder}/{name}" if subfolder else name
        if len(whole) > _LONGEST_NAME or not whole.isprintable():
            raise self._http.bad_answer("an upload with a name that cannot be")
        return whole

    def _too_large(self, path: Path) -> InvalidRequestError:
        return InvalidRequestError(
            "comfyui.upload-too-large",
            f"{path.name} is larger than {self._http.name} takes ({LARGEST_UPLOAD // 1024**2} MiB).",
            next_step="Use a smaller picture or sound as the input, or start ComfyUI with --max-upload-size.",
        )

    async def download(self, output: Output, folder: Path, number: int = 0) -> Path:
        """Fetches a file into `folder`, under a name of our own; tried again where the connection breaks.

        Raises:
            YoakeError: `comfyui.bad-file`, `comfyui.output-gone`; as `Http.ask` and `Http.check`.
        """
        for tries_left in reversed(range(_TRIES)):
            try:
                return await self._fetch(output, folder / f"output-{number:03d}")
            except UnreachableError:
                raise
            except YoakeError as error:
                if not error.transient or not tries_left:
                    raise
            await asyncio.sleep(self._patience.retry)
        raise AssertionError("unreachable: the loop returns or raises")

    async def _fetch(self, output: Output, target: Path) -> Path:
        query = {"filename": output.filename, "subfolder": output.subfolder, "type": output.folder}
        answer = await self._http.download("/view", target, params=query, most_bytes=LARGEST_FILE)
        if answer.status == 404:
            raise YoakeError(
                "comfyui.output-gone",
                f"{self._http.name} no longer has a file that it has just made (node {output.node}).",
                next_step="Check that nobody empties its output folder.",
                transient=True,
            )
        self._http.check(answer, f"an output of node {output.node}")
        try:
            suffix = self._examined(output, target)
        except YoakeError:
            target.unlink()
            raise
        return target.replace(target.with_name(target.name + suffix))

    def _examined(self, output: Output, target: Path) -> str:
        """The suffix that fits a file's content."""
        found = media.sniff(target)
        if found is None:
            raise self._bad_file(output, "is no picture, video or sound")
        if not found[0].startswith(_PREFIXES.get(output.kind, "")):
            raise self._bad_file(output, f"is {found[0]}, and was said to be one of its {output.kind}")
        fault = media.fault_of_picture(target) if found[0].startswith("image/") else ""
        if fault:
            raise self._bad_file(output, fault)
        return found[1]

    def _bad_file(self, output: Output, fault: str) -> YoakeError:
        return YoakeError(
            "comfyui.bad-file",
            f"A file that {self._http.name} sends (node {output.node}) {fault}.",
            next_step="Check that it is ComfyUI that runs there, and look into its output folder.",
            transient=True,
        )
