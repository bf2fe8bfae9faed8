"""No text of the user's commands a log or a terminal, or fills it."""

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import JobError
from engine.wording import LONGEST, OneLine, foreign, listed, quoted

HOSTILE = {
    "line break": ("a\nERROR all is lost", "a\\nERROR all is lost"),
    "carriage return": ("a\rb", "a\\rb"),
    "escape": ("\x1b[31mred", "\\x1b[31mred"),
    "mark of direction": ("a\u202eb", "a\\u202eb"),
    "line separator": ("a\u2028b", "a\\u2028b"),
    "half of a surrogate pair": ("a\ud800b", "a\\ud800b"),
    "NUL": ("a\x00b", "a\\x00b"),
}


@pytest.mark.parametrize(("text", "shown"), HOSTILE.values(), ids=HOSTILE)
def test_a_character_that_commands_is_escaped(text, shown):
    """As it is, in quotes, in a list, and in an error that somebody has made of it without a thought."""
    assert foreign(text) == shown
    assert quoted(text) == f"'{shown}'"
    assert listed([text, "b"]) == f"{shown}, b"
    assert str(JobError(f"{text}: not there", code="x")) == f"{shown}: not there"


def test_ordinary_text_of_any_language_stands_as_it_is():
    """Nobody writes names in ASCII alone."""
    assert foreign("Größe/年齢/😀 ") == "Größe/年齢/😀 "


def test_a_long_text_is_cut_in_its_middle():
    """Of a path, both ends tell which one it is."""
    shown = foreign("/begin" + "x" * 100_000 + "end.csv")
    assert (shown[:6], shown[-7:], len(shown)) == ("/begin", "end.csv", LONGEST + 5)


def test_twenty_are_named_and_the_others_counted():
    """A log is read by people."""
    assert listed(map(str, range(23))).endswith("18, 19 and 3 more")
    assert listed(map(str, range(20))).endswith("18, 19")
    assert listed(()) == ""


@given(st.text(alphabet=st.characters(), max_size=300))
def test_what_is_shown_is_one_line_that_a_stream_can_write(text):
    """Of every text that Python can hold."""
    shown = foreign(text)
    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert all(each.isprintable() or each == "\t" for each in shown)


def test_a_message_is_one_line_of_the_log_and_a_traceback_has_its_own():
    """The net below every sentence: what somebody forgot to escape, and what a library says."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(OneLine())
    log = logging.Logger("one line")
    log.addHandler(handler)
    try:
        raise ValueError("\x1b[2J")
    except ValueError:
        log.exception("%s of %d", "a\n::error::b", 2)
    first, *traceback = out.getvalue().splitlines()
    assert first == "a\\n::error::b of 2"
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-1] == "ValueError: \\x1b[2J"
