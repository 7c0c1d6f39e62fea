"""A run tells a person what needs them, through notification blocks on a real Prefect server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings
from pydantic import SecretStr

from blocks import Mail
from flows.notify_night import NightPart, tell_of_night
from tests.conftest import Yoake
from tests.simulators.mail import MailServer

GAME = """
title: 夜の話
tasks:
  - {id: word, type: text_gen, prompt: おはよう}
  - {id: seen, type: text_gen, prompt: こんにちは, review: gate}
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
    assert "failed lost" in ran.out, ran.out + ran.err
    gate, end = receiver.messages
    assert gate["subject"] == "夜の話：seen が判断を待っています"
    assert "yoake review game" in gate["text"], "no review run could be made: the server has no deployment"
    assert "夜の話" in end["subject"]
    assert "- lost: " in end["text"]

    receiver.status = 500
    again = yoake("generate", "game.yaml", env=environment)
    assert again.code == ran.code, "a message that is refused is not what a run fails by"
    assert len(receiver.messages) == 4
    assert "could not be sent" in again.out


async def test_by_mail_and_by_apprise(prefect_api: str, receiver: Receiver):
    night = NightPart("game", "夜の話", {"made": 3}, waiting=2, report="out/game/report.html")
    said: list[str] = []
    with temporary_settings({PREFECT_API_URL: prefect_api}), MailServer() as server:
        mail_block = Mail(
            host="127.0.0.1", port=server.port, security="none", sender="yoake@example.com",
            recipients=["aki@example.com", "ren@example.com"],
        )  # fmt: skip
        await mail_block.asave("person", overwrite=True)
        # an address that Apprise understands in place of Slack's own, as Prefect allows
        slack = SlackWebhook(url=SecretStr(f"json://127.0.0.1:{receiver.server_port}/hook"))
        await slack.asave("person", overwrite=True)
        await tell_of_night("mail/person", [night], "ja", said.append)
        await tell_of_night("slack-webhook/person", [night], "ja", said.append)
    assert said == []
    assert sorted(to for recipients, _ in server.mails for to in recipients) == ["aki@example.com", "ren@example.com"]
    mail = server.mails[0][1]
    assert mail["subject"] == "夜間生成が終わりました：夜の話"
    body = mail.get_body()
    assert body is not None
    assert "夜の話：作成 3、最新 0, 確認待ち: 2" in body.get_content()
    (message,) = receiver.messages
    assert message["title"] == "夜間生成が終わりました：夜の話"
    assert "out/game/report.html" in message["message"]
