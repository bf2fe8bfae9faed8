"""Progress on a terminal, a real one of the system's: one line that is drawn anew and is gone at the end."""

import logging
import os
import re
import threading
from contextlib import contextmanager

import pytest

from engine.progress.bar import AboveBar, Bar, is_terminal
from engine.progress.passes import Progress, Read

READ = Progress(112_700_000_000, lambda: Read(67_100_000_000, 2_382_314_000))


@contextmanager
def _terminal(shown):
    """Give a file that is a terminal; what has come to it is in *shown* afterwards, as one text."""
    master, slave = os.openpty()
    parts = []

    def gather():
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the last writer has gone
                return
            if not part:
                return
            parts.append(part)

    reader = threading.Thread(target=gather)
    reader.start()
    try:
        with open(slave, "w") as terminal:
            yield terminal
    finally:
        reader.join()
        os.close(master)
    shown.append(b"".join(parts).decode())


def _lines(text):
    """Return what has stood on each line of the terminal, the pictures of one line one after the other, without colours."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    return [[picture for picture in re.split(r"\r|\x1b\[K", line) if picture] for line in plain.split("\r\n")]


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    """Let the terminal be what most are."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_pass_is_one_line_with_share_bytes_rows_and_time():
    """Of 79 places at most, for a line that fills the last one is wrapped by some terminals; and then it is erased."""
    shown = []
    with _terminal(shown) as terminal, Bar(terminal)(READ):
        pass

    ((picture, *_),) = _lines(shown[0])
    assert re.fullmatch(r" 59 % \S+ +67\.1 GB of 112\.7 GB 2,382,314,000 rows 0:0\d left *", picture)
    assert len(picture) <= 79
    assert shown[0].endswith("\r\x1b[K")


def test_without_colour_it_is_text_alone(monkeypatch):
    """As https://no-color.org asks: no command but to begin the line again and to erase it."""
    monkeypatch.setenv("NO_COLOR", "1")
    shown = []
    with _terminal(shown) as terminal, Bar(terminal)(READ):
        pass

    assert set(re.findall(r"\x1b\[[\d;]*\w", shown[0])) == {"\x1b[K"}


def test_nothing_of_the_terminal_is_changed():
    """Neither its cursor nor its modes: what is killed cannot put them back."""
    shown = []
    with _terminal(shown) as terminal, Bar(terminal)(READ):
        pass

    assert "\x1b[?" not in shown[0]


def test_lines_of_the_log_stand_above_it():
    """Each whole, on a line of its own, whatever was drawn there."""
    shown = []
    with _terminal(shown) as terminal:
        bar = Bar(terminal)
        handler = AboveBar(terminal, bar)
        with bar(READ):
            handler.emit(logging.LogRecord("engine", logging.INFO, "", 0, "a line", None, None))

    first, *_ = _lines(shown[0])
    assert first[-1] == "a line"


def test_a_run_that_is_stopped_leaves_no_line():
    """Nor a thread that would draw one more."""
    shown = []
    with _terminal(shown) as terminal, pytest.raises(KeyboardInterrupt), Bar(terminal)(READ):
        raise KeyboardInterrupt

    assert shown[0].endswith("\r\x1b[K")
    assert not any(thread.name == "progress" for thread in threading.enumerate())


def test_a_bar_needs_a_terminal_that_can_draw(tmp_path):
    """No file, no closed stream, and no terminal that calls itself dumb."""
    with _terminal([]) as terminal, open(tmp_path / "log", "w") as file:
        assert is_terminal(terminal, {"TERM": "xterm"})
        assert not is_terminal(terminal, {"TERM": "dumb"})
        assert not is_terminal(terminal, {})
        assert not is_terminal(file, {"TERM": "xterm"})
        assert not is_terminal(None, {"TERM": "xterm"})
