"""What `yoake up` asks the Prefect server: whether it is ready, which workers it hears of, what is deployed."""

from __future__ import annotations

import base64
import os
import time
from datetime import UTC, datetime
from typing import Any

import httpx

from yoake.errors import UnreachableError

ANSWER_SECONDS = 5.0
PAGE = 200
"""As many as the server gives at once."""


def authorization() -> dict[str, str]:
    """The header by which a server knows a person, from the environment; none where none is needed."""
    if key := os.environ.get("PREFECT_API_KEY"):
        return {"Authorization": f"Bearer {key}"}
    if pair := os.environ.get("PREFECT_API_AUTH_STRING"):
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}


class Api:
    """A Prefect server's API; what cannot be answered now counts as not so.

    Args:
        url: its address, with `/api`.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        local = (httpx.URL(self.url).host or "") in ("127.0.0.1", "localhost", "::1")
        self._client = httpx.Client(headers=authorization(), timeout=ANSWER_SECONDS, trust_env=not local)

    def ready(self) -> bool:
        """Whether it takes requests and reaches its database."""
        return self._ask("GET", "/ready") is not None

    def heard_of(self, pool: str, worker: str, since: datetime) -> bool:
        """Whether a worker is online and was heard of after a moment."""
        known = self._ask("POST", f"/work_pools/{pool}/workers/filter", {})
        for entry in known if isinstance(known, list) else ():
            if entry.get("name") == worker and entry.get("status") == "ONLINE":
                return datetime.fromisoformat(str(entry["last_heartbeat_time"])) >= since
        return False

    def deployments(self) -> set[str] | None:
        """The names of all deployments; None where the server does not answer."""
        found = self.entries()
        return None if found is None else {str(entry["name"]) for entry in found}

    def entries(self) -> list[dict[str, Any]] | None:
        """All deployments as the server tells them; None where it does not answer."""
        entries: list[dict[str, Any]] = []
        while True:
            page = {"limit": PAGE, "offset": len(entries), "sort": "NAME_ASC"}
            found = self._ask("POST", "/deployments/filter", page)
            if found is None:
                return None
            entries += found
            if len(found) < PAGE:
                return entries

    def known_entries(self, seconds: float = 30.0) -> list[dict[str, Any]]:
        """All deployments, for whoever must not take silence for none.

        Args:
            seconds: how long a busy server is asked again.

        Raises:
            UnreachableError: `prefect.unreachable`.
        """
        deadline = time.monotonic() + seconds
        while (found := self.entries()) is None:
            if time.monotonic() >= deadline:
                raise UnreachableError("prefect.unreachable", "The Prefect server does not tell its deployments.")
            time.sleep(0.5)  # between two questions to a busy server
        return found

    def change(self, method: str, path: str, body: Any = None) -> str:
        """Changes something.

        Returns:
            Why the server refuses; empty where it is done.

        Raises:
            UnreachableError: `prefect.unreachable`.
        """
        try:
            answer = self._client.request(method, f"{self.url}{path}", json=body)
        except httpx.TransportError as error:
            raise UnreachableError(
                "prefect.unreachable", f"The Prefect server does not answer ({type(error).__name__})."
            ) from error
        return "" if answer.is_success else f"{answer.status_code} {answer.text[:300]}"

    def automations(self) -> int | None:
        """How many automations are switched on; None where the server does not answer."""
        found = self._ask("POST", "/automations/filter", {"limit": PAGE})
        return None if found is None else sum(1 for entry in found if entry.get("enabled"))

    def close(self) -> None:
        """Lets go of its connections."""
        self._client.close()

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            answer = self._client.request(method, f"{self.url}{path}", json=body)
        except httpx.TransportError:
            return None
        try:
            return answer.json() if answer.status_code == 200 else None
        except ValueError:
            return None


class Heard:
    """The probe of a worker: whether the server has heard of it since its last start."""

    def __init__(self, api: Api, pool: str, worker: str) -> None:
        self.api, self.pool, self.worker = api, pool, worker
        self.since = datetime.now(UTC)

    def begin(self) -> None:
        """To be called before each start."""
        self.since = datetime.now(UTC)

    def __call__(self) -> bool:
        return self.api.heard_of(self.pool, self.worker, self.since)
