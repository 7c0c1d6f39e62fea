"""Shows people their files: `out/PROJECT/assets/CATEGORY/NAME`, and the built games unpacked.

A published file is a hard link to the stored object where the file system allows it, else a copy; so ten thousand
up-to-date files cost one scan of the folders.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from yoake.build.pack import unpack
from yoake.graph.asset import Asset, Record
from yoake.graph.candidates import MARK
from yoake.store.base import AssetStore, Facts, facts_of
from yoake.store.local import disk_error
from yoake.store.paths import Layout, safe_step

CANDIDATES = "candidates"


class Publisher:
    """Keeps one project's visible files as the assets are."""

    def __init__(self, project: str, layout: Layout, store: AssetStore) -> None:
        self.layout = layout
        self.store = store
        self.project = project
        self.folder = layout.assets(project)
        self.marks = layout.data / "published" / safe_step(project)
        self._there = _scan(self.folder)
        self.kept_edits: list[Path] = []
        """Files that a person had changed; they were renamed, not overwritten."""

    def publish(self, asset: Asset) -> None:
        """Makes the asset's file visible, where it has one.

        Raises:
            YoakeError: `store.full`, `store.read-only`, `store.write-failed`.
        """
        record = asset.record
        if record is None:
            return
        name = self.name_of(asset)
        try:
            if not self._is_there(name, record):
                self._link(self.store.local(record.sha256, record.suffix), self.folder / name, name)
            if place := record.meta.get("publish"):
                self._unpack(self.store.local(record.sha256, record.suffix), str(place), record.sha256)
        except OSError as error:
            raise disk_error(error, name.rpartition("/")[2]) from error

    def name_of(self, asset: Asset) -> str:
        """Where the asset is seen below `assets/`: `CATEGORY/SPEC.EXT`, or `CATEGORY/SPEC/ITEM.EXT` for a fan-out.

        A candidate is seen in `CATEGORY/candidates/`, as `SPEC~2.EXT` or `SPEC/ITEM~2.EXT`.
        """
        if asset.record is None:
            raise ValueError(f"{asset.address} has no file")
        place = safe_step(asset.category) + (f"/{CANDIDATES}" if asset.of is not None else "")
        place = f"{place}/{safe_step(asset.spec.id)}"
        if asset.item_name is not None:
            place = f"{place}/{safe_step(asset.item_name)}"
        if asset.of is not None:
            place += f"{MARK}{asset.number}"
        return f"{place}{asset.record.suffix}"

    def tidy(self, assets: Iterable[Asset]) -> list[Path]:
        """Removes published files that no asset has any more; returns them. What a person added stays."""
        wanted = {self.name_of(one) for a in assets for one in (a, *a.candidates) if one.record is not None}
        removed = []
        for name in sorted(set(self._there) - wanted):
            path = self.folder / name
            if ".edited-" not in name and path.is_file() and path.stat().st_nlink > 1:
                path.unlink()
                removed.append(path)
        return removed

    def _is_there(self, name: str, record: Record) -> bool:
        facts = self._there.get(name)
        # a hard link has its object's size and time too, so there is no need to ask for the object's inode
        return facts is not None and facts == self.store.facts(record.sha256, record.suffix)

    def _link(self, source: Path, target: Path, name: str) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in self._there and self._edited(target):
            self._keep_edit(target)
        temporary = target.parent / f".{uuid.uuid4().hex}.part"
        try:
            try:
                os.link(source, temporary)
            except OSError:
                shutil.copy2(source, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        self._there[name] = facts_of(target.stat())

    def _edited(self, path: Path) -> bool:
        """Whether a person saved it: ours are read only and, where links work, linked to the store."""
        facts = path.stat()
        return facts.st_nlink == 1 and facts.st_mode & 0o222 != 0

    def _keep_edit(self, path: Path) -> None:
        number = 1
        while (kept := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
            number += 1
        path.replace(kept)
        self.kept_edits.append(kept)

    def _unpack(self, zipped: Path, place: str, sha256: str) -> None:
        target = self.layout.project(self.project)
        for step in place.split("/"):
            target = target / safe_step(step)
        mark = self.marks / f"{place.replace('/', '_')}.json"
        if mark.exists() and target.is_dir():
            noted = json.loads(mark.read_text(encoding="utf-8"))
            if noted["sha256"] == sha256 and noted["files"] == _plain(_scan(target)):
                return
        unpack(zipped, target)
        mark.parent.mkdir(parents=True, exist_ok=True)
        noted = {"sha256": sha256, "files": _plain(_scan(target))}
        temporary = mark.with_suffix(".part")
        temporary.write_text(json.dumps(noted), encoding="utf-8")
        temporary.replace(mark)


def _scan(folder: Path) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    stack = [("", str(folder))] if folder.is_dir() else []
    while stack:
        prefix, at = stack.pop()
        with os.scandir(at) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append((f"{prefix}{entry.name}/", entry.path))
                elif not entry.name.endswith(".part"):
                    found[prefix + entry.name] = facts_of(entry.stat(follow_symlinks=False))
    return found


def _plain(found: dict[str, Facts]) -> dict[str, list[int]]:
    return {name: list(facts) for name, facts in sorted(found.items())}
