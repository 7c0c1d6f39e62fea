"""A pynvml with the cards that a test wants; errors and their numbers are the real module's."""

from __future__ import annotations

from types import SimpleNamespace

import pynvml


class FakePynvml:
    """Cards as (name, total GB, used GB); change `used` under way. `broken` is raised by whatever is asked."""

    NVMLError = pynvml.NVMLError

    def __init__(self, *cards: tuple[str, float, float], broken: int | None = None, broken_init: int | None = None):
        self.cards = cards
        self.used = [used for *_, used in cards]
        self.broken, self.broken_init = broken, broken_init
        self.inits = self.asked = 0

    def __getattr__(self, name: str):
        return getattr(pynvml, name)  # the error numbers

    def nvmlInit(self) -> None:
        self.inits += 1
        self._fail(self.broken_init)

    def nvmlDeviceGetCount(self) -> int:
        return len(self.cards)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        self._fail(None if index < len(self.cards) else pynvml.NVML_ERROR_INVALID_ARGUMENT)
        return index

    def nvmlDeviceGetUUID(self, handle: int) -> str:
        return uuid_of(handle)

    def nvmlDeviceGetName(self, handle: int) -> str:
        return self.cards[handle][0]

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:
        self.asked += 1
        self._fail(self.broken)
        total = self.cards[handle][1]
        return SimpleNamespace(total=int(total * 2**30), used=int(self.used[handle] * 2**30))

    def _fail(self, code: int | None) -> None:
        if code is not None:
            raise pynvml.NVMLError(code)


def uuid_of(index: int) -> str:
    """The UUID of a card."""
    return f"GPU-0000000{index}-aaaa-bbbb-cccc-0123456789ab"
