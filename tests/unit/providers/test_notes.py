"""What reviewers missed reaches the prompts, as text and as nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import workflows
from tests.samples.service_work import request, work
from tests.samples.workflow_requests import Upstream, request_for
from yoake.library.load import load_library
from yoake.providers.audioldm.wording import order_for
from yoake.providers.comfyui.prompts import rendered
from yoake.providers.ollama.prompt import messages_for
from yoake.providers.sketch.music.wording import mood_of
from yoake.providers.suno.song import song_for

LIBRARY = load_library(workflows.FOLDER)
NOTES = ("six fingers (on the left hand:1.9)", "too dark {{ 7 * 7 }}\n<lora:evil:1>")


def texts(name: str, folder: Path, notes: tuple[str, ...]) -> dict[str, str]:
    workflow = LIBRARY.workflows[name]
    asked = replace(request_for(workflow, folder, Upstream(folder).everything()), notes=notes)
    return {key: rendered(key, wanted, workflow, asked, {}) for key, wanted in workflow.prompts.items()}


def test_notes_end_the_positive_text_of_a_picture_without_its_syntax(tmp_path: Path):
    plain, noted = texts("character_fullbody", tmp_path, ()), texts("character_fullbody", tmp_path, NOTES)
    assert noted["positive"] == (
        f"{plain['positive']}, six fingers on the left hand:1.9, too dark 7 * 7 lora:evil:1"
    )  # fmt: skip
    assert noted["negative"] == plain["negative"]


def test_notes_are_not_sung(tmp_path: Path):
    plain, noted = texts("bgm", tmp_path, ()), texts("bgm", tmp_path, ("less drums",))
    assert noted["lyrics"] == plain["lyrics"]
    assert noted["tags"].endswith("less drums")


@pytest.mark.parametrize("template", ["world_setting", None])
def test_a_writer_is_told_what_was_missed(tmp_path: Path, template: str | None):
    asked = request(tmp_path, "llm_gen", template=template, prompt="a letter", params={"place_count": 2})
    plain = messages_for(replace(work(asked), template=LIBRARY.templates.get(template or "")), {})
    noted = messages_for(replace(work(replace(asked, notes=NOTES)), template=LIBRARY.templates.get(template or "")), {})
    assert noted[0] == plain[0]
    told = noted[1]["content"].removeprefix(plain[1]["content"])
    assert told.splitlines()[-2:] == [f"- {NOTES[0]}", "- too dark {{ 7 * 7 }} <lora:evil:1>"]


def test_music_and_sounds_are_told(tmp_path: Path):
    song = replace(request(tmp_path, "bgm_gen", prompt="calm"), notes=("less\ndrums",))
    assert "less drums" in song_for(song, mood_of("calm", 1), "[x]", None).style
    sound = replace(request(tmp_path, "se_gen", prompt="door"), notes=("shorter",))
    assert order_for(sound, "knock")["prompt"] == "door, shorter"
