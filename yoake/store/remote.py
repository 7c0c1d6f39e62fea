"""The asset store on S3 or another remote file system that fsspec knows, with a local cache."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import fsspec

from yoake.errors import YoakeError
from yoake.store.base import Facts, Key, Stored, facts_of, hash_file
from yoake.store.paths import Layout, safe_suffix


class RemoteStore:
    """Objects below an address such as `s3://bucket/prefix`; what is read is kept in `cache/` and checked by its hash.

    Args:
        url: where the objects go.
        options: passed to fsspec (endpoint, credentials); never logged.
    """

    def __init__(self, url: str, layout: Layout, options: dict[str, Any] | None = None) -> None:
        self.layout = layout
        self.cache = layout.data / "cache"
        self.files, self.root = fsspec.core.url_to_fs(url, **(options or {}))

    def put(self, path: Path, suffix: str) -> Stored:
        """Uploads under a temporary name, compares the size, then gives the object its name.

        Raises:
            YoakeError: `store.write-failed` (transient).
        """
        sha256, size = hash_file(path)
        target = self._key(sha256, suffix)
        temporary = f"{self.root}/parts/{uuid.uuid4().hex}"
        try:
            self.files.put_file(str(path), temporary)
            if self.files.size(temporary) != size:
                raise YoakeError("store.write-failed", f"{path.name} arrived incomplete.", transient=True)
            self.files.mv(temporary, target)
            self.files.invalidate_cache()
            self._keep(path, sha256, suffix)
            return self._stored(sha256, suffix, self.files.info(target))
        except (OSError, ConnectionError) as error:
            raise YoakeError(
                "store.write-failed",
                f"{path.name} could not be uploaded: {type(error).__name__}.",
                next_step="Check the address, the credentials and the network of the asset storage.",
                transient=True,
            ) from error

    def local(self, sha256: str, suffix: str) -> Path:
        """A verified copy in the cache, downloaded where it is not there yet.

        Raises:
            YoakeError: `store.damaged` where the downloaded bytes are not the object's.
        """
        cached = self.cache / sha256[:2] / f"{sha256}{safe_suffix(suffix)}"
        if cached.exists() and hash_file(cached)[0] == sha256:
            return cached
        cached.parent.mkdir(parents=True, exist_ok=True)
        temporary = cached.parent / f".{uuid.uuid4().hex}.part"
        try:
            self.files.get_file(self._key(sha256, suffix), str(temporary))
            if hash_file(temporary)[0] != sha256:
                raise YoakeError("store.damaged", f"The stored object {sha256[:12]} is damaged.")
            temporary.replace(cached)
        finally:
            temporary.unlink(missing_ok=True)
        return cached

    def facts(self, sha256: str, suffix: str) -> Facts:
        """Of the copy in the cache."""
        return facts_of(self.local(sha256, suffix).stat())

    def listing(self) -> dict[Key, Stored]:
        """Everything that is there, by listing calls alone."""
        self.files.invalidate_cache()
        found: dict[Key, Stored] = {}
        if not self.files.exists(f"{self.root}/objects"):
            return found
        for path, facts in self.files.find(f"{self.root}/objects", detail=True).items():
            sha256, dot, ending = path.rsplit("/", 1)[-1].partition(".")
            if len(sha256) == 64 and dot:
                found[sha256, dot + ending] = self._stored(sha256, dot + ending, facts)
        return found

    def verify(self, sha256: str, suffix: str) -> Stored | None:
        """Downloads and hashes the object; a damaged one is deleted, for its bytes are of no use to anybody."""
        key = self._key(sha256, suffix)
        (self.cache / sha256[:2] / f"{sha256}{suffix}").unlink(missing_ok=True)
        try:
            self.local(sha256, suffix)
        except FileNotFoundError:
            return None
        except YoakeError:
            self.files.rm_file(key)
            return None
        return self._stored(sha256, suffix, self.files.info(key))

    def _key(self, sha256: str, suffix: str) -> str:
        return f"{self.root}/objects/{sha256[:2]}/{sha256}{safe_suffix(suffix)}"

    def _keep(self, path: Path, sha256: str, suffix: str) -> None:
        cached = self.cache / sha256[:2] / f"{sha256}{suffix}"
        cached.parent.mkdir(parents=True, exist_ok=True)
        path.replace(cached)

    @staticmethod
    def _stored(sha256: str, suffix: str, facts: dict[str, Any]) -> Stored:
        signature = str(facts.get("ETag") or facts.get("mtime") or facts.get("created") or "")
        return Stored(sha256, suffix, int(facts["size"]), signature.strip('"'))
