"""Progress on a terminal, a real one of the system's: one line that is drawn anew and is gone at the end."""

import logging
import os
import re
import select
import signal
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from engine.progress import bar as bars
from engine.progress.bar import AboveBar, Bar, is_terminal
from engine.progress.passes import Progress, Read
from engine.signals import Stopped, stopped_by_signals

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


@contextmanager
def _unread():
    """Give a file that is a terminal full of what nobody reads; it is hung up after a while, so that no test waits for ever."""
    master, slave = os.openpty()
    os.set_blocking(slave, False)
    while select.select([], [slave], [], 0.1)[1]:  # the system moves on what it has, and takes a little more then
        with suppress(BlockingIOError):
            os.write(slave, b"x" * 256)
    os.set_blocking(slave, True)
    hung_up = threading.Event()

    def hang_up():
        hung_up.set()
        os.close(master)

    rescue = threading.Timer(20, hang_up)
    rescue.start()
    try:
        with open(slave, "w") as terminal:
            yield terminal
    finally:
        rescue.cancel()
        rescue.join()
    assert not hung_up.is_set()
    os.close(master)


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


def test_a_terminal_that_nobody_reads_holds_up_no_run():
    """It takes neither the pictures nor the erasing of the last one, and gets none."""
    with _unread() as terminal, Bar(terminal)(READ):
        time.sleep(0.3)  # a picture of the thread's too


def test_a_signal_ends_a_run_whose_terminal_nobody_reads(monkeypatch):
    """It waits with a line of its log, as any program does; when it is stopped it gives up that line and its last one."""
    monkeypatch.setattr(bars, "_PATIENCE", 0)
    record = logging.LogRecord("engine", logging.INFO, "", 0, "a line", None, None)
    with _unread() as terminal:
        bar = Bar(terminal)
        handler = AboveBar(terminal, bar)
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGTERM]).start()
        try:
            with stopped_by_signals(), bar(READ):
                handler.emit(record)
        except Stopped:
            handler.emit(record)
            handler.flush()
        else:
            pytest.fail("no signal has come")


def test_a_bar_needs_a_terminal_that_can_draw(tmp_path):
    """No file, no closed stream, and no terminal that calls itself dumb."""
    with _terminal([]) as terminal, open(tmp_path / "log", "w") as file:
        assert is_terminal(terminal, {"TERM": "xterm"})
        assert not is_terminal(terminal, {"TERM": "dumb"})
        assert not is_terminal(terminal, {})
        assert not is_terminal(file, {"TERM": "xterm"})
        assert not is_terminal(None, {"TERM": "xterm"})
