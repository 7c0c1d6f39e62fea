"""The commands of `yoake`: listed by their own sentences, imported only when called."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from cli.lazy import COMMANDS, loaded
from cli.main import app


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says_of_itself(name: str):
    command = loaded(name)
    assert command.name == name
    assert command.help.split("\n\n")[0] == COMMANDS[name]


def test_help_lists_every_command_in_order():
    shown = CliRunner().invoke(app, ["--help"]).output
    listed = re.findall(r"^\W+([a-z]+) +[A-Z]", shown, re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)


def test_a_command_shows_its_own_help():
    shown = CliRunner().invoke(app, ["new", "-h"]).output
    assert "folder to create" in shown


def test_a_misspelt_command_is_put_right():
    result = CliRunner().invoke(app, ["generat"])
    assert result.exit_code == 2
    assert "generate" in result.output


def test_an_up_to_date_run_imports_nothing_that_it_does_not_use():
    code = "import cli.main, cli.generate, sys; print(*sys.modules)"
    loaded_modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"prefect", "distributed", "numpy", "PIL", "httpx", "fastapi", "networkx", "fsspec", "alembic"}
    assert heavy.isdisjoint(loaded_modules.split())
