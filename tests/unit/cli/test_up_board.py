"""What `yoake up` shows: a table in a terminal, lines elsewhere."""

from __future__ import annotations

import io

from rich.console import Console

from cli.up_board import Board, table
from flows.up.machine import Row

URL = "http://127.0.0.1:4200"
ROWS = [Row("server", "healthy", URL), Row("worker gpu", "restarting", "[red]1[/red] flow run at a time")]


def board(terminal: bool) -> tuple[Board, io.StringIO]:
    text = io.StringIO()
    return Board(Console(file=text, force_terminal=terminal, width=100, highlight=False), URL), text


def test_a_program_reads_when_it_is_ready():
    shown, text = board(terminal=False)
    with shown.shown(lambda: ROWS):
        shown.ready(lambda: ROWS)
    lines = text.getvalue().splitlines()
    assert lines[-1] == f"ready {URL}"
    assert lines[0] == f"server: healthy  {URL}"


def test_a_long_sentence_stays_on_one_line_and_is_no_markup():
    shown, text = board(terminal=False)
    shown.said("[bold]" + "x" * 200)
    assert text.getvalue() == "[bold]" + "x" * 200 + "\n"


def test_a_person_sees_the_table_with_the_address():
    shown, text = board(terminal=True)
    with shown.shown(lambda: ROWS):
        pass
    for part in ("worker gpu", "restarting", "[red]1[/red]", URL):
        assert part in text.getvalue()


def test_the_table_has_a_row_for_everything():
    assert table(ROWS, URL).row_count == len(ROWS)
