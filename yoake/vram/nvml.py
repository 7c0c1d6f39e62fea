"""The GPUs of this machine, as NVIDIA's driver sees them (NVML, through the module pynvml)."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from importlib import import_module
from typing import Any

BYTES_PER_GB = 2**30
"""A card sold with 24 GB has 24 * 2**30 bytes, less what the driver keeps."""
_log = logging.getLogger(__name__)
_SENTENCES = {
    "LIBRARY_NOT_FOUND": "There is no NVIDIA driver on this machine.",
    "DRIVER_NOT_LOADED": "The NVIDIA driver is installed but not loaded.",
    "LIB_RM_VERSION_MISMATCH": "The NVIDIA driver was updated under way: restart this machine.",
    "NO_PERMISSION": "The NVIDIA driver may not be asked by this user.",
    "GPU_IS_LOST": "The NVIDIA driver has lost the GPU: restart this machine.",
    "NOT_SUPPORTED": "The NVIDIA driver does not tell this GPU's memory.",
}
"""NVML's error -> what a person can do with it; any other is told in NVML's own words."""


@dataclass(frozen=True, slots=True)
class LocalGpu:
    """One GPU of this machine."""

    index: int
    """As `nvidia-smi` counts them."""
    uuid: str
    """`GPU-...`: stays the same when cards are added or moved."""
    name: str
    total_gb: float
    used_gb: float
    """By all programs, the driver's own share included."""


class Nvml:
    """Asks the driver. Safe to use from many threads; what goes wrong is a sentence in the log, never an exception.

    Args:
        module: stands in for pynvml.
    """

    def __init__(self, module: Any = None) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._asked = False
        self._said: set[str] = set()
        self._reason = ""

    @property
    def reason(self) -> str:
        """Why no GPU can be seen here, in a sentence; empty where NVML works."""
        self._ready()
        return self._reason

    def gpus(self) -> list[LocalGpu]:
        """All GPUs of this machine; none where `reason` says why."""
        if not self._ready():
            return []
        try:
            count = int(self._module.nvmlDeviceGetCount())
        except self._module.NVMLError as error:
            self._note(_sentence(self._module, error))
            return []
        return [gpu for index in range(count) if (gpu := self._gpu(index)) is not None]

    def find(self, *, index: int | None = None, uuid: str | None = None) -> LocalGpu | None:
        """The GPU that a node file means by `nvml` or `uuid`; none where it is not on this machine."""
        if index is None and uuid is None:
            return None
        wanted = uuid.lower() if uuid is not None else None
        return next(
            (g for g in self.gpus() if (g.index == index if wanted is None else g.uuid.lower() == wanted)), None
        )

    def used_gb(self, index: int) -> float | None:
        """VRAM in use on a GPU by all programs, in GB; none where the driver does not tell."""
        ready = self._ready()
        if not ready:
            self._note(self._reason)
        memory = self._memory(index) if ready else None
        return None if memory is None else float(memory.used) / BYTES_PER_GB

    def _ready(self) -> bool:
        with self._lock:
            if not self._asked:
                self._asked = True
                # the module takes its time to import, and most machines never ask
                self._module = self._module or import_module("pynvml")
                try:
                    self._module.nvmlInit()
                except self._module.NVMLError as error:
                    self._reason = _sentence(self._module, error)
        return not self._reason

    def _gpu(self, index: int) -> LocalGpu | None:
        memory = self._memory(index)
        if memory is None:
            return None
        try:
            handle = self._module.nvmlDeviceGetHandleByIndex(index)
            uuid, name = self._module.nvmlDeviceGetUUID(handle), self._module.nvmlDeviceGetName(handle)
        except self._module.NVMLError as error:
            self._note(f"GPU {index}: {_sentence(self._module, error)}")
            return None
        return LocalGpu(index, str(uuid), str(name), memory.total / BYTES_PER_GB, memory.used / BYTES_PER_GB)

    def _memory(self, index: int) -> Any:
        try:
            return self._module.nvmlDeviceGetMemoryInfo(self._module.nvmlDeviceGetHandleByIndex(index))
        except self._module.NVMLError as error:
            self._note(f"GPU {index}: {_sentence(self._module, error)}")
            return None

    def _note(self, sentence: str) -> None:
        with self._lock:
            new = sentence not in self._said
            self._said.add(sentence)
        if new:
            _log.warning("VRAM cannot be measured with NVML. %s", sentence)


def _sentence(module: Any, error: Any) -> str:
    for name, sentence in _SENTENCES.items():
        if error.value == getattr(module, f"NVML_ERROR_{name}"):
            return sentence
    return f"NVML says: {error}."


NVML = Nvml()
"""This machine's; NVML wants to be initialised once."""
