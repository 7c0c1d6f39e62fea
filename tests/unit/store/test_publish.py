"""What people see: links to the objects, kept as the assets are."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from yoake.definition.models import TaskSpec
from yoake.graph.asset import Asset, Record
from yoake.store.local import LocalStore
from yoake.store.paths import Layout
from yoake.store.publish import Publisher


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(Layout(tmp_path / "out"))


def publisher(store: LocalStore) -> Publisher:
    return Publisher("p", store.layout, store)


def made(store: LocalStore, tmp_path: Path, content: bytes, item: str | None = None) -> Asset:
    path = tmp_path / "made.txt"
    path.write_bytes(content)
    kept = store.put(path, ".txt")
    spec = TaskSpec(id="note", type="text_gen")
    record = Record(kept.sha256, kept.size, "text/plain", ".txt")
    address = f"note/{item}" if item else "note"
    return Asset(address, spec, "scenario", item, {}, None, 0, status="made", record=record)


def test_an_asset_is_seen_under_its_own_name(store: LocalStore, tmp_path: Path):
    seen = store.layout.assets("p") / "scenario"
    publisher(store).publish(made(store, tmp_path, b"one"))
    publisher(store).publish(made(store, tmp_path, b"two", "first"))
    assert (seen / "note.txt").read_bytes() == b"one"
    assert (seen / "note" / "first.txt").read_bytes() == b"two"


def test_an_asset_that_is_there_is_not_looked_at_again(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asset = made(store, tmp_path, b"one")
    publisher(store).publish(asset)
    again = publisher(store)
    store.listing()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda *_, **__: pytest.fail("a stat for a file that was listed"))
        patch.setattr(os, "link", lambda *_: pytest.fail("a link for a file that is there"))
        again.publish(asset)


def test_what_went_missing_or_became_another_is_shown_again(store: LocalStore, tmp_path: Path):
    asset = made(store, tmp_path, b"one")
    publisher(store).publish(asset)
    seen = store.layout.assets("p") / "scenario" / "note.txt"
    seen.unlink()
    publisher(store).publish(asset)
    assert seen.read_bytes() == b"one"
    publisher(store).publish(made(store, tmp_path, b"new"))
    assert seen.read_bytes() == b"new"


def test_a_file_that_a_person_changed_is_kept(store: LocalStore, tmp_path: Path):
    asset = made(store, tmp_path, b"one")
    publisher(store).publish(asset)
    seen = store.layout.assets("p") / "scenario" / "note.txt"
    seen.unlink()
    seen.write_bytes(b"mine")
    again = publisher(store)
    again.publish(asset)
    assert seen.read_bytes() == b"one"
    assert [p.read_bytes() for p in again.kept_edits] == [b"mine"]


def test_an_asset_without_a_file_is_not_shown(store: LocalStore, tmp_path: Path):
    publisher(store).publish(replace(made(store, tmp_path, b"one"), record=None, status="skipped"))
    assert not store.layout.assets("p").exists()


def test_candidates_are_seen_beside_the_asset_and_go_with_it(store: LocalStore, tmp_path: Path):
    asset = made(store, tmp_path, b"one", "first")
    others = [made(store, tmp_path, content, "first") for content in (b"one", b"two")]
    asset.candidates = tuple(replace(a, of=asset, number=n) for n, a in enumerate(others, 1))
    seen = store.layout.assets("p") / "scenario" / "candidates" / "note"
    for one in (asset, *asset.candidates):
        publisher(store).publish(one)
    assert {p.name: p.read_bytes() for p in seen.iterdir()} == {"first~1.txt": b"one", "first~2.txt": b"two"}
    assert publisher(store).tidy([asset]) == []
    asset.candidates = asset.candidates[:1]
    assert publisher(store).tidy([asset]) == [seen / "first~2.txt"]
