"""A person at the Prefect UI: opens pages, fills in forms, presses buttons, and keeps a picture of each step."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

SECONDS = 60.0
"""How long a page may take on a loaded machine."""
REST_SECONDS = 20.0
"""How long a picture waits for the screen to come to rest."""


class PrefectUi:
    """The UI of one server in one browser page.

    Args:
        page: a page of a running browser.
        url: the server's address without `/api`.
        pictures: where `picture` writes; none where nobody wants them.
    """

    def __init__(self, page: Page, url: str, pictures: Path | None) -> None:
        self.page, self.url, self._pictures = page, url, pictures
        page.set_default_timeout(SECONDS * 1000)

    def open(self, path: str) -> None:
        """Goes to a page of the UI."""
        self.page.goto(f"{self.url}{path}")

    def rest(self) -> None:
        """Looks at nothing: a page that draws a run's graph takes a third of a core."""
        self.page.goto("about:blank")

    def picture(self, name: str) -> None:
        """Keeps a picture of what is on the screen, once it has come to rest: the graph of a run arranges itself."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            before, same = b"", 0
            given_up_at = time.monotonic() + REST_SECONDS
            while same < 4 and time.monotonic() < given_up_at:
                self.page.wait_for_timeout(500)
                now = self.page.screenshot()
                before, same = now, same + 1 if now == before else 0
            (self._pictures / f"{name}.png").write_bytes(before)

    def press(self, button: str, within: Locator | None = None) -> None:
        """Presses a button by its label."""
        (within or self.page).get_by_role("button", name=button, exact=True).first.click()

    def submit(self) -> None:
        """Submits the form of the page; a click that only closed a list of options is done again."""
        form = self.page.url
        for _ in range(3):
            self.press("Submit")
            with suppress(TimeoutError):
                self.page.wait_for_url(lambda url: url != form, timeout=15_000)
                return
        raise AssertionError(f"the form was not taken: {self.page.locator('form').first.inner_text()}")

    def answer(self, button: str) -> None:
        """Presses a button of the dialog until it is closed; a click may only have closed a list of options."""
        for _ in range(3):
            self.press(button, self.dialog())
            with suppress(TimeoutError):
                self.dialog().wait_for(state="hidden", timeout=15_000)
                return
        raise AssertionError(f"the dialog stays: {self.dialog().inner_text()}")

    def tab(self, name: str) -> None:
        """Opens a tab of a run's page."""
        self.page.get_by_role("tab", name=name).or_(self.page.locator(".p-tab", has_text=name)).first.click()

    def scroll_to(self, text: str | re.Pattern[str]) -> None:
        """Brings a text to the upper part of the screen."""
        self.page.get_by_text(text).first.evaluate("e => e.scrollIntoView({block: 'start'})")

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator(".p-modal").last

    def see(self, text: str | re.Pattern[str]) -> None:
        """Waits until a text is on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=SECONDS * 1000)

    def field(self, title: str) -> Locator:
        """A field of a form by its title."""
        header = self.page.locator(
            ".schema-form-property__label", has_text=re.compile(rf"^{re.escape(title)}( \(Optional\))?$")
        )
        return self.page.locator(".schema-form-property", has=header).last

    def choose(self, title: str, option: str) -> None:
        """Chooses an option of a field."""
        self.field(title).locator(".p-select-button__control").first.press("Space")  # a click opens and closes it again
        self.page.locator(".p-select-option", has_text=re.compile(rf"^\s*{re.escape(option)}\s*$")).first.click()

    def write(self, title: str, text: str) -> None:
        """Writes into a field."""
        self.field(title).locator("textarea, input:not([type=checkbox])").first.fill(text)

    def switch(self, title: str) -> None:
        """Flips a switch."""
        self.field(title).locator(".p-toggle, [role=switch], input[type=checkbox]").first.click()
