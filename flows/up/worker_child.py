"""Runs `prefect worker start` and ends with `yoake up`, however that ends; what the worker runs is told to end too."""

from __future__ import annotations

import os
import signal
import sys
import time

from flows.server_child import when_parent_ends
from flows.up import family

GRACE_SECONDS = 20.0
"""How long runs may take to end once nobody is there any more whom they could report to."""


def main() -> None:
    """Starts the worker with the arguments given (`--pool`, `--name`)."""
    when_parent_ends(_end_family)
    from prefect.cli import app

    sys.argv = ["prefect", "worker", "start", *sys.argv[1:]]
    app()


def _end_family() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)  # a worker that ends in time never gets here
    family.kill(os.environ[family.MARK])
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
