"""Makes terminal.png: the demo in a real terminal (tmux), caught in the middle, drawn by Chromium.

python docs/pictures/make_terminal.py [SECONDS]
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLUMNS, ROWS = 100, 22


def main(after: float) -> None:
    """Runs, catches the screen after so many seconds, draws it."""
    with tempfile.TemporaryDirectory() as folder:
        command = (
            f"{sys.executable} -m cli.main generate examples/hoshizora/hoshizora.yaml --out {folder}/out; sleep 60"
        )
        tmux = ["tmux", "-u", "-L", "yoake-picture", "-f", "/dev/null"]
        shell = ["new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), command]
        subprocess.run(
            [*tmux, *shell], check=True, cwd=ROOT, env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        )
        time.sleep(after)  # the moment to be caught
        screen = subprocess.run([*tmux, "capture-pane", "-e", "-p"], check=True, capture_output=True, text=True).stdout
        subprocess.run([*tmux, "kill-server"], check=True)
        console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
        console.print("$ yoake generate examples/hoshizora/hoshizora.yaml", style="dim")
        console.print(Text.from_ansi(screen.rstrip()))
        svg = console.export_svg(title="yoake").replace("Fira Code", "DejaVu Sans Mono, Noto Sans Mono CJK JP")
        # wide characters are as wide as they are, and descenders are not cut off
        svg = re.sub(r' (textLength|clip-path)="[^"]*"', "", svg)
        page = Path(folder, "page.html")
        page.write_text(f"<body style='margin:0;background:#fff'>{svg}</body>", encoding="utf-8")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            shown = browser.new_page(viewport={"width": 1240, "height": 700})
            shown.goto(page.as_uri())
            shown.locator("svg").first.screenshot(path=str(HERE / "terminal.png"))
            browser.close()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 25.0)
