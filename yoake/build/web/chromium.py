"""The system's Chromium, driven by Playwright: offline, with an empty profile, and with an ear for every complaint."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Page, Request, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from yoake.errors import MissingToolError

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # it only sees the game that was just built, and has no sandbox as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
)
WIDTH, HEIGHT = 1280, 720


def find_chromium() -> str | None:
    """The path of an installed Chromium, or none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Complaints:
    """Collects what must not happen while a page is open: each once, in the order it came."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.found: list[str] = []

    def _add(self, text: str) -> None:
        text = text.strip().replace(self._address, "/")[:400]
        if text not in self.found and len(self.found) < 50:
            self.found.append(text)

    def listen(self, page: Page) -> None:
        """Hears errors in the console and in scripts, failed answers and requests to anywhere else."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"script error: {error}"))
        page.on("response", self._response)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # what the browser says of a failed answer is said better by `_response`
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._add(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._add(f"HTTP {response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self._add(f"request to outside: {request.url}")


@contextmanager
def browser_page(address: str, complaints: Complaints) -> Iterator[Page]:
    """A page in a new browser with an empty profile; nothing of it stays.

    Raises:
        MissingToolError: `chromium.missing` where there is none, or where it does not start.
    """
    program = find_chromium()
    if program is None:
        raise MissingToolError(
            "chromium.missing", "No Chromium was found to play the game in.", next_step="apt-get install chromium."
        )
    with tempfile.TemporaryDirectory(prefix="yoake-play-") as profile, sync_playwright() as playwright:
        try:
            context = playwright.chromium.launch_persistent_context(
                profile,
                executable_path=program,
                headless=True,
                args=list(_FLAGS),
                viewport={"width": WIDTH, "height": HEIGHT},
                service_workers="block",
                timeout=60_000,
            )
        except PlaywrightError as error:
            raise MissingToolError(
                "chromium.missing",
                f"Chromium ({program}) does not start: {str(error).splitlines()[0][:200]}.",
                next_step="Try it by hand, or reinstall it.",
            ) from error
        try:
            page = context.pages[0]
            complaints.listen(page)
            yield page
        finally:
            context.close()
