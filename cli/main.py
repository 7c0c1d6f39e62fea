"""The command `yoake`."""

from __future__ import annotations

import sys

import typer

from cli import doctor, generate, new, plan, play, report, status
from cli.console import explain

app = typer.Typer(
    name="yoake",
    help="Yoake (夜明け): start it in the evening, wake up to a playable game.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("generate")(generate.generate)
app.command("plan")(plan.plan)
app.command("status")(status.status)
app.command("report")(report.report)
app.command("play")(play.play)
app.command("new")(new.new)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Runs the command line.

    Exit codes: 0 done, 1 finished with failures, 2 bad input, 130 interrupted.
    """
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - a person gets a sentence; what is not ours is raised again
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
