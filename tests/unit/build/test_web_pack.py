"""Packing is the same everywhere, unpacking is safe."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from yoake.build.pack import pack, unpack
from yoake.errors import InvalidRequestError


def _site(folder: Path) -> Path:
    (folder / "js").mkdir(parents=True)
    (folder / "js/story.js").write_text("星" * 500, encoding="utf-8")
    (folder / "index.html").write_text("<p>", encoding="utf-8")
    (folder / "a.png").write_bytes(b"\x89PNG" + bytes(500))
    return folder


def test_same_folder_same_bytes(tmp_path: Path) -> None:
    one, two = _site(tmp_path / "one"), _site(tmp_path / "two")
    os.utime(two / "index.html", (1, 1))
    (two / "index.html").chmod(0o600)
    pack(one, tmp_path / "one.zip")
    pack(two, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["a.png", "index.html", "js/story.js"]
        assert archive.getinfo("js/story.js").compress_size < 200


def test_round_trip_replaces_what_was_there(tmp_path: Path) -> None:
    pack(_site(tmp_path / "site"), tmp_path / "site.zip")
    target = tmp_path / "out"
    target.mkdir()
    (target / "old.txt").write_text("old")
    unpack(tmp_path / "site.zip", target)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()) == [
        "a.png", "index.html", "js/story.js",
    ]  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "site", "site.zip"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:evil"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("good", "x")
        archive.writestr(name, "x")
    with pytest.raises(InvalidRequestError, match=r"package\.unsafe"):
        unpack(tmp_path / "bad.zip", tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["bad.zip"]


def test_links_bombs_and_rubbish_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(100_000))
    (tmp_path / "rubbish.zip").write_bytes(b"no zip")
    for name, code in (("link", "unsafe"), ("bomb", "unsafe"), ("rubbish", "broken")):
        with pytest.raises(InvalidRequestError, match=code):
            unpack(tmp_path / f"{name}.zip", tmp_path / "out", max_bytes=50_000)
    assert not (tmp_path / "out").exists()
