"""Calls fail, a ComfyUI dies and comes back, the run is killed twice: the game is there all the same."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import need
from tests.samples.hard_night import Night, hard_night
from tests.simulators.gpu import Clock
from tests.simulators.pattern_b import PatternB

GAME = """
title: 消えない夜
seed: 5
game:
  characters: [{id: hero}, {id: sakura, gender: female}]
  expressions: [normal, happy, sad]
  backgrounds: [park, cafe]
  scenes_per_chapter: 2
  lines_per_scene: 3
  bgm: [daily, calm]
  se: [bell, door_open]
  ui: [textbox]
  targets: [web]
  play_through: false
"""


def test_a_hard_night_ends_with_a_whole_game(tmp_path: Path, prefect_api: str):
    need("npm")
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    with PatternB(Clock(15), seed=1) as services:
        services.write_nodes(tmp_path / "nodes.yaml", poll_seconds="0.1")
        services.disturb(0.05)
        night = Night(tmp_path, tmp_path / "game.yaml", services, prefect_api)

        def a_song_is_on_its_way() -> bool:
            return bool(services.jobs("suno", "running"))

        def some_pictures_are_made() -> bool:
            pictures = sum(len(services.jobs(one.name)) for one in services.comfyui)
            return pictures >= 2 and night.made_now() >= 2

        hard_night(night, [a_song_is_on_its_way, some_pictures_are_made])
        last = night.parts[-1]
        assert last.ending in ("0", "1"), last.text
        assert last.ending == "0" or last.missing, "what is missing is named"
        assert services.faults, "something went wrong"

        services.disturb(0)
        if last.ending == "1":
            finished = night.through()
            assert finished.ending == "0", finished.text
        again = night.through()
        assert "Everything was up to date" in again.text

        assert services.violations() == []
        assert len(services.songs) == 2
        assert night.made_again() == []
        assert (tmp_path / "out" / "game" / "web" / "index.html").is_file()
        assert night.rows("select address from asset where status not in ('made', 'up-to-date')") == []
