"""Makes prefect.png: the run graph of the demo in the Prefect UI of a real server.

python docs/pictures/make_prefect.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from flows.server import start_server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def main() -> None:
    """Runs the demo against a server, then photographs its run page."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "home")
        server.wait()
        try:
            command = [sys.executable, "-m", "cli.main", "generate", "examples/hoshizora/hoshizora.yaml"]
            environment = {**os.environ, "PREFECT_API_URL": server.api}
            subprocess.run([*command, "--out", f"{folder}/out"], check=True, cwd=ROOT, env=environment)
            query = {"flow_runs": {"name": {"any_": ["hoshizora"]}}}
            run = httpx.post(f"{server.api}/flow_runs/filter", json=query).json()[0]
            inner = {"flow_runs": {"parent_flow_run_id": {"any_": [run["id"]]}, "name": {"any_": ["character"]}}}
            category = httpx.post(f"{server.api}/flow_runs/filter", json=inner).json()[0]
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                for name, flow_run in (("prefect", run), ("prefect-category", category)):
                    page.goto(f"{server.url}/runs/flow-run/{flow_run['id']}")
                    page.wait_for_selector("canvas", timeout=30_000)
                    page.wait_for_timeout(6_000)  # the graph is drawn with an animation
                    page.screenshot(path=str(HERE / f"{name}.png"))
                browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
