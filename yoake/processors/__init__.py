"""Named built-in processors for `data_process`; never code from the project file."""

from yoake.processors.registry import PROCESSORS, process, processor_names

__all__ = ["PROCESSORS", "process", "processor_names"]
