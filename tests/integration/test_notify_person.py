"""A run with failures tells a person, through a webhook block on a real Prefect server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.conftest import Yoake

GAME = """
title: 夜の話
tasks:
  - {id: word, type: text_gen, prompt: おはよう}
  - {id: lost, type: data_process, depends_on: [word], params: {processor: resize, width: 10}}
"""


class Receiver(HTTPServer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, str]] = []
        self.status = 200


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.messages.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_message_comes_and_one_that_cannot_be_sent_changes_nothing(
    yoake: Yoake, tmp_path: Path, prefect_api: str, receiver: Receiver
):
    with temporary_settings({PREFECT_API_URL: prefect_api}), get_client(sync_client=True) as client:
        block = CustomWebhookNotificationBlock(
            name="person", url=f"http://127.0.0.1:{receiver.server_port}/hook", allow_private_urls=True,
            json_data={"subject": "{{subject}}", "text": "{{body}}"},
        )  # fmt: skip
        block.save("person", client=client, overwrite=True)
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    environment = {"PREFECT_API_URL": prefect_api, "YOAKE_NOTIFY": "custom-webhook/person"}
    ran = yoake("generate", "game.yaml", env=environment)
    assert ran.code == 1, ran.out + ran.err
    (message,) = receiver.messages
    assert "夜の話" in message["subject"]
    assert "- lost: " in message["text"]

    receiver.status = 500
    again = yoake("generate", "game.yaml", env=environment)
    assert again.code == 1, "a message that is refused is not what a run fails by"
    assert len(receiver.messages) == 2
    assert "could not be sent" in again.out
