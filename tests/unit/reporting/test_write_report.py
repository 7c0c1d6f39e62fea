"""The report: shows what there is, survives what is not, and lets nothing out of its quotes."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.unit.reporting.filled_catalog import Filled, character, picture, play_report, scenario
from yoake.catalog.catalog import Catalog
from yoake.errors import InvalidRequestError
from yoake.reporting.write import write_report
from yoake.words import Language

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e{{ 7*7 }}'
KNOWN_TAGS = frozenset(
    (
        "html", "head", "meta", "title", "style", "body", "header", "img", "div", "p", "h1", "h2", "h3", "h4", "bdi",
        "span", "time", "nav", "ul", "li", "a", "main", "section", "b", "small", "dl", "dt", "dd", "table", "thead",
        "tbody", "tfoot", "tr", "th", "td", "svg", "rect", "text", "line", "footer", "details", "summary", "figure",
        "figcaption", "article", "code", "br",
    )
)  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path):
    made = Filled(tmp_path)
    yield made
    made.catalog.close()


class Page(HTMLParser):
    """Tags, addresses and visible words of a page; fails on what a report never has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.sources: list[str] = []
        self.links: list[str] = []
        self.at = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN_TAGS, tag
        self.at = tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "style", "the policy forbids inline styles"
            if name == "src":
                self.sources.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        if self.at != "style" and data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return "\n".join(self.words)


def written(filled: Filled, *, title: str = "", language: Language | None = None) -> tuple[Page, str]:
    path = write_report(filled.catalog, filled.store, filled.layout, filled.project, title=title, language=language)
    assert path == filled.layout.root / "p" / "report" / "index.html"
    assert sorted(f.name for f in path.parent.iterdir()) == ["index.html", "report.md"]
    return Page(path.read_text(encoding="utf-8")), (path.parent / "report.md").read_text(encoding="utf-8")


def whole_game(filled: Filled, title: str = "Stars", name: str = "Mina") -> None:
    """A game with something of everything."""
    filled.run("r1", "failures")
    filled.text("char_setting", {"characters": [character("mina", name)]})
    filled.text("scenario", scenario(title))
    filled.text("integrate", {"title": title, "language": "en", "credits": []}, kind="integrate")
    for face in ("happy", "normal"):
        params = {"character": "mina", "outfit": "uniform", "expression": face}
        filled.asset(f"char_mina/{face}", "character", picture(), params=params)
    filled.asset("bg_school", "background", picture("#4f9d8c"), meta={"place": "school", "time_of_day": "night"})
    filled.asset("event/first", "event", picture("#b0569c"))
    filled.asset("ui/title_picture", "ui", picture("#3d3670", (64, 36)), meta={"part": "title_picture"})
    voice = [
        {"kind": "voice", "name": "Some Voice", "licence": "CC BY 4.0", "url": "https://example.org", "text": "By"}
    ]
    spoken = {"character": "mina", "duration_seconds": 2.5}
    filled.asset(
        "voice/l1", "voice", b"v", ".ogg", kind="voice_gen", meta=spoken, credits=voice, media_type="audio/ogg"
    )
    music = {"mood": "daily", "duration_seconds": 61.0, "loop": True}
    filled.asset("bgm/daily", "bgm", b"m", ".ogg", kind="bgm_gen", meta=music, media_type="audio/ogg", seconds=3.0)
    test = {"target": "web", "step": "play"}
    zipped = play_report(["good"])
    filled.asset("test_web", "build", zipped, ".zip", kind="build", meta=test, media_type="application/zip")
    filled.asset("clip", "video", status="failed", kind="video_gen", said="It broke. Look. [make.crashed]")


def test_everything_there_is_has_its_place(filled: Filled):
    whole_game(filled)
    page, markdown = written(filled)
    for found in (page.text, markdown):
        for words in (
            "Stars",
            "Mina",
            "Morning",
            "A good end",
            "Some Voice",
            "CC BY 4.0",
            "make.crashed",
            "1 min 01 s",
        ):
            assert words in found, words
    assert "normal" in page.text
    assert page.text.index("normal") < page.text.index("happy")  # in the order of the vocabulary, not of the address
    # title picture, figure and two faces, background, event, part of the interface, screenshot
    assert len(page.sources) == 8
    assert all(source.startswith("data:image/webp;base64,") for source in page.sources)


def test_nothing_is_loaded_from_elsewhere(filled: Filled):
    whole_game(filled)
    path = write_report(filled.catalog, filled.store, filled.layout, "p")
    text = path.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert all(link.startswith("#") for link in Page(text).links)
    assert "url(" not in text
    assert "@import" not in text


def test_japanese_has_every_label(filled: Filled):
    whole_game(filled)
    page, markdown = written(filled, title="星降る夜", language="ja")
    assert "星降る夜" in page.text
    assert "通しプレイ" in page.text
    assert "制作レポート" in markdown
    assert "Failures" not in page.text
    assert "喜び" in page.text


def test_hostile_names_stay_text(filled: Filled):
    filled.run("r1", "failures")
    filled.text("char_setting", {"characters": [character("mina", HOSTILE[:80])]})
    filled.text("scenario", scenario(HOSTILE[:60], ending=HOSTILE[:70]))
    said = f"Making it broke: {HOSTILE}. {HOSTILE} [make.crashed]"
    filled.asset("a", HOSTILE, status="failed", said=said, code=HOSTILE)
    params = {"character": "../../etc/passwd", "outfit": HOSTILE, "expression": HOSTILE}
    filled.asset("b", "character", picture(), params=params)
    filled.asset("c", "bgm", b"x", ".ogg", meta={"mood": HOSTILE, "duration_seconds": "many"})
    page, markdown = written(filled, title=HOSTILE)
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert "\u202e" not in page.text + markdown
    assert "../../etc/passwd" in page.text
    assert "\\<script\\>alert(1)\\</script\\>" in markdown
    assert not re.search(r"(?<!\\)<", markdown)


def test_missing_and_broken_pictures_leave_a_frame(filled: Filled):
    filled.run("r1")
    filled.asset("gone", "character", picture(), params={"character": "a", "expression": "normal"})
    filled.asset("broken", "background", b"\x89PNG no picture at all", params={"place": "x", "time_of_day": "day"})
    for path in filled.layout.objects.rglob("*.png"):
        if path.read_bytes() == picture():
            path.unlink()
    page, _ = written(filled)
    assert page.sources == []
    assert page.text.count("no picture") == 2


def test_a_placeholder_is_marked(filled: Filled):
    filled.run("r1", "failures")
    filled.asset("ui/logo", "ui", picture(), status="placeholder", said="No. [image.blank]", params={"part": "logo"})
    page, _ = written(filled)
    assert len(page.sources) == 1
    assert "logo" in page.text
    assert page.text.count("stand-in") >= 2


def test_a_run_without_assets_makes_a_page(filled: Filled):
    filled.run("r1", "running")
    page, markdown = written(filled)
    assert "crashed" in page.text
    assert "There is nothing yet." in page.text
    assert "crashed" in markdown


def test_an_unknown_project_has_no_report(filled: Filled):
    with pytest.raises(InvalidRequestError, match=r"status\.no-runs"):
        write_report(filled.catalog, filled.store, filled.layout, "p")
    assert not (filled.layout.root / "p").exists()


def test_a_broken_play_report_is_left_out(filled: Filled):
    filled.run("r1")
    for address, content in (("t1", b"no zip"), ("t2", play_report(["x"], extra=1))):
        meta = {"target": "web", "step": "play"}
        filled.asset(address, "build", content, ".zip", kind="build", meta=meta, media_type="application/zip")
    page, _ = written(filled)
    assert "Web game" not in page.text


def test_a_failed_play_shows_what_it_left(filled: Filled):
    filled.run("r1", "failures")
    left = filled.layout.project("p") / "playthrough" / "web_play_failed"
    left.mkdir(parents=True)
    report = '{"target": "web", "step": "play", "problems": ["line <7> never came"], "plays": []}'
    (left / "report.json").write_text(report, encoding="utf-8")
    params = {"target": "web", "step": "play"}
    said = "test_web: line <7> never came. Look. [build.problems]"
    filled.asset("test_web", "build", kind="build", status="failed", params=params, said=said, code="build.problems")
    page, _ = written(filled)
    assert "Web game · play-through" in page.text
    assert "line <7> never came" in page.text


def test_ten_thousand_assets_stay_usable(filled: Filled, monkeypatch: pytest.MonkeyPatch):
    filled.run("r1")
    filled.asset("one/0", "character", picture(), params={"character": "c0", "expression": "normal"})
    (template,) = filled.catalog.assets("p").values()
    row = dict(template._mapping)
    more = [{**row, "address": f"c{i // 10}/{i % 10}", "fingerprint": f"{i:064x}"} for i in range(9_999)]
    filled.catalog.record_assets(more)
    before = time.process_time()
    page, _ = written(filled)
    assert time.process_time() - before < 5
    assert re.search(r"There are 9,\d\d\d more\.", page.text)
    assert len(page.words) < 3_000


def test_the_catalog_is_only_read(filled: Filled, monkeypatch: pytest.MonkeyPatch):
    whole_game(filled)
    monkeypatch.setattr(Catalog, "record_assets", None)
    monkeypatch.setattr(filled.catalog.writer, "submit", None)
    written(filled)
