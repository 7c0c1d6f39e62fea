"""A run outlives the worker that started it: its log goes to the server all the same, and nobody reads its terminal."""

from __future__ import annotations

import logging
import os
from functools import partial

from prefect.logging.handlers import PrefectConsoleHandler
from rich.console import Console

OUTPUTS = (1, 2)
"""Standard output and standard error: pipes that the worker reads."""


def outlive_the_worker() -> None:
    """From now on, a pipe that nobody reads any more silences the terminal's log.

    Rich's answer to it is `SystemExit` in whichever thread logs next: it made one asset fail (measured).
    """
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    for handler in {handler for logger in (logging.root, *loggers) for handler in logger.handlers}:
        if isinstance(handler, PrefectConsoleHandler):
            handler.console.on_broken_pipe = partial(fall_silent, handler.console)


def fall_silent(console: Console) -> None:
    """Sends what is printed from now on nowhere."""
    console.quiet = True
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in OUTPUTS:
        os.dup2(nowhere, output)
    os.close(nowhere)
