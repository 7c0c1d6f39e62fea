"""The asset store on S3, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.servers import s3
from yoake.store.paths import Layout
from yoake.store.remote import RemoteStore


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with s3() as url:
        yield url


@pytest.fixture
def store(address: str, tmp_path: Path) -> RemoteStore:
    options = {"key": "test", "secret": "test", "client_kwargs": {"endpoint_url": address}}
    return RemoteStore(f"s3://assets/{tmp_path.name}", Layout(tmp_path / "out"), options)


def put(store: RemoteStore, folder: Path, content: bytes) -> str:
    path = folder / "x.png"
    path.write_bytes(content)
    return store.put(path, ".png").sha256


def test_an_object_comes_back_from_another_machine(store: RemoteStore, address: str, tmp_path: Path):
    sha256 = put(store, tmp_path, b"picture")
    options = {"key": "test", "secret": "test", "client_kwargs": {"endpoint_url": address}}
    elsewhere = RemoteStore(f"s3://assets/{tmp_path.name}", Layout(tmp_path / "elsewhere"), options)
    assert elsewhere.local(sha256, ".png").read_bytes() == b"picture"
    assert set(elsewhere.listing()) == {(sha256, ".png")}


def test_the_signature_stays_while_the_object_does(store: RemoteStore, tmp_path: Path):
    sha256 = put(store, tmp_path, b"one")
    listed = store.listing()[sha256, ".png"]
    assert store.verify(sha256, ".png") == listed
    assert listed.signature


def test_damage_is_noticed_and_the_object_can_be_put_again(store: RemoteStore, tmp_path: Path):
    sha256 = put(store, tmp_path, b"good")
    before = store.listing()[sha256, ".png"].signature
    store.files.pipe_file(f"{store.root}/objects/{sha256[:2]}/{sha256}.png", b"evil")
    assert store.listing()[sha256, ".png"].signature != before
    assert store.verify(sha256, ".png") is None
    assert store.listing() == {}
    assert put(store, tmp_path, b"good") == sha256


def test_nothing_unfinished_is_listed(store: RemoteStore, tmp_path: Path):
    put(store, tmp_path, b"a")
    store.files.pipe_file(f"{store.root}/parts/half", b"half an upload")
    assert len(store.listing()) == 1
