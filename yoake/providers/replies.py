"""What a service's answer means: its body, or the coded error that it stands for, in words without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.incoming import Answer
from yoake.providers.waiting import BusyError, retry_after

_EXCERPT = 200
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class Replies:
    """Reads the answers of one service.

    Args:
        secrets: never repeated, whatever the service says.
    """

    def __init__(self, name: str, secrets: Iterable[str | None]) -> None:
        self.name = name
        self._secrets = tuple(secret for secret in secrets if secret)

    def check(self, answer: Answer, asset: str) -> Answer:
        """The answer, where its status is 2xx.

        Args:
            asset: whom the request was for; named in the error.

        Raises:
            InvalidRequestError: `service.refused` (4xx), `service.denied` (401, 403).
            BusyError: `service.busy` (429, 503), transient.
            YoakeError: `service.server-error` (other 5xx), transient.
        """
        status = answer.status
        if 200 <= status < 300:
            return answer
        said = self.said(answer)
        if status in (401, 403):
            raise InvalidRequestError(
                "service.denied",
                f"{self.name} does not let Yoake in ({status}), asked for {asset}{said}.",
                next_step="Check the service's token, and the origins or addresses that it allows.",
            )
        if status in (429, 503):
            wait = retry_after(answer.headers.get("retry-after"))
            raise BusyError(
                "service.busy",
                f"{self.name} is too busy for {asset} ({status}){said}.",
                wait_seconds=wait,
                transient=True,
            )
        if status >= 500:
            raise YoakeError(
                "service.server-error",
                f"{self.name} fails with {status} at {asset}{said}.",
                next_step="Look into the service's log.",
                transient=True,
            )
        raise InvalidRequestError(
            "service.refused",
            f"{self.name} does not accept the request for {asset} ({status}){said}.",
            next_step="Correct what the service names; a 404 may mean that another program runs at its address.",
        )

    def json(self, answer: Answer, kind: type | tuple[type, ...] = dict) -> Any:
        """The body as JSON of the kind wanted (an object, unless said otherwise).

        Raises:
            YoakeError: `service.bad-answer`: HTML under 200, half a document, a list for an object.
        """
        try:
            document = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            named = answer.media_type or "something without a type"
            raise self.bad_answer(f"{named} that is no JSON") from error
        if not isinstance(document, kind):
            raise self.bad_answer(f"JSON of another form ({type(document).__name__})")
        return document

    def bad_answer(self, what: str) -> YoakeError:
        """The error for an answer that cannot be understood."""
        return YoakeError(
            "service.bad-answer",
            f"{self.name} answers {self.cleaned(what)}.",
            next_step="Check that the right service, in a version that Yoake knows, runs at its address.",
        )

    def said(self, answer: Answer) -> str:
        """`: what the service said`, short and harmless; empty where it said nothing or a web page."""
        if answer.media_type == "text/html" or not answer.body.strip():
            return ""
        return ": " + self.cleaned(answer.body[: 4 * _EXCERPT].decode("utf-8", errors="replace"))

    def cleaned(self, text: str) -> str:
        """A service's words, fit for an error: one short line without secrets or control characters."""
        for secret in self._secrets:
            text = text.replace(secret, "(token)")
        text = _UNPRINTABLE.sub(" ", text).strip(" .")
        return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
