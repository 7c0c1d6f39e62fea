"""Checks of texts and archives, thresholds, and what all files have in common."""

import json
import stat
import zipfile

import pytest

from yoake.errors import InvalidRequestError
from yoake.quality.check import Subject, check
from yoake.quality.thresholds import THRESHOLDS, kind_of, thresholds_for

DIALOGUE = {
    "scene": "s1",
    "lines": [
        {"id": "l1", "speaker": "sakura", "text": "おはよう、先輩。今日はとてもいい天気ですね。"},
        {"id": "l2", "speaker": None, "text": "桜はそう言って、窓の外を見た。"},
    ],
}


def examine(tmp_path, document, schema="dialogue", media_type="application/json", **more):
    path = tmp_path / "a.json"
    if isinstance(document, bytes):
        path.write_bytes(document)
    elif media_type == "text/plain":
        path.write_text(document, encoding="utf-8")
    else:
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return check(Subject(path, media_type, "llm_gen", "scenario", schema=schema, **more))


def codes(report):
    return [finding.code for finding in report.findings]


def said(*texts):
    return {"scene": "s1", "lines": [{"id": f"l{n}", "speaker": None, "text": text} for n, text in enumerate(texts)]}


def test_a_good_dialogue_passes(tmp_path):
    report = examine(tmp_path, DIALOGUE)
    assert report.passed, report.findings
    assert report.measures["language_share"] == 1.0
    assert report.measures["characters"] > 30


def test_a_good_english_dialogue_passes(tmp_path):
    assert examine(tmp_path, said("Good morning! It is a lovely day."), language="en").passed


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"\xff\xfe{}", "text.encoding"),
        (b'{"scene": "s1", ', "text.json"),
        (b"[" * 200_000, "text.json"),
        ({"scene": "s1", "lines": []}, "text.schema"),
        ({"scene": "S 1", "lines": "x"}, "text.schema"),
        (said("Good morning! It is a lovely day, is it not?"), "text.language"),
        (said("今天天气很好我们一起去学校吧同学们都在等你"), "text.language"),
        (said(*["同じことを何度も何度も言っています。"] * 80), "text.repetitive"),
    ],
)
def test_bad_documents_are_found(tmp_path, document, code):
    assert codes(examine(tmp_path, document)) == [code]


def test_the_place_of_a_mistake_is_named(tmp_path):
    message = examine(tmp_path, {"scene": "s1", "lines": [{"id": "l1", "text": ""}]}).findings[0].message
    assert "lines.0.text" in message


def test_english_projects_want_english(tmp_path):
    assert codes(examine(tmp_path, DIALOGUE, language="en")) == ["text.language"]


def test_plain_text_needs_no_schema(tmp_path):
    assert examine(tmp_path, "夜明けの町に、鐘の音がゆっくりと響きはじめた。", "text", "text/plain").passed
    assert codes(examine(tmp_path, " \n ", "text", "text/plain")) == ["text.too-short"]
    short = {"max_characters": 5.0}
    assert codes(examine(tmp_path, "長すぎる文章です", "text", "text/plain", thresholds=short)) == ["text.too-long"]


def test_facts_of_other_tasks_are_no_prose(tmp_path):
    assert examine(tmp_path, {"width": 3, "of": "abcdefghijklmnop"}, schema=None).passed


def test_an_unknown_schema_is_the_specs_mistake(tmp_path):
    with pytest.raises(InvalidRequestError) as error:
        examine(tmp_path, DIALOGUE, schema="poem")
    assert error.value.code == "quality.unknown-schema"
    assert "dialogue" in error.value.next_step


def archive(tmp_path, *names, link=False):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            entry = zipfile.ZipInfo(name)
            if link:
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            file.writestr(entry, "content " * 50)
    return path


def zipped(path, **thresholds):
    return check(Subject(path, "application/zip", "build", "build", thresholds=thresholds))


def test_a_good_archive_passes(tmp_path):
    report = zipped(archive(tmp_path, "game/index.html", "game/audio/a.ogg"))
    assert report.passed
    assert report.measures["entries"] == 2


@pytest.mark.parametrize("names", [("../a",), ("/etc/a",), ("a/../../b",), ("C:/a",), ("a\\b",), ("a", "A")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_unsafe_names_are_found(tmp_path, names):
    assert codes(zipped(archive(tmp_path, *names))) == ["archive.unsafe-name"]


def test_links_are_found(tmp_path):
    assert codes(zipped(archive(tmp_path, "a", link=True))) == ["archive.unsafe-name"]


def test_damaged_and_oversized_archives_are_found(tmp_path):
    path = archive(tmp_path, "a.txt")
    assert codes(zipped(path, max_unpacked_bytes=10.0)) == ["archive.too-large"]
    assert codes(zipped(path, min_entries=2.0)) == ["archive.entries"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("a.txt", "content to damage")
    path.write_bytes(path.read_bytes().replace(b"content to", b"CONTENT to"))
    assert codes(zipped(path)) == ["archive.damaged"]
    path.write_bytes(b"PK no archive")
    assert codes(zipped(path)) == ["archive.unreadable"]


def test_files_that_are_missing_empty_or_huge_are_found_unread(tmp_path):
    path = tmp_path / "a.png"
    subject = Subject(path, "image/png", "image_gen", "background", thresholds={"max_bytes": 100.0})
    assert codes(check(subject)) == ["file.missing"]
    path.write_bytes(b"")
    assert codes(check(subject)) == ["file.empty"]
    path.write_bytes(bytes(101))
    assert codes(check(subject)) == ["file.too-large"]


def test_a_file_of_another_kind_only_has_to_be_there(tmp_path):
    path = tmp_path / "a.ttf"
    path.write_bytes(b"font")
    assert check(Subject(path, "font/ttf", "data_process", "ui")).passed


def test_thresholds_can_be_changed_by_name_and_unknown_names_are_refused():
    assert thresholds_for("bgm", {"min_seconds": 60.0})["min_seconds"] == 60.0
    assert THRESHOLDS["bgm"]["min_seconds"] == 5.0
    with pytest.raises(InvalidRequestError) as error:
        thresholds_for("bgm", {"min_sharpness": 1.0})
    assert error.value.code == "quality.unknown-threshold"
    assert "min_seconds" in error.value.next_step


@pytest.mark.parametrize(
    ("media_type", "asset_type", "category", "kind"),
    [
        ("image/png", "image_gen", "character", "character"),
        ("image/png", "data_process", "ui", "ui"),
        ("image/webp", "image_gen", "video", "event"),
        ("audio/ogg", "bgm_gen", "bgm", "bgm"),
        ("audio/ogg", "external_api", "se", "se"),
        ("video/mp4", "animatediff", "video", "video"),
        ("application/json", "llm_gen", "scenario", "text"),
        ("application/zip", "build", "build", "archive"),
        ("image/svg+xml", "data_process", "ui", "file"),
    ],
)
def test_every_asset_has_a_row_of_the_table(media_type, asset_type, category, kind):
    assert kind_of(media_type, asset_type, category) == kind
