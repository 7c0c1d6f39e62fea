"""Prefect's concurrency limits over its API: what limits there are, and taking, renewing and giving back their leases.

Every method makes one call and does not try again: whoever asks knows how long an answer is of use. What the server
tells about waiting is in docs/adr/0005-limits-between-runs.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLeaseHolder

LEASE_SECONDS = 60.0
"""How long a lease holds without being renewed: the shortest that Prefect's API accepts."""
CALL_SECONDS = 10.0
"""How long the server may take for one answer."""
PAGE = 200
"""Limits in one answer, the most that Prefect gives."""


def tag_limit(resource: str) -> str:
    """The limit that Prefect applies to tasks with this tag."""
    return f"tag:{resource}"


def rate_limit(service: str) -> str:
    """The limit with slot decay that spaces out the calls of a service."""
    return f"{service}-rate"


def waiting_limit(resource: str) -> str:
    """The limit whose taken slots are the runs that wait for a resource; it never runs out."""
    return f"waiting:{resource}"


class LeaseGoneError(Exception):
    """The server does not know the lease (any more)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as the server has it."""

    name: str
    slots: int
    taken: int
    changed: str
    """When slots were last taken or given back; a refusal leaves no trace."""
    active: bool
    """Whether it is in force."""
    decay: float
    """Slots that come back by themselves each second; only of a rate limit."""

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Self:
        """The limit in one of the server's answers."""
        return cls(
            answer["name"],
            answer["limit"],
            answer["active_slots"],
            answer["updated"],
            answer["active"],
            answer["slot_decay_per_second"],
        )


class Limits:
    """The limits of the configured server.

    Args:
        flow_run_id: the flow run that holds the leases, which Prefect's own lists then name.

    Every method raises `httpx.HTTPError` where the server cannot be reached or refuses.
    """

    def __init__(self, flow_run_id: UUID | None = None) -> None:
        self._holder = ConcurrencyLeaseHolder(type="flow_run", id=flow_run_id) if flow_run_id else None
        self._client = get_client(httpx_settings={"timeout": CALL_SECONDS})
        self._opened = False

    async def all(self) -> dict[str, Limit]:
        """Every limit by its name; one call for the first 200."""
        found: dict[str, Limit] = {}
        while True:
            page = await self._post("filter", {"limit": PAGE, "offset": len(found)})
            found |= {answer["name"]: Limit.from_answer(answer) for answer in page.json()}
            if len(page.json()) < PAGE:
                return found

    async def read(self, name: str) -> Limit | None:
        """One limit as it is now; none where there is no such limit (any more)."""
        try:
            answer = await self._request("GET", "/v2/concurrency_limits/{id_or_name}", path_params={"id_or_name": name})
        except httpx.HTTPStatusError as error:
            if error.response.status_code == 404:
                return None
            raise
        return Limit.from_answer(answer.json())

    async def take(self, name: str, slots: int) -> UUID | None:
        """A lease of so many slots at once; none where they are not free, or the limit has not so many."""
        body: dict[str, Any] = {"names": [name], "slots": slots, "mode": "concurrency", "lease_duration": LEASE_SECONDS}
        if self._holder is not None:
            body["holder"] = self._holder.model_dump(mode="json")
        try:
            answer = await self._post("increment-with-lease", body)
        except httpx.HTTPStatusError as error:
            if error.response.status_code in (423, 422):
                return None
            raise
        return UUID(answer.json()["lease_id"])

    async def renew(self, lease: UUID) -> None:
        """Lets the lease hold for another minute.

        Raises:
            LeaseGoneError: the server does not know it.
        """
        try:
            await self._post(f"leases/{lease}/renew", {"lease_duration": LEASE_SECONDS})
        except httpx.HTTPStatusError as error:
            if error.response.status_code == 410:
                raise LeaseGoneError(str(lease)) from error
            raise

    async def give_back(self, lease: UUID) -> None:
        """Ends a lease; one that is gone already is no error."""
        await self._post("decrement-with-lease", {"lease_id": str(lease)})

    async def free(self, name: str, slots: int, seconds: float) -> None:
        """Frees slots whose lease the server has forgotten; nobody else would ever free them.

        Args:
            name: the limit.
            slots: how many.
            seconds: how long they were in use.
        """
        await self._post("decrement", {"names": [name], "slots": slots, "occupancy_seconds": max(seconds, 0.1)})

    async def wait_for_call(self, name: str) -> float:
        """Takes one call of a rate limit: 0 where it may be made now, else the seconds after which to ask again."""
        try:
            await self._post("increment", {"names": [name], "slots": 1, "mode": "rate_limit"})
        except httpx.HTTPStatusError as error:
            if error.response.status_code == 423:
                return float(error.response.headers["Retry-After"])
            raise
        return 0.0

    async def pending_tasks(self, tag: str) -> int:
        """Task runs with this tag that have not begun, in flow runs that are running."""
        query = {
            "task_runs": {"tags": {"all_": [tag]}, "state": {"type": {"any_": ["PENDING"]}}},
            "flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}},
        }
        answer = await self._request("POST", "/task_runs/count", json=query)
        return int(answer.json())

    async def close(self) -> None:
        """Ends the connection."""
        if self._opened:
            self._opened = False
            await self._client.__aexit__(None, None, None)

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self._request("POST", f"/v2/concurrency_limits/{path}", json=body)

    async def _request(self, method: Any, path: Any, **given: Any) -> httpx.Response:
        if not self._opened:
            self._opened = True
            await self._client.__aenter__()
        return await self._client.request(method, path, **given)
