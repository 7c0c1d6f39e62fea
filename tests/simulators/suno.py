"""Simulates the two kinds of wrapper of Suno, with the account behind them: what was ordered, and what was paid.

The account outlives a crash of the wrapper. Its own faults, picked at these places:

`order`: `429` `429:VALUE` (with `Retry-After: VALUE`), `quota`; hosted only: `code:N` (that code under 200).
`song`: `error` (both clips fail), `error-first` (one does), `moderated`, `never` (it stays queued),
`evil-url:ADDRESS` (the file's address), `forgotten` (the service does not know it any more).
`list`: `late` (the account's songs do not show the newest yet).
`file`: `short` (a whole file, but half of the song).
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from tests.simulators.gpu import Entry
from tests.simulators.simulator import Simulator, run
from tests.simulators.sounds import song

CREDITS_A_SONG = 10
_STATES = ("submitted", "queued", "streaming", "complete")


@dataclass(eq=False)
class Order:
    """One paid job: two clips."""

    id: str
    clips: list[str]
    title: str
    style: str
    body: dict[str, Any]
    ordered: float
    """Simulated seconds."""
    fault: str | None
    entry: Entry
    asked: int = 0
    """How often its state was asked for."""


@dataclass
class Account:
    """What Suno itself keeps."""

    credits: int = 50
    orders: list[Order] = field(default_factory=list)

    @property
    def paid(self) -> int:
        """Credits spent."""
        return CREDITS_A_SONG * len(self.orders)


class SunoSimulator(Simulator):
    """One wrapper.

    Args:
        flavour: `self-hosted` or `hosted`.
        seconds: simulated time that a song takes.
        song_seconds: how long the songs are.
        token: what it wants to be shown; nothing where there is none.
    """

    kind = "suno"

    def __init__(
        self,
        name: str = "",
        *,
        flavour: str = "self-hosted",
        account: Account | None = None,
        seconds: float = 60.0,
        song_seconds: float = 6.0,
        token: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(name, **common)
        self.flavour, self.seconds, self.song_seconds, self.token = flavour, seconds, song_seconds, token
        self.account = account or Account()
        self.bodies: list[dict[str, Any]] = []
        self.tokens_at_files: list[str | None] = []
        """The `Authorization` of every download: songs lie elsewhere, so there must be none."""

    def app(self) -> Any:
        app = FastAPI(openapi_url=None)
        app.add_api_route("/audio/{name}", self._audio)
        if self.flavour == "self-hosted":
            app.add_api_route("/api/custom_generate", self._generate, methods=["POST"])
            app.add_api_route("/api/get", self._get)
            app.add_api_route("/api/get_limit", self._limit)
        else:
            app.add_api_route("/api/v1/generate", self._hosted_generate, methods=["POST"])
            app.add_api_route("/api/v1/generate/record-info", self._hosted_info)
            app.add_api_route("/api/v1/generate/credit", self._hosted_credit)
        return app

    # --- the account -----------------------------------------------------------------------------------------------

    def _ordered(self, body: dict[str, Any], style: str) -> Order:
        name = str(uuid.uuid4())
        entry = Entry("suno", self.name, "job", name, None, self.clock.now(), facts={"title": body.get("title")})
        order = Order(
            name, [str(uuid.uuid4()), str(uuid.uuid4())], str(body.get("title") or ""), style, body,
            self.clock.now(), self.faults.pick("song"), self.journal.begin(entry),
        )  # fmt: skip
        self.account.orders.append(order)
        self.account.credits -= CREDITS_A_SONG
        entry.facts["paid"] = CREDITS_A_SONG
        return order

    def _state(self, order: Order, clip: int) -> str:
        if order.fault == "never":
            return "queued"
        share = (self.clock.now() - order.ordered) / self.seconds
        state = _STATES[min(3, max(0, int(share * 3)))]
        if state != "submitted" and (
            order.fault in ("error", "moderated") or (order.fault == "error-first" and not clip)
        ):
            state = "error"
        if state in ("complete", "error") and order.entry.ended is None:
            self.journal.end(order.entry, "done" if state == "complete" else "failed", self.clock.now())
        return state

    def _address(self, order: Order, clip: str) -> str:
        if order.fault and order.fault.startswith("evil-url:"):
            return order.fault.removeprefix("evil-url:")
        return f"{self.url}/audio/{clip}.mp3"

    def _audio(self, name: str, request: Request) -> Response:
        self.tokens_at_files.append(request.headers.get("authorization"))
        clip = name.removesuffix(".mp3")
        number = [c for o in self.account.orders for c in o.clips].index(clip)
        short = self.faults.pick("file") == "short"
        return Response(song(number, self.song_seconds / (2 if short else 1)), media_type="audio/mpeg")

    # --- github.com/gcui-art/suno-api ------------------------------------------------------------------------------

    async def _generate(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        body = json.loads(await request.body())
        self.bodies.append(body)
        fault = self.faults.pick("order") or ""
        if fault.startswith("429"):
            _, _, wait = fault.partition(":")
            return JSONResponse({"error": "Too many requests"}, 429, headers={"retry-after": wait} if wait else None)
        if fault == "quota" or self.account.credits < CREDITS_A_SONG:
            return JSONResponse({"error": "Insufficient credits."}, 402)
        order = self._ordered(body, str(body.get("tags") or ""))
        return JSONResponse([self._clip(order, n, fresh=True) for n in range(2)])

    def _get(self, request: Request, ids: str = "", page: int = 0) -> Response:
        if refusal := self._refusal(request):
            return refusal
        orders = [o for o in reversed(self.account.orders) if o.fault != "forgotten"]
        if not ids:
            if self.faults.pick("list") == "late":
                orders = orders[1:]
            clips = [self._clip(o, n) for o in orders for n in range(2)]
            return JSONResponse(clips[20 * page : 20 * (page + 1)])
        wanted = ids.split(",")
        return JSONResponse([self._clip(o, n) for o in orders for n in range(2) if o.clips[n] in wanted])

    def _clip(self, order: Order, number: int, *, fresh: bool = False) -> dict[str, Any]:
        name, state = order.clips[number], "submitted" if fresh else self._state(order, number)
        url = self._address(order, name) if state == "complete" else ""
        if state == "streaming":
            url = f"{self.url}/audio/{name}?stream"  # of a song that is still being made
        clip = {
            "id": name, "title": order.title, "image_url": f"https://cdn1.suno.ai/image_{name}.png", "lyric": "",
            "audio_url": url, "video_url": "", "created_at": "2026-01-01T00:00:00.000Z",
            "model_name": order.body.get("model"), "status": state, "gpt_description_prompt": None, "prompt": "",
            "type": "gen", "tags": order.style, "negative_tags": "",
            "duration": self.song_seconds if state == "complete" else None,
        }  # fmt: skip
        if not fresh:
            clip.pop("negative_tags")
            clip["error_message"] = "Generation failed" if state == "error" else None
        return clip

    def _limit(self) -> dict[str, Any]:
        return {"credits_left": self.account.credits, "period": "day", "monthly_limit": 50, "monthly_usage": 0}

    # --- docs.sunoapi.org ------------------------------------------------------------------------------------------

    async def _hosted_generate(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        body = json.loads(await request.body())
        self.bodies.append(body)
        fault = self.faults.pick("order") or ""
        if fault.startswith("429"):
            _, _, wait = fault.partition(":")
            return JSONResponse({"msg": "slow down"}, 429, headers={"retry-after": wait} if wait else None)
        if fault.startswith("code:"):
            return JSONResponse({"code": int(fault[5:]), "msg": "refused", "data": None})
        if fault == "quota" or self.account.credits < CREDITS_A_SONG:
            return JSONResponse(
                {"code": 429, "msg": "The current credits are insufficient. Please top up.", "data": None}
            )
        order = self._ordered(body, str(body.get("style") or ""))
        return JSONResponse({"code": 200, "msg": "success", "data": {"taskId": order.id}})

    def _hosted_info(self, request: Request, taskId: str) -> Response:  # noqa: N803 - the service's own name
        if refusal := self._refusal(request):
            return refusal
        order = next((o for o in self.account.orders if o.id == taskId and o.fault != "forgotten"), None)
        if order is None:
            return JSONResponse({"code": 200, "msg": "success", "data": None})
        states = [self._state(order, n) for n in range(2)]
        songs = [
            {"id": order.clips[n], "audioUrl": self._address(order, order.clips[n]) if states[n] == "complete" else "",
             "streamAudioUrl": f"{self.url}/audio/{order.clips[n]}?stream", "imageUrl": "https://example.com/i.png",
             "prompt": "", "modelName": "chirp-v4-5", "title": order.title, "tags": order.style,
             "createTime": "2026-01-01 00:00:00", "duration": self.song_seconds if states[n] == "complete" else None}
            for n in range(2)
        ]  # fmt: skip
        status = {"submitted": "PENDING", "queued": "PENDING", "streaming": "TEXT_SUCCESS", "complete": "SUCCESS"}.get(
            states[1], "SENSITIVE_WORD_ERROR" if order.fault == "moderated" else "GENERATE_AUDIO_FAILED"
        )
        return JSONResponse(
            {"code": 200, "msg": "success", "data": {
                "taskId": order.id, "parentMusicId": "", "param": "{}", "status": status, "type": "GENERATE",
                "errorCode": None, "errorMessage": None,
                "response": {"taskId": order.id, "sunoData": songs if status == "SUCCESS" else []}}}
        )  # fmt: skip

    def _hosted_credit(self) -> dict[str, Any]:
        return {"code": 200, "msg": "success", "data": self.account.credits}

    def _refusal(self, request: Request) -> Response | None:
        if self.token is None or request.headers.get("authorization") == f"Bearer {self.token}":
            return None
        # it tells what it was shown, as careless services do
        return JSONResponse({"error": f"bad credentials: {request.headers.get('authorization')}"}, 401)


if __name__ == "__main__":
    run(SunoSimulator)
