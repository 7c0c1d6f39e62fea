"""The local store: whole or not at all, and damage is noticed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from yoake.errors import YoakeError
from yoake.store.base import hash_file
from yoake.store.local import LocalStore
from yoake.store.paths import Layout, safe_step


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(Layout(tmp_path / "out"))


def file(tmp_path: Path, content: bytes, name: str = "a.png") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_put_keeps_the_content_under_its_hash(store: LocalStore, tmp_path: Path):
    stored = store.put(file(tmp_path, b"one"), ".png")
    path = store.local(stored.sha256, ".png")
    assert path.read_bytes() == b"one"
    assert hash_file(path)[0] == stored.sha256 == path.name[:64]
    assert store.listing() == {(stored.sha256, ".png"): stored}


def test_the_same_content_is_kept_once(store: LocalStore, tmp_path: Path):
    first = store.put(file(tmp_path, b"same"), ".png")
    second = store.put(file(tmp_path, b"same", "b.png"), ".png")
    assert first.sha256 == second.sha256
    assert len(store.listing()) == 1


def test_a_damaged_object_is_put_aside_and_can_be_put_again(store: LocalStore, tmp_path: Path):
    stored = store.put(file(tmp_path, b"good"), ".png")
    path = store.local(stored.sha256, ".png")
    path.chmod(0o644)
    path.write_bytes(b"evil")
    assert store.verify(stored.sha256, ".png") is None
    assert [p.read_bytes() for p in store.layout.damaged.iterdir()] == [b"evil"]
    assert store.put(file(tmp_path, b"good"), ".png").sha256 == stored.sha256
    assert store.verify(stored.sha256, ".png") is not None


def test_a_missing_object_is_noticed(store: LocalStore, tmp_path: Path):
    stored = store.put(file(tmp_path, b"gone"), ".png")
    store.local(stored.sha256, ".png").unlink()
    assert store.verify(stored.sha256, ".png") is None


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    source = file(tmp_path, b"x")
    monkeypatch.setattr(Path, "rename", lambda *_: full(0))
    with pytest.raises(YoakeError, match="disk is full") as caught:
        store.put(source, ".png")
    assert caught.value.code == "store.full"
    assert store.listing() == {}
    assert [p for p in store.layout.objects.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "..", "A", "x\0", "con.", "a" * 97, "-rf"])
def test_no_name_leaves_its_folder(name: str):
    with pytest.raises(YoakeError) as caught:
        safe_step(name)
    assert caught.value.code == "path.unsafe"


def test_objects_are_read_only(store: LocalStore, tmp_path: Path):
    stored = store.put(file(tmp_path, b"x"), ".png")
    assert store.local(stored.sha256, ".png").stat().st_mode & 0o222 == 0
