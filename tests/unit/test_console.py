"""The console: data to stdout, the rest to stderr; no text can steer a terminal."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from agents.commands.console import Console, ReaderLeft, visible

EVIL = "a\x1b[2Jb\x07c\u202ed\n[bold]e[/bold]"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError(len(text))


def open_pair(
    *, terminal: bool = False, environ: dict[str, str] | None = None
) -> tuple[Console, io.StringIO, io.StringIO]:
    stdout, stderr = (Terminal(), Terminal()) if terminal else (io.StringIO(), io.StringIO())
    given = {"TERM": "xterm-256color", "COLUMNS": "80", **(environ or {})}
    return Console(stdout=stdout, stderr=stderr, environ=given), stdout, stderr


def test_data_goes_to_stdout_and_the_rest_to_stderr() -> None:
    console, stdout, stderr = open_pair()

    console.line("data")
    console.json({"a": 1})
    console.json_bytes(b'{"b":2}')
    console.note("a hint")
    console.error("what;\n where")

    assert stdout.getvalue() == 'data\n{"a":1}\n{"b":2}\n'
    assert stderr.getvalue() == "a hint\neventwire: what;; where\n"


def test_a_table_in_a_pipe_is_tabs_and_nothing_else() -> None:
    console, stdout, _ = open_pair(environ={"FORCE_COLOR": "1"})

    console.table(("name", "count"), [("a b", 1), (None, "x\ty")])

    assert stdout.getvalue() == "a b\t1\n\tx\\ty\n"


def test_a_table_on_a_terminal_has_headings() -> None:
    console, stdout, _ = open_pair(terminal=True)

    console.table(("name", "count"), [("protest", 1)])

    assert "name" in stdout.getvalue()
    assert "\x1b[" in stdout.getvalue()


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(environ: dict[str, str]) -> None:
    console, stdout, _ = open_pair(terminal=True, environ=environ)

    console.draw(Text("red", style="red"))

    assert "[31m" not in stdout.getvalue()


@pytest.mark.parametrize("terminal", [False, True])
def test_text_of_others_neither_steers_the_terminal_nor_is_markup(terminal: bool) -> None:
    console, stdout, stderr = open_pair(terminal=terminal, environ={"NO_COLOR": "1"})

    console.line(EVIL)
    console.note(EVIL)
    console.error(EVIL)
    console.json({"headline": EVIL})
    console.table(("headline",), [(EVIL,)])

    for written in (stdout.getvalue(), stderr.getvalue()):
        assert "\x1b[2J" not in written
        assert "\x07" not in written
        assert "[bold]" in written


@given(st.text(st.characters()))
def test_visible_text_has_no_control_characters_and_loses_nothing_else(text: str) -> None:
    shown = visible(text)

    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in shown)
    assert shown == text or not text.isprintable()


def test_whatever_json_holds_it_is_one_line() -> None:
    console, stdout, _ = open_pair()

    console.json({"a": "x\ny"})

    assert json.loads(stdout.getvalue()) == {"a": "x\ny"}
    assert stdout.getvalue().count("\n") == 1


def test_a_reader_that_left_is_told_apart_from_other_faults() -> None:
    console = Console(stdout=Closed(), stderr=io.StringIO(), environ={})

    with pytest.raises(ReaderLeft):
        console.line("x")
    with pytest.raises(ReaderLeft):
        console.draw(Text("x"))


def test_progress_in_a_pipe_writes_nothing() -> None:
    console, stdout, stderr = open_pair()

    with console.progress("articles", total=2) as tick:
        tick()
        tick(1)

    assert stdout.getvalue() + stderr.getvalue() == ""


def test_progress_is_drawn_where_stderr_alone_is_a_terminal() -> None:
    stderr = Terminal()
    console = Console(stdout=io.StringIO(), stderr=stderr, environ={"TERM": "xterm"})

    with console.progress("articles", total=2) as tick:
        tick(2)

    assert "articles" in stderr.getvalue()


def test_what_is_redrawn_comes_in_one_write_so_nothing_flickers() -> None:
    class Counting(Terminal):
        writes = 0

        def write(self, text: str) -> int:
            Counting.writes += 1
            return super().write(text)

    stdout = Counting()
    console = Console(stdout=stdout, stderr=io.StringIO(), environ={"TERM": "xterm"})

    with console.redrawing():
        console.table(("agent", "lag"), [("extract", 1), ("store", 2)])

    assert Counting.writes == 1
    assert stdout.getvalue().startswith("\x1b[2J")
