"""The command `yoake` beside which there is a provider that makes nothing, here and in the worker processes.

`python -m benchmarks.engine.command generate FILE` is what a person starts, with that provider registered.
"""

from __future__ import annotations

import os
from typing import Any

from yoake.providers.base import Product, Request
from yoake.providers.registry import register


def make(request: Request) -> Product:
    """Makes next to nothing; what it takes is imported only where something is made."""
    from benchmarks.engine.noop import make_nothing

    return make_nothing(request)


def dask_setup(_worker: Any) -> None:
    """Called by Dask in every worker process that preloads this module."""
    register("noop", make)


def run() -> None:
    """Starts the command line."""
    from cli.main import main

    register("noop", make)
    os.environ["DASK_DISTRIBUTED__WORKER__PRELOAD"] = "benchmarks.engine.command"
    main()


if __name__ == "__main__":
    run()
