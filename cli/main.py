"""The command `yoake`."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import typer

from cli.lazy import LazyCommands

app = typer.Typer(
    name="yoake",
    cls=LazyCommands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def yoake() -> None:
    """Yoake (夜明け): start it in the evening, wake up to a playable game."""


def main() -> None:
    """Runs the command line.

    Exit codes: 0 done, 1 finished with failures, 2 bad input, 130 interrupted.
    """
    interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - a person gets a sentence; what is not ours is raised again
        if interrupted:
            sys.exit(130)  # some libraries, asked while they are imported, make another error of it
        from cli.console import explain

        sys.exit(explain(error))


if __name__ == "__main__":
    main()
