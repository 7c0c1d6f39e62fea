"""Checks of video, each finding brought about by a real file."""

import subprocess

import pytest

from yoake.quality.check import Subject, check
from yoake.quality.programs import ffmpeg


def clip(tmp_path, source, name="a.mp4"):
    """A clip from one of ffmpeg's test sources."""
    path = tmp_path / name
    codec = {"mp4": "libx264 -preset ultrafast -pix_fmt yuv420p", "webm": "libvpx -b:v 300k"}[name.rpartition(".")[2]]
    command = [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", source, "-c:v", *codec.split(), str(path)]
    subprocess.run(command, check=True)
    return path


def examine(path, media_type="video/mp4", **more):
    return check(Subject(path, media_type, "video_gen", "video", **more))


def codes(report):
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(("name", "media_type"), [("a.mp4", "video/mp4"), ("a.webm", "video/webm")])
def test_a_good_clip_passes(tmp_path, name, media_type):
    report = examine(clip(tmp_path, "testsrc=size=320x180:rate=12:duration=1", name), media_type)
    assert report.passed, report.findings
    assert report.measures["frames"] == pytest.approx(12, abs=1)
    assert (report.measures["width"], report.measures["height"]) == (320, 180)
    assert report.measures["seconds"] == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("color=c=black:size=320x180:rate=12:duration=1", "video.black"),
        ("color=c=orange:size=320x180:rate=12:duration=1", "video.frozen"),
        ("testsrc=size=96x64:rate=12:duration=1", "video.size"),
        ("testsrc=size=320x180:rate=12:duration=0.25", "video.frames"),
        ("testsrc=size=320x180:rate=60:duration=0.25", "video.length"),
    ],
)
def test_bad_clips_are_found(tmp_path, source, code):
    assert code in codes(examine(clip(tmp_path, source)))


@pytest.mark.parametrize("content", [b"no video", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"])
def test_what_is_no_video_is_found(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    report = examine(path)
    assert codes(report) == ["video.unreadable"]
    assert str(tmp_path) not in report.findings[0].message


def test_a_clip_that_breaks_off_is_found(tmp_path):
    path = clip(tmp_path, "testsrc=size=320x180:rate=12:duration=2", "a.mp4")
    path.write_bytes(path.read_bytes()[:2000])
    assert codes(examine(path)) == ["video.unreadable"]


def test_an_unknown_format_is_found(tmp_path):
    path = tmp_path / "a.flv"
    path.write_bytes(b"FLV")
    assert codes(examine(path, "video/x-flv")) == ["video.format"]
