"""Whose VRAM it is: a service's own word, what its process holds, what is left of the GPU."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.vram.fake_nvml import FakePynvml
from yoake.errors import UnreachableError
from yoake.providers.service import Condition
from yoake.vram.attribution import BESIDES_GB, held_by, reader_for
from yoake.vram.nvml import Nvml


class Client:
    """A service that says of itself what a test wants."""

    def __init__(
        self, kind: str, loaded: Mapping[str, float] | None = None, used: float | None = None, down: bool = False
    ) -> None:
        self.name, self.kind, self.down = f"{kind}-0", kind, down
        self._condition = Condition(loaded=loaded or {}, vram_used_gb=used)

    async def condition(self) -> Condition:
        if self.down:
            raise UnreachableError("service.unreachable", f"{self.name} does not answer.")
        return self._condition


class Process(Client):
    """One that tells what its process holds, as ComfyUI's client does."""

    def __init__(self, held: float | None, **more: bool) -> None:
        super().__init__("comfyui", **more)
        self.held = held

    async def vram_held_gb(self, model: str | None = None) -> float | None:
        await self.condition()
        return self.held


def card(used: float) -> Nvml:
    return Nvml(FakePynvml(("card", 24.0, used)))


async def test_ollama_tells_each_model():
    ollama = Client("ollama", {"llama3-8b": 6.5, "gemma": 3.0})
    assert await reader_for(ollama, "llama3-8b", gpu=0, nvml=card(20.0))() == 6.5
    assert await reader_for(ollama, "other", gpu=0, nvml=card(20.0))() is None
    assert await held_by(ollama) == 9.5
    assert await held_by(Client("ollama")) == 0.0


@pytest.mark.parametrize(
    ("held", "used", "expected"),
    [
        (8.0, 8.75, 8.75),  # CUDA's context, which PyTorch does not count
        (8.0, 7.0, 8.0),  # read a moment apart
        (8.0, 20.0, 8.0 + BESIDES_GB),  # somebody plays a game meanwhile
    ],
)
async def test_comfyui_is_what_its_process_holds_and_little_more(held: float, used: float, expected: float):
    assert await reader_for(Process(held), "sdxl", gpu=0, nvml=card(used))() == expected


async def test_from_afar_only_the_services_word_counts():
    assert await reader_for(Process(8.0), "sdxl", gpu=None, nvml=card(20.0))() == 8.0
    assert await reader_for(Process(None), "sdxl", gpu=None)() is None


async def test_other_services_on_the_gpu_are_taken_off():
    others = [Client("ollama", {"llama3-8b": 6.0})]
    assert await reader_for(Process(8.0), "sdxl", gpu=0, others=others, nvml=card(14.5))() == 8.5
    assert await reader_for(Client("audioldm"), "audioldm", gpu=0, others=others, nvml=card(10.0))() == 4.0


@pytest.mark.parametrize("other", [Client("voicevox"), Client("ollama", down=True)])
async def test_where_another_service_does_not_tell_the_gpu_tells_nothing(other: Client):
    assert await reader_for(Process(8.0), "sdxl", gpu=0, others=[other], nvml=card(9.0))() == 8.0
    assert await reader_for(Client("audioldm"), None, gpu=0, others=[other], nvml=card(9.0))() is None


async def test_other_models_in_the_same_service_are_taken_off():
    assert await reader_for(Process(18.0), "flux", gpu=None, beside_gb=10.0)() == 8.0
    assert await reader_for(Process(4.0), "flux", gpu=None, beside_gb=10.0)() == 0.0


async def test_a_service_that_tells_the_whole_device():
    assert await reader_for(Client("audioldm", used=5.0), None, gpu=None)() == 5.0
    assert await reader_for(Client("audioldm"), None, gpu=None)() is None
    assert await reader_for(Client("audioldm"), None, gpu=3, nvml=card(1.0))() is None


async def test_a_service_that_does_not_answer_is_an_error():
    with pytest.raises(UnreachableError):
        await reader_for(Process(8.0, down=True), "sdxl", gpu=0, nvml=card(9.0))()
