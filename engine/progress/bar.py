"""The progress of a pass on a terminal: one line that is drawn anew, and is gone when the pass has ended.

It is drawn by Rich, and written here, so that nothing of the terminal is changed that a run which is killed could not put back.
A terminal that nobody reads, or that is halted, takes no more after a while: no picture waits for it.
"""

import logging
import select
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from engine.progress.log_lines import clock, share, size
from engine.progress.passes import Progress, seconds_left
from engine.progress.ticking import ticking
from engine.signals import is_stopping

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 80
_EVERY = 0.2
"""Seconds from one picture to the next."""

_PATIENCE = 0.5
"""Seconds that the last words of a run which is stopped wait for a terminal that takes nothing."""

_BAR = 18
_ERASE = "\r\x1b[K"


def is_terminal(out: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Return whether *out* is a terminal that can draw a line anew."""
    return out is not None and out.isatty() and environ.get("TERM", "dumb") != "dumb"


class Bar:
    """Draws on a terminal. Calling it shows a pass; `away` keeps it off the line that somebody else writes meanwhile."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.RLock()
        self._drawn = ""

    @contextmanager
    def __call__(self, progress: Progress) -> Iterator[None]:
        """Show *progress*: at once, and a few times a second."""
        console, began, over = _console(self._out), time.monotonic(), threading.Event()

        def draw() -> None:
            picture = _picture(console, progress, time.monotonic() - began)
            with self._lock:
                if picture != self._drawn and not over.is_set():
                    self._drawn = picture  # first, for a signal may come as soon as it is seen
                    self._write(_ERASE + picture)

        try:
            draw()
            with ticking(_EVERY, draw):
                yield
        finally:
            with self._lock:
                over.set()
                self._erase()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Erase the line for one of somebody else's; it is drawn again below that."""
        with self._lock:
            self._erase()
            yield

    def _erase(self) -> None:
        if self._drawn and self._write(_ERASE):
            self._drawn = ""

    def _write(self, text: str) -> bool:
        """Write *text*, and return whether that was done: not where the terminal takes nothing now."""
        with suppress(OSError, ValueError):  # a terminal that is gone is no fault of the run
            if _takes_text(self._out, 0):
                self._out.write(text)
                self._out.flush()
                return True
        return False


class AboveBar(logging.StreamHandler[TextIO]):
    """Writes the lines of a log to the terminal on which a bar is drawn, each above it."""

    def __init__(self, out: TextIO, bar: Bar) -> None:
        super().__init__(out)
        self._out = out
        self._bar = bar

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line of *record*, when the terminal takes it; a run that is stopped gives that up and ends."""
        with suppress(OSError, ValueError):  # what is wrong with the terminal is told by the writing
            if not _takes_text(self._out, _PATIENCE if is_stopping() else None):
                return
        with self._bar.away():
            super().emit(record)


def _takes_text(out: TextIO, seconds: float | None) -> bool:
    """Return whether the terminal *out* takes text, waiting for that at most so many *seconds*; None: as long as it may be.

    Nothing of the text is left over when a signal ends the wait, where a write that was begun would go on at the end.
    """
    return bool(select.select([], [out], [], seconds)[1])


def _console(out: TextIO) -> "Console":
    """Return what draws for *out*: at most 80 columns, less where the terminal is narrower, with colour where it has some."""
    from rich.console import Console  # noqa: PLC0415 - only who looks at a bar waits for it

    console = Console(file=out, force_terminal=True, highlight=False, legacy_windows=False)
    console.width = max(
        1, min(WIDTH, console.width) - 1
    )  # a line that fills the last column is wrapped by some terminals
    return console


def _picture(console: "Console", progress: Progress, seconds: float) -> str:
    """Return the line of a pass that has taken so many *seconds*, with the terminal's colours in it."""
    from rich.progress_bar import ProgressBar  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above

    read = progress.read()
    left = seconds_left(progress.total, read.size, seconds)
    table = Table.grid(padding=(0, 1))
    for _ in range(5):
        table.add_column(no_wrap=True, overflow="crop")
    table.add_row(
        f"{share(progress.total, read.size):3} %",
        ProgressBar(max(1, progress.total), read.size, width=_BAR, complete_style="green", finished_style="green"),
        f"{size(read.size)} of {size(progress.total)}",
        f"{read.rows:,} rows",
        f"{clock(seconds)} so far" if left is None else f"{clock(left)} left",
    )
    with console.capture() as captured:
        console.print(table, end="")
    return captured.get().split("\n")[0]
