"""The client of one Ollama server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from yoake.errors import InvalidRequestError, YoakeError
from yoake.fingerprint import canonical_json
from yoake.providers.base import Credit, Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.http import Http, deadline
from yoake.providers.ollama.answer import WrongAnswerError, meta_of, read_answer
from yoake.providers.ollama.chat import Said, chat, refused
from yoake.providers.ollama.models import tag_of
from yoake.providers.ollama.prompt import documents_of, messages_for
from yoake.providers.ollama.schema import schema_for
from yoake.providers.service import Condition, Work
from yoake.providers.settings import number

REPAIRS = 3
"""How often an answer that cannot be used is asked for again."""
CONTEXT = 16_384
"""Tokens, where no setting says otherwise. One number for all requests: another one makes Ollama load anew."""
KEEP_ALIVE = "30m"
"""Longer than Ollama's five minutes, so that a model stays between two texts; whoever needs the room unloads it."""
FREE_SECONDS = 60.0
SETTLE_SECONDS = 1.0
"""VRAM figures come down up to 1.5 s after a model is no longer listed."""
GB = 2**30
_LONGEST_RETOLD = 8_000
_EXPECTED_CHARACTERS = 6_000
"""Of a long answer; only the share of progress shown depends on it."""


class OllamaClient:
    """Speaks to Ollama (API as of 0.5, where `format` takes a schema).

    Settings: `model` (where nothing names one), `model.NAME` (a tag for a manifest's name), `num_ctx`, `temperature`,
    `settle_seconds`.
    """

    kind = "ollama"

    def __init__(self, address: ServiceAddress) -> None:
        self.name = address.name
        self._settings = dict(address.settings or {})
        self._context = int(number(address, "num_ctx", CONTEXT, 512, 1_048_576))
        self._temperature = number(address, "temperature", 0.8, 0, 2)
        self._settle = number(address, "settle_seconds", SETTLE_SECONDS, 0, 60)
        self._http = Http(address, {"authorization": f"Bearer {address.token}"} if address.token else None)
        self._credits: dict[str, Credit] = {}

    async def make(self, work: Work) -> Product:
        """Writes one text; an answer that cannot be used is asked for again with what is wrong with it.

        Raises:
            YoakeError: `ollama.bad-answer` and those of `chat`.
        """
        schema = work.schema or (work.template.result if work.template else "text")
        documents = await asyncio.to_thread(documents_of, work.request)
        messages = messages_for(work, documents)
        async with deadline(work.timeout_seconds, self.name, work.request.address):
            tags = await self._tags(work.request.address)
            tag = tag_of(work.model, list(tags), self._settings, self.name)
            credit = await self._credit(tag, work.request.address)
            document = await self._written(work, tag, tags[tag], schema, messages, documents)
        work.done_there()
        path = work.request.folder / f"{work.request.template or 'text'}.json"
        path.write_bytes(canonical_json(document.model_dump(mode="json")) + b"\n")
        return Product(path, "application/json", meta_of(document, schema), (credit,))

    async def condition(self) -> Condition:
        """Version, what is installed (tags) and what is loaded (tag -> GB of VRAM)."""
        version, tags, loaded = await asyncio.gather(
            self._http.probe("/api/version"), self._http.probe("/api/tags"), self._http.probe("/api/ps")
        )
        return Condition(
            version=str(version.get("version", ""))[:40],
            models=tuple(sorted(_named(tags))),
            loaded={tag: _bytes(entry.get("size_vram")) / GB for tag, entry in _named(loaded).items()},
        )

    async def vram_held_gb(self, model: str | None = None) -> float | None:
        """What a model (all of them, with none) takes of its GPU, in GB; zero where it is not loaded.

        Raises:
            UnreachableError: `service.unreachable`.
        """
        loaded = await self._loaded()
        return sum(_bytes(loaded[tag].get("size_vram")) for tag in self._meant(model, loaded)) / GB

    async def unload(self, model: str | None = None) -> None:
        """Unloads a model (all, with none) and waits until `/api/ps` no longer lists it.

        Raises:
            UnreachableError: `service.unreachable`.
            YoakeError: `service.not-freed`: it is still there after a minute, because somebody uses it.
        """
        going = self._meant(model, await self._loaded())
        for tag in going:
            # the answer comes before the memory is free, and `keep_alive` must be a number or "5m", never "0"
            body = {"model": tag, "keep_alive": 0, "stream": False}
            answer = await self._http.ask("POST", "/api/generate", body=body, repeatable=True)
            refused(self._http, answer, tag, "unloading a model")
        pause = 0.05
        try:
            async with asyncio.timeout(FREE_SECONDS):
                while set(going) & set(await self._loaded()):
                    await asyncio.sleep(pause)
                    pause = min(1.0, pause * 1.5)
        except TimeoutError as error:
            raise YoakeError(
                "service.not-freed",
                f"{self.name} still holds {', '.join(going)} after {FREE_SECONDS:g} seconds.",
                next_step="Somebody else may be using it; `ollama ps` shows until when, `ollama stop` ends it.",
                transient=True,
            ) from error
        if going:
            await asyncio.sleep(self._settle)

    async def close(self) -> None:
        """Lets go of its connections."""
        await self._http.close()

    async def _written(
        self,
        work: Work,
        tag: str,
        entry: Mapping[str, Any],
        schema: str,
        messages: list[dict[str, str]],
        documents: Mapping[str, Any],
    ) -> BaseModel:
        problems: list[str] = []
        asked = messages
        for attempt in range(1 + REPAIRS):
            body = self._body(work, tag, entry, schema, asked, attempt)

            def heard(count: int, attempt: int = attempt) -> None:
                step = "writing" if attempt == 0 else f"writing again ({attempt})"
                work.progress(min(0.99, count / _EXPECTED_CHARACTERS), step)

            said = await chat(self._http, body, work.request.address, work.timeout_seconds, heard)
            try:
                if said.cut_off:
                    raise WrongAnswerError(["The answer was cut off before its end: write it shorter."])
                return await asyncio.to_thread(read_answer, said.text, schema, work.request, documents)
            except WrongAnswerError as error:
                problems = error.problems
                asked = [*messages, *self._again(said, problems)]
        raise YoakeError(
            "ollama.bad-answer",
            f"{work.request.address}: {tag} gave no usable answer in {1 + REPAIRS} tries: "
            f"{self._http.cleaned(problems[0])}.",
            next_step="Use a larger model, a simpler brief, or a larger `num_ctx` if answers are cut off.",
        )

    def _body(
        self,
        work: Work,
        tag: str,
        entry: Mapping[str, Any],
        schema: str,
        messages: list[dict[str, str]],
        attempt: int,
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": tag,
            "messages": messages,
            "format": schema_for(schema),
            "keep_alive": KEEP_ALIVE,
            "options": {
                # the same seed again would give the same mistake again
                "seed": (work.request.seed + attempt) % 2**31,
                "temperature": self._temperature if attempt == 0 else self._temperature / 2,
                "num_ctx": self._context,
                # without a bound, a model that has lost its thread writes for ever
                "num_predict": self._context,
            },
        }
        capabilities = entry.get("capabilities")
        if isinstance(capabilities, list) and "thinking" in capabilities:
            # thoughts use up the context; models that cannot think refuse the very field
            body["think"] = False
        return body

    def _again(self, said: Said, problems: list[str]) -> list[dict[str, str]]:
        told = "\n".join(f"- {p}" for p in problems)
        ask = {
            "role": "user",
            "content": f"Your answer cannot be used:\n{told}\nAnswer again with the whole corrected JSON.",
        }
        if said.cut_off or len(said.text) > _LONGEST_RETOLD:
            return [ask]  # it would use up the room that the new answer needs
        return [{"role": "assistant", "content": said.text}, ask]

    async def _tags(self, asset: str) -> dict[str, dict[str, Any]]:
        return _named(await self._http.ask_json("GET", "/api/tags", asset))

    async def _loaded(self) -> dict[str, dict[str, Any]]:
        return _named(await self._http.probe("/api/ps"))

    def _meant(self, model: str | None, loaded: Mapping[str, Any]) -> list[str]:
        """Which of the loaded models a name stands for."""
        if model is None:
            return list(loaded)
        try:
            return [tag_of(model, list(loaded), self._settings, self.name)]
        except InvalidRequestError:
            return []  # it is not loaded: nothing is to be freed

    async def _credit(self, tag: str, asset: str) -> Credit:
        if tag not in self._credits:
            answer = await self._http.ask("POST", "/api/show", body={"model": tag}, repeatable=True)
            shown = self._http.json(refused(self._http, answer, tag, asset))
            first = str(shown.get("license") or "").strip().partition("\n")[0]
            self._credits[tag] = Credit(
                "model",
                tag,
                self._http.cleaned(first)[:80] or "see the model's own terms",
                url=f"https://ollama.com/library/{tag.partition(':')[0]}",
            )
        return self._credits[tag]


def _named(listing: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries of `/api/tags` or `/api/ps`, by their tag."""
    models = listing.get("models")
    entries = [one for one in models if isinstance(one, dict)] if isinstance(models, list) else []
    return {
        str(one.get("name") or one.get("model"))[:200]: one for one in entries if one.get("name") or one.get("model")
    }


def _bytes(value: object) -> float:
    return float(value) if isinstance(value, int | float) and value > 0 else 0.0
