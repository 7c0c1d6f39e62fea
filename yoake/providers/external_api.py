"""`external_api`: one templated HTTP call to a host that the node file allows."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Any

import httpx
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.base import Product, Request

LARGEST_ANSWER = 32 * 1024 * 1024
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
SUFFIXES = {
    "application/json": ".json", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp",
    "audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4", "text/plain": ".txt",
}  # fmt: skip


def call(request: Request, hosts: Set[str], client: httpx.Client | None = None) -> Product:
    """Calls `params.url` and keeps the answer.

    Params: `url`, `method` (GET), `headers`, `body` (a text, or a mapping sent as JSON), `result` (`json` or `file`).
    Text in `url`, `headers` and `body` is a Jinja2 template (sandboxed) that sees `params`, `item`, `language`, `seed`.

    Args:
        hosts: `host` or `host:port` that may be called.

    Raises:
        InvalidRequestError: `external-api.host-not-allowed`, `external-api.bad-template`, `external-api.refused` (4xx).
        YoakeError: `external-api.unreachable`, `external-api.server-error`, `external-api.too-large`,
            `external-api.bad-answer`.
    """
    url = httpx.URL(_rendered(request, request.params["url"]))
    place = url.netloc.decode()
    if url.scheme not in ("http", "https") or not ({place, url.host} & hosts) or url.userinfo:
        raise InvalidRequestError(
            "external-api.host-not-allowed",
            f"{request.address} may not call {url.scheme}://{place}.",
            next_step="Add the host under hosts: in the node file if you trust it.",
        )
    body = request.params.get("body")
    headers = {k: _rendered(request, v) for k, v in request.params.get("headers", {}).items()}
    content = None if body is None else _rendered(request, body if isinstance(body, str) else json.dumps(body)).encode()
    if content is not None and not isinstance(body, str):
        headers.setdefault("content-type", "application/json")
    own = client or httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
    try:
        with own.stream(request.params.get("method", "GET"), url, headers=headers, content=content) as answer:
            _check_status(answer, request, place)
            data = bytearray()
            for chunk in answer.iter_bytes():
                data += chunk
                if len(data) > LARGEST_ANSWER:
                    raise YoakeError(
                        "external-api.too-large", f"{place} answers more than 32 MiB to {request.address}."
                    )
            media_type = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    except httpx.TransportError as error:
        raise YoakeError(
            "external-api.unreachable",
            f"{place} does not answer {request.address}: {type(error).__name__}.",
            next_step="Check that the service runs.",
            transient=True,
        ) from error
    finally:
        if client is None:
            own.close()
    return _product(request, bytes(data), media_type, place)


def _rendered(request: Request, template: str) -> str:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        return environment.from_string(template).render(
            params=dict(request.params), item=request.item, language=request.language, seed=request.seed
        )
    except TemplateError as error:
        raise InvalidRequestError(
            "external-api.bad-template", f"{request.address}: its url, headers or body cannot be filled in: {error}."
        ) from error


def _check_status(answer: httpx.Response, request: Request, place: str) -> None:
    if answer.status_code >= 500 or answer.status_code == 429:
        raise YoakeError(
            "external-api.server-error", f"{place} answers {answer.status_code} to {request.address}.", transient=True
        )
    if answer.status_code >= 300:
        raise InvalidRequestError("external-api.refused", f"{place} answers {answer.status_code} to {request.address}.")


def _product(request: Request, data: bytes, media_type: str, place: str) -> Product:
    if request.params.get("result", "json") == "json":
        try:
            parsed: Any = json.loads(data)
        except ValueError as error:
            raise YoakeError("external-api.bad-answer", f"{place} answers {request.address} no valid JSON.") from error
        path = request.folder / "answer.json"
        path.write_text(json.dumps(parsed, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return Product(path, "application/json")
    if media_type not in SUFFIXES:
        raise YoakeError(
            "external-api.bad-answer", f"{place} answers {request.address} a {media_type or 'file without a type'}."
        )
    path = request.folder / f"answer{SUFFIXES[media_type]}"
    path.write_bytes(data)
    return Product(path, media_type)
