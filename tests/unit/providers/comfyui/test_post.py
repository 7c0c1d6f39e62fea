"""`post_process`: pictures cut out and on the common body, sounds that loop, clips of the right size and length."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image, ImageDraw

import workflows
from tests.samples.workflow_requests import Upstream, request_for
from yoake.errors import InvalidRequestError, QualityError, YoakeError
from yoake.library.load import load_library
from yoake.providers.base import Request
from yoake.providers.comfyui.bind import uploads_of
from yoake.providers.comfyui.facts import facts_of
from yoake.providers.comfyui.post import post_process
from yoake.providers.comfyui.prepare import GROUND
from yoake.quality.programs import ffmpeg

LIBRARY = load_library(workflows.FOLDER)


def upload(request: Request) -> Image.Image:
    return Image.open(uploads_of(LIBRARY.workflows[str(request.workflow)], request)[0].path)


def finished(request: Request, *pictures: Image.Image) -> Image.Image:
    files = []
    for number, picture in enumerate(pictures):
        files.append(request.folder / f"download-{number}.png")
        picture.save(files[-1])
    path = post_process(files, LIBRARY.workflows[str(request.workflow)], request)
    assert path.parent == request.folder
    return Image.open(path)


def person_on_ground() -> Image.Image:
    picture = Image.new("RGB", (384, 672), GROUND)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((160, 100, 220, 180), fill=(240, 205, 180))
    pen.rectangle((140, 175, 240, 560), fill=(60, 70, 140))
    return picture


def test_a_standing_picture_is_cut_out_and_stands_at_the_bottom(tmp_path):
    result = finished(request_for(LIBRARY.workflows["character_fullbody"], tmp_path), person_on_ground())
    assert (result.mode, result.size) == ("RGBA", (768, 1344))
    left, top, right, bottom = result.getchannel("A").point([255 if v > 128 else 0 for v in range(256)]).getbbox()
    assert bottom >= 1340
    assert 30 <= top <= 50
    assert abs((left + right) / 2 - 384) < 6


def test_another_face_leaves_everything_else_to_the_pixel(tmp_path):
    upstream = Upstream(tmp_path)
    base = upstream.person("base", character="hero", outfit="uniform")
    request = request_for(LIBRARY.workflows["expression_variation"], tmp_path, [base], expression="happy")
    result = finished(request, Image.new("RGB", upload(request).size, (255, 0, 0)))
    before, after = np.asarray(Image.open(base.path)), np.asarray(result)
    assert after.shape == before.shape
    assert (after[..., 3] == before[..., 3]).all()
    different = (before != after).any(axis=2)
    rows = np.flatnonzero(different.any(axis=1))
    assert len(rows)
    assert rows[-1] < before.shape[0] * 0.2, "only the head changes"
    assert not different[:, :40].any()


def test_other_clothes_leave_the_face_and_the_canvas(tmp_path):
    upstream = Upstream(tmp_path)
    base = upstream.person("base", character="hero", outfit="uniform")
    request = request_for(LIBRARY.workflows["outfit_variation"], tmp_path, [base], outfit="casual")
    flat = upload(request)
    ImageDraw.Draw(flat).rectangle((flat.width * 0.32, flat.height * 0.2, flat.width * 0.68, flat.height), "#c03020")
    result = finished(request, flat)
    before = Image.open(base.path)
    assert (result.mode, result.size) == ("RGBA", before.size)
    face = (before.width // 2, round(before.height * 0.12))
    assert result.getpixel(face) == before.getpixel(face)
    assert result.getpixel((before.width // 2, before.height // 2))[0] > 150
    assert result.getpixel((5, 5))[3] == 0


def test_a_background_fills_its_frame(tmp_path):
    result = finished(request_for(LIBRARY.workflows["background"], tmp_path), Image.new("RGB", (1344, 768), "#336699"))
    assert (result.mode, result.size) == ("RGB", (1280, 720))


def test_of_a_batch_the_first_counts(tmp_path):
    request = request_for(LIBRARY.workflows["background"], tmp_path)
    result = finished(request, Image.new("RGB", (1344, 768), "#ff0000"), Image.new("RGB", (1344, 768), "#0000ff"))
    assert result.getpixel((5, 5)) == (255, 0, 0)


def test_a_part_of_the_interface_gets_the_size_that_there_is_room_for(tmp_path):
    request = request_for(LIBRARY.workflows["ui_parts"], tmp_path, part="textbox")
    picture = Image.new("RGB", (1600, 640), GROUND)
    ImageDraw.Draw(picture).rectangle((100, 200, 1500, 450), fill=(40, 20, 80))
    result = finished(request, picture)
    assert (result.mode, result.size) == ("RGBA", (1240, 220))
    assert result.getpixel((620, 110))[3] == 255


def test_an_enlarged_picture_keeps_its_transparency(tmp_path):
    upstream = Upstream(tmp_path)
    request = request_for(LIBRARY.workflows["upscale"], tmp_path, [upstream.person("base", character="hero")])
    flat = upload(request)
    result = finished(request, flat.resize((flat.width * 2, flat.height * 2)))
    assert (result.mode, result.size) == ("RGBA", (384, 672))
    assert result.getpixel((2, 2))[3] == 0


def test_an_empty_answer_and_an_unreadable_one_are_told(tmp_path):
    request = request_for(LIBRARY.workflows["background"], tmp_path)
    with pytest.raises(InvalidRequestError) as caught:
        post_process([], LIBRARY.workflows["background"], request)
    assert caught.value.code == "comfyui.no-output"
    (tmp_path / "x.png").write_bytes(b"no picture")
    with pytest.raises(InvalidRequestError) as caught:
        post_process([tmp_path / "x.png"], LIBRARY.workflows["background"], request)
    assert caught.value.code == "process.unreadable"


def test_a_picture_of_which_nothing_is_left_fails_its_check(tmp_path):
    request = request_for(LIBRARY.workflows["character_fullbody"], tmp_path)
    picture = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    with pytest.raises(QualityError) as caught:
        finished(request, picture)
    assert caught.value.code == "image.blank"


def sounded(name: str, tmp_path: Path, samples: np.ndarray, **params: object) -> tuple[np.ndarray, int, Path]:
    request = request_for(LIBRARY.workflows[name], tmp_path, **params)  # type: ignore[arg-type]
    soundfile.write(request.folder / "a.flac", samples, 44_100)
    path = post_process([request.folder / "a.flac"], LIBRARY.workflows[name], request)
    return *soundfile.read(path), path


def test_an_effect_is_trimmed_and_no_longer_than_asked_for(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.05, (88_200, 2))
    noise[:20_000] = 0
    samples, rate, path = sounded("sound_effect", tmp_path, noise, kind="knock", duration_seconds=0.5)
    assert path.suffix == ".ogg"
    assert len(samples) / rate == pytest.approx(0.5, abs=0.01)
    assert np.abs(samples[: rate // 5]).max() > 0.01


def test_music_loops_without_a_jump(tmp_path):
    time = np.arange(44_100 * 12) / 44_100
    wave = 0.2 * np.sin(2 * np.pi * 220.37 * time)[:, None] * np.ones((1, 2))
    samples, rate, _ = sounded("bgm", tmp_path, wave, mood="calm")
    assert len(samples) / rate == pytest.approx(10, abs=0.1)
    step = np.abs(np.diff(samples[:, 0])).max()
    assert abs(samples[0, 0] - samples[-1, 0]) < 3 * step


def test_silence_is_told(tmp_path):
    with pytest.raises(InvalidRequestError) as caught:
        sounded("sound_effect", tmp_path, np.zeros((44_100, 2)), kind="knock")
    assert caught.value.code == "process.empty"


def film(path: Path, size: str, rate: int, seconds: float) -> Path:
    source = ["-f", "lavfi", "-i", f"testsrc=s={size}:r={rate}:d={seconds}", "-pix_fmt", "yuv420p"]
    subprocess.run([ffmpeg(), "-v", "error", "-y", *source, str(path)], check=True)
    return path


def test_a_clip_gets_its_size_length_and_frame_rate(tmp_path):
    request = request_for(LIBRARY.workflows["animatediff_clip"], tmp_path, duration_seconds=10)
    path = post_process(
        [film(request.folder / "clip.mp4", "448x256", 8, 8)], LIBRARY.workflows["animatediff_clip"], request
    )
    said = subprocess.run([ffmpeg(), "-hide_banner", "-i", str(path)], capture_output=True, text=True).stderr
    assert "1280x720" in said
    assert "24 fps" in said
    assert "Duration: 00:00:09" in said or "Duration: 00:00:10" in said


def test_a_clip_that_is_none_is_told(tmp_path):
    request = request_for(LIBRARY.workflows["animatediff_clip"], tmp_path)
    (request.folder / "a.mp4").write_bytes(b"no clip")
    with pytest.raises(YoakeError) as caught:
        post_process([request.folder / "a.mp4"], LIBRARY.workflows["animatediff_clip"], request)
    assert caught.value.code == "video.convert"
    assert str(tmp_path) not in str(caught.value)


def test_a_model_stays_as_it_is(tmp_path):
    request = request_for(LIBRARY.workflows["hunyuan3d"], tmp_path)
    (request.folder / "a.glb").write_bytes(b"glTF")
    assert post_process([request.folder / "a.glb"], LIBRARY.workflows["hunyuan3d"], request).suffix == ".glb"


def test_a_picture_says_whom_it_shows_and_how_they_look(tmp_path):
    upstream = Upstream(tmp_path)
    workflow = LIBRARY.workflows["character_fullbody"]
    request = request_for(workflow, tmp_path, upstream.everything(), character="sakura", outfit="casual")
    made = upstream.person("made")
    facts = facts_of(workflow, request, made.path)
    assert (facts["character"], facts["outfit"], facts["expression"]) == ("sakura", "casual", "normal")
    assert facts["appearance"]["hair_style"] == "twintails"
    assert facts["gender"] == "female"
    # a face that is made from it knows the same without the setting
    base = upstream.person("made", **facts)
    workflow = LIBRARY.workflows["expression_variation"]
    request = request_for(workflow, tmp_path, [base], expression="sad")
    later = facts_of(workflow, request, base.path)
    assert later == {**facts, "expression": "sad"}


def test_an_event_picture_says_which_event_it_is(tmp_path):
    workflow = LIBRARY.workflows["event_cg"]
    item = {"id": "e1", "place": "roof", "characters": ["sakura"]}
    upstream = Upstream(tmp_path)
    request = request_for(workflow, tmp_path, upstream.everything(), item=item)
    facts = facts_of(workflow, request, upstream.place("made").path)
    assert (facts["event"], facts["place"], facts["characters"]) == ("e1", "roof", ["sakura"])
