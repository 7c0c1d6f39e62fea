"""The address file: only a living `yoake up` with a server that answers counts."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flows.server import configured_url
from flows.up.folder import UpFolder, data_folder, running_api, write_address
from tests.unit.flows.up.answering import answering


@pytest.fixture
def folder(tmp_path: Path) -> UpFolder:
    made = UpFolder(tmp_path / "data")
    made.make()
    return made


def test_a_server_that_answers_is_found(folder: UpFolder):
    with answering({"/api/health": "true"}) as url:
        write_address(folder, f"{url}/api")
        assert running_api(folder.data) == f"{url}/api"
    assert running_api(folder.data) is None  # it answers no more


def test_one_of_a_dead_process_is_not(folder: UpFolder):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with answering({"/api/health": "true"}) as url:
        folder.address.write_text(json.dumps({"api": f"{url}/api", "pid": dead.pid}))
        assert running_api(folder.data) is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"api": "x"}', '{"api": "file:///etc/passwd", "pid": 1}', '{"api": "http://x", "pid": 1e999}'],
)
def test_a_file_that_says_something_else_is_none(folder: UpFolder, text: str):
    folder.address.write_text(text.replace('"pid": 1}', f'"pid": {os.getpid()}}}'))
    assert running_api(folder.data) is None


def test_no_file_is_none(folder: UpFolder):
    assert running_api(folder.data) is None


def test_runs_use_it_unless_a_person_names_another(folder: UpFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YOAKE_DATA", str(folder.data))
    monkeypatch.setenv("PREFECT_HOME", str(folder.data / "no-profile"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with answering({"/api/health": "true"}) as url:
        write_address(folder, f"{url}/api")
        assert configured_url() == f"{url}/api"
        assert os.environ["PREFECT_API_URL"] == f"{url}/api"  # Prefect finds it there
        monkeypatch.setenv("PREFECT_API_URL", "http://elsewhere/api")
        assert configured_url() == "http://elsewhere/api"
    monkeypatch.delenv("PREFECT_API_URL")
    assert configured_url() is None


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("YOAKE_DATA")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert data_folder() == tmp_path / ".local/share/yoake"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_folder() == tmp_path / "xdg/yoake"
    monkeypatch.setenv("YOAKE_DATA", "~/mine")
    assert data_folder() == tmp_path / "mine"


def test_nobody_else_can_list_it(folder: UpFolder):
    for path in (folder.data, folder.prefect, folder.logs):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o066
