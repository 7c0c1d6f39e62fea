"""`yoake report`: writes the page in the project's language and says where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.unit.reporting.filled_catalog import Filled, picture

PAGE = Path("out/p/report/index.html")


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    made = Filled(tmp_path)
    made.run("r1")
    made.asset("hero", "character", picture())
    yield made
    made.catalog.close()


def test_title_and_language_come_from_the_file_of_the_last_run(filled: Filled):
    Path("games").mkdir()
    Path("games/p.yaml").write_text("project: p\ntitle: 星降る夜\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["report", "p"])
    assert result.exit_code == 0, result.output
    assert str(PAGE.resolve()) in result.output.replace("\n", "")
    text = PAGE.read_text(encoding="utf-8")
    assert '<html lang="ja">' in text
    assert "<bdi>星降る夜</bdi>" in text


@pytest.mark.parametrize("content", ["project: another\ntitle: Wrong\n", "a: [1\n", None])
def test_a_file_that_is_no_help_is_done_without(filled: Filled, content: str | None):
    Path("games").mkdir()
    if content is not None:
        Path("games/p.yaml").write_text(content, encoding="utf-8")
    assert CliRunner().invoke(app, ["report", "p"]).exit_code == 0
    assert "<bdi>p</bdi>" in PAGE.read_text(encoding="utf-8")


def test_it_opens_in_a_browser_where_asked(filled: Filled, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr("cli.report.webbrowser.open", opened.append)
    CliRunner().invoke(app, ["report", "p"])
    assert opened == []
    CliRunner().invoke(app, ["report", "p", "--open"])
    assert opened == [PAGE.resolve().as_uri()]
