"""The built web game, played in a real browser."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from tests.samples.sample_game import HOSTILE, sample_game
from yoake.build.web.build import build_web
from yoake.build.web.chromium import Complaints, browser_page, find_chromium
from yoake.build.web.engine import engine_folder
from yoake.build.web.play import play_web
from yoake.build.web.serve import serve
from yoake.build.web.text import shown
from yoake.errors import MissingToolError
from yoake.game.model import Game

pytestmark = [pytest.mark.slow, pytest.mark.skipif(find_chromium() is None, reason="no Chromium here")]

Build = Callable[[Game, dict[str, Path]], Path]


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> Path:
    assert request.config.cache is not None
    try:
        return engine_folder(Path(request.config.cache.mkdir("engines")))
    except MissingToolError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Game, dict[str, Path]]:
    return sample_game(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def site(engine: Path, sample: tuple[Game, dict[str, Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build_web(*sample, folder, engine=engine)
    return folder


def _laced(game: Game) -> Game:
    """Every text of the game is hostile, each in its own way."""
    data: dict[str, Any] = game.model_dump()
    texts = itertools.cycle(HOSTILE)

    def lace(holder: dict[str, Any], key: str) -> None:
        holder[key] = f"{next(texts)} {holder[key]}"

    lace(data, "title")
    for one in (*data["endings"], *data["gallery"]):
        lace(one, "title")
    for one in (*data["characters"], *data["credits"]):
        lace(one, "name")
    for scene in data["scenes"]:
        lace(scene, "title")
        lace(scene, "chapter")
        for step in scene["steps"]:
            if step["kind"] == "say":
                lace(step, "text")
            if step["kind"] == "menu":
                lace(step, "prompt")
                for option in step["options"]:
                    lace(option, "text")
    return Game.model_validate(data)


def test_every_ending_is_reached_and_every_line_is_the_games(
    site: Path, sample: tuple[Game, dict[str, Path]], tmp_path: Path
) -> None:
    report = play_web(site, sample[0], tmp_path)
    assert report.problems == []
    assert report.skipped is None
    assert [play.ending for play in report.plays] == ["good", "normal", "bad"]
    assert [play.lines for play in report.plays] == [7, 7, 8]
    pictures = [name for play in report.plays for name in play.screenshots]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(pictures)
    assert [p.split("_")[1] for p in report.plays[0].screenshots] == [
        "title.jpg", "line.jpg", "menu.jpg", "line.jpg", "menu.jpg", "ending.jpg", "credits.jpg",
    ]  # fmt: skip


def test_hostile_texts_are_shown_to_the_letter(
    engine: Path, sample: tuple[Game, dict[str, Path]], tmp_path: Path
) -> None:
    game = _laced(sample[0])
    build_web(game, sample[1], tmp_path / "site", engine=engine)
    report = play_web(tmp_path / "site", game, tmp_path / "shots", plans=[[0, 0], [1, 2]])
    assert report.problems == []
    assert [play.ending for play in report.plays] == ["good", "bad"]


def test_what_is_wrong_with_a_site_is_found(site: Path, sample: tuple[Game, dict[str, Path]], tmp_path: Path) -> None:
    broken = tmp_path / "site"
    shutil.copytree(site, broken)
    (broken / "assets/background/school_day.jpg").unlink()
    (broken / "assets/event/promise.jpg").write_bytes(b"no picture")
    story = broken / "js/story.js"
    story.write_text(
        story.read_text(encoding="utf-8").replace("うん、約束だよ。", "うん、約束かな。"), encoding="utf-8"
    )
    page = broken / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<body>", '<body><img src="http://127.0.0.2:9/x">'))
    report = play_web(broken, sample[0], tmp_path / "shots", plans=[[0, 0]])
    problems = "\n".join(report.problems)
    assert "HTTP 404: /assets/background/school_day.jpg" in problems
    assert "picture event/promise.jpg" in problems
    assert "'うん、約束だよ。'], the page shows line ['桜', 'うん、約束かな。']" in problems
    assert "127.0.0.2" in problems


def test_without_a_browser_it_says_so(site: Path, sample: tuple[Game, dict[str, Path]], tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yoake.build.web.chromium.shutil.which", lambda _name: None)
        report = play_web(site, sample[0], tmp_path)
    assert report.skipped is not None
    assert "Chromium" in report.skipped
    assert report.problems == []


@pytest.fixture(scope="module")
def hostile_page(
    engine: Path, sample: tuple[Game, dict[str, Path]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The title of the hostile game, at normal speed but without long waits."""
    folder = tmp_path_factory.mktemp("hostile") / "site"
    build_web(_laced(sample[0]), sample[1], folder, engine=engine)
    with serve(folder) as address:
        complaints = Complaints(address)
        with browser_page(address, complaints) as page:
            page.set_default_timeout(15_000)
            page.goto(address)
            page.wait_for_selector("html[data-ready] main-screen.active")
            yield page
            assert complaints.found == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(max_size=30).map(shown) | st.sampled_from(HOSTILE).map(shown), min_size=5, max_size=25))
def test_escaped_text_is_that_text_in_every_place(hostile_page: Page, texts: list[str]) -> None:
    wrong = hostile_page.evaluate(
        """(texts) => texts.filter((text) => {
            const [block, box] = [document.createElement("p"), document.createElement("div")];
            block.innerHTML = yoake.markup(text);
            box.innerHTML = `<input value="${yoake.markup(text)}" title='${yoake.markup(text)}'>`;
            const same = [block.textContent, box.firstChild.getAttribute("value"), box.firstChild.title];
            return block.children.length || box.children.length !== 1 || same.some((one) => one !== text);
        })""",
        texts,
    )
    assert wrong == []


def _until(page: Page, expression: str) -> None:
    """Waits in small steps: the page's policy forbids what `wait_for_function` does."""
    deadline = time.monotonic() + 15
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def _advance(page: Page) -> None:
    page.locator("game-screen").click(position={"x": 640, "y": 60})


def test_typing_log_saving_loading_and_going_back(hostile_page: Page, sample: tuple[Game, dict[str, Path]]) -> None:
    page, game = hostile_page, _laced(sample[0])
    lines = [shown(step.text) for step in game.scenes[0].steps if step.kind == "say"]
    menu = game.scenes[0].steps[-1]
    assert menu.kind == "menu"
    say, who = page.locator("text-box [data-ui=say]"), page.locator("text-box [data-ui=who]")
    back, answers = page.locator("quick-menu [data-action=back]"), page.locator("[data-choice]")
    assert page.title() == " ".join(shown(game.title).split())
    assert page.locator(".title-letters").text_content() == shown(game.title)

    page.locator("main-menu [data-action=start]").click()
    assert page.locator(".card-chapter").text_content() == shown(game.scenes[0].chapter)
    page.locator(".card-chapter").click()
    for line in lines:
        # the typed text is all there, letter by letter, from the start
        expect(say).to_have_js_property("textContent", line)
        _until(page, "yoake.engine.global('finished_typing') && !yoake.engine.global('_engine_block')")
        assert say.text_content() == line
        _advance(page)
    expect(answers).to_have_count(2)
    assert answers.all_text_contents() == [shown(option.text) for option in menu.options]

    page.locator("quick-menu [data-action=dialog-log]").click()
    assert page.locator("dialog-log [data-spoke] > p").all_text_contents() == [*lines, shown(menu.prompt)]
    names = {c.id: shown(c.name) for c in game.characters}
    assert [n.strip() for n in page.locator("dialog-log [data-spoke] > span").all_text_contents()] == [
        names["sakura"].strip(), names["yuki"].strip(),
    ]  # fmt: skip
    page.locator("dialog-log button").click()

    page.locator("quick-menu [data-open=save]").click()
    name = shown(game.scenes[0].title).replace("\n", "")
    expect(page.locator("save-screen [data-content=slot-name]")).to_have_value(name)
    page.locator("save-screen button[data-action=save]").click()
    slot = page.locator("save-screen save-slot")
    expect(slot.locator("b")).to_have_text(name)
    slot.locator("[data-delete]").click()
    assert page.locator("alert-modal small").text_content() == name
    page.locator("alert-modal [data-action=dismiss-alert]").click()
    page.locator("save-screen [data-action=back]").click()

    answers.nth(0).click()
    ran = next(shown(step.text) for step in game.scenes[1].steps if step.kind == "say")
    expect(say).to_have_js_property("textContent", ran)
    _until(page, "!yoake.engine.global('_engine_block')")
    back.click()
    expect(answers).to_have_count(2)
    back.click()
    expect(say).to_have_js_property("textContent", lines[-1])
    expect(answers).to_have_count(0)
    expect(who).to_have_js_property("textContent", names["yuki"])

    page.locator("quick-menu [data-open=load]").click()
    page.locator("load-screen save-slot").click()
    expect(answers).to_have_count(2)
    stage = page.locator(".person:not(.leaving)")
    assert sorted(person.get_attribute("data-position") or "" for person in stage.all()) == ["left", "right"]
    page.locator("quick-menu [data-action=end]").click()
    page.locator("alert-modal [data-action=quit]").click()
    page.wait_for_selector("main-screen.active")


def test_skipping_going_on_by_itself_and_the_gallery(hostile_page: Page) -> None:
    page = hostile_page
    answers = page.locator("[data-choice]")
    page.evaluate("yoake.engine.preference('AutoPlaySpeed', 0.2); yoake.engine.preference('TextSpeed', 1)")
    page.locator("main-menu [data-open=gallery]").click()
    expect(page.locator("gallery-screen figure.locked")).to_have_count(1)
    page.locator("gallery-screen [data-action=back]").click()
    page.locator("main-menu [data-action=start]").click()
    page.locator(".card-chapter").click()
    page.locator("quick-menu [data-action=auto-play]").click()
    expect(answers).to_have_count(2, timeout=30_000)
    answers.nth(1).click()
    page.locator("quick-menu [data-action=skip]").click()
    expect(answers).to_have_count(3, timeout=30_000)
    answers.nth(0).click()
    # skipping goes on over the jump, up to the card of the ending
    page.locator(".card-ending").click()
    page.locator("credits-screen [data-action=back]").click()
    page.locator("main-menu [data-open=gallery]").click()
    expect(page.locator("gallery-screen figure[data-image]")).to_have_count(1)
    page.locator("gallery-screen figure[data-image]").click()
    expect(page.locator("gallery-screen .modal")).to_be_visible()
