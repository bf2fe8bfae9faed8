"""The progress of a pass in a log: one line every ten seconds, and none of a pass that takes less."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from engine.progress.passes import Progress, Show, seconds_left
from engine.progress.ticking import ticking

EVERY = 10.0
"""Seconds from one line to the next."""

_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
_THOUSAND = 1000

_log = logging.getLogger(__name__)


def logged(every: float = EVERY) -> Show:
    """Return what shows a pass by a line *every* so many seconds."""

    @contextmanager
    def show(progress: Progress) -> Iterator[None]:
        began = time.monotonic()
        with ticking(every, lambda: _log.info("%s", line(progress, time.monotonic() - began))):
            yield

    return show


def line(progress: Progress, seconds: float) -> str:
    """Return how far a pass has come that has taken so many *seconds*, as a sentence without its full stop."""
    read = progress.read()
    left = seconds_left(progress.total, read.size, seconds)
    parts = (
        f"Read {size(read.size)} of {size(progress.total)} ({share(progress.total, read.size)} %)",
        f"{read.rows:,} rows",
        *(() if left is None else (f"about {clock(left)} left",)),
    )
    return ", ".join(parts)


def share(total: int, done: int) -> int:
    """Return how much of a *total* is done, in percent, 100 where there is nothing to do; not 100 before all is done."""
    return 100 * done // total if total else 100


def size(number: int) -> str:
    """Return a *number* of bytes in a unit that keeps it short: 999 bytes, 1.0 kB, 12.3 MB."""
    if number < _THOUSAND:
        return f"{number} {_UNITS[0]}"
    value, unit = float(number), 0
    while round(value, 1) >= _THOUSAND and unit < len(_UNITS) - 1:
        value, unit = value / _THOUSAND, unit + 1
    return f"{value:.1f} {_UNITS[unit]}"


def clock(seconds: float) -> str:
    """Return so many *seconds* as 0:07, 12:34 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
