"""The driver's figures, and sentences where there are none."""

from __future__ import annotations

import shutil
import threading

import pynvml
import pytest

from tests.unit.vram.fake_nvml import FakePynvml, uuid_of
from yoake.vram.nvml import LocalGpu, Nvml

CARDS = (("NVIDIA GeForce RTX 4090", 24.0, 1.5), ("NVIDIA L4", 22.5, 0.25))


def test_the_cards_of_a_machine():
    nvml = Nvml(FakePynvml(*CARDS))
    assert nvml.reason == ""
    assert nvml.gpus() == [
        LocalGpu(0, uuid_of(0), "NVIDIA GeForce RTX 4090", 24.0, 1.5),
        LocalGpu(1, uuid_of(1), "NVIDIA L4", 22.5, 0.25),
    ]


def test_use_is_read_anew_each_time_and_nvml_is_initialised_once():
    module = FakePynvml(*CARDS)
    nvml = Nvml(module)
    threads = [threading.Thread(target=nvml.used_gb, args=(0,)) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    module.used[0] = 20.0
    assert nvml.used_gb(0) == 20.0
    assert module.inits == 1


def test_a_card_is_found_by_number_or_uuid():
    nvml = Nvml(FakePynvml(*CARDS))
    assert nvml.find(index=1) == nvml.find(uuid=uuid_of(1).upper().replace("GPU", "gpu"))
    assert nvml.find(index=7) is None
    assert nvml.find(uuid=uuid_of(7)) is None
    assert nvml.find() is None


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (pynvml.NVML_ERROR_LIBRARY_NOT_FOUND, "There is no NVIDIA driver on this machine."),
        (pynvml.NVML_ERROR_DRIVER_NOT_LOADED, "The NVIDIA driver is installed but not loaded."),
        (pynvml.NVML_ERROR_UNKNOWN, "NVML says: Unknown Error."),
    ],
)
def test_without_a_driver_there_is_a_sentence(code: int, sentence: str, caplog: pytest.LogCaptureFixture):
    module = FakePynvml(*CARDS, broken_init=code)
    nvml = Nvml(module)
    assert nvml.gpus() == []
    assert nvml.reason == sentence
    assert caplog.records == [], "whoever asks for the GPUs tells the reason"
    assert [nvml.used_gb(0) for _ in range(3)] == [None] * 3
    assert [r.getMessage() for r in caplog.records] == [f"VRAM cannot be measured with NVML. {sentence}"]
    assert module.inits == 1


def test_what_goes_wrong_is_logged_once(caplog: pytest.LogCaptureFixture):
    nvml = Nvml(FakePynvml(*CARDS, broken=pynvml.NVML_ERROR_GPU_IS_LOST))
    assert [nvml.used_gb(0) for _ in range(3)] == [None] * 3
    assert nvml.used_gb(1) is None
    assert nvml.gpus() == []
    lost = "The NVIDIA driver has lost the GPU: restart this machine."
    assert [r.getMessage() for r in caplog.records] == [
        f"VRAM cannot be measured with NVML. GPU 0: {lost}",
        f"VRAM cannot be measured with NVML. GPU 1: {lost}",
    ]


def test_a_card_that_does_not_tell_its_memory_hides_no_other():
    module = FakePynvml(*CARDS)
    real = module.nvmlDeviceGetMemoryInfo
    module.nvmlDeviceGetMemoryInfo = lambda handle: (  # type: ignore[method-assign]
        module._fail(pynvml.NVML_ERROR_NOT_SUPPORTED) if handle == 0 else real(handle)
    )
    assert [gpu.index for gpu in Nvml(module).gpus()] == [1]


def test_the_real_module_on_this_machine():
    nvml = Nvml()
    gpus = nvml.gpus()
    if shutil.which("nvidia-smi") is None and not gpus:
        assert nvml.reason == "There is no NVIDIA driver on this machine."
        assert nvml.used_gb(0) is None
    else:
        assert bool(gpus) != bool(nvml.reason)
        assert all(0 <= gpu.used_gb <= gpu.total_gb for gpu in gpus)
        assert all(nvml.find(uuid=gpu.uuid) is not None for gpu in gpus)
