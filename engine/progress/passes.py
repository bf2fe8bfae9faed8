"""How far a pass over the data has come, for whoever shows it: a terminal, a log, or nobody."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Read:
    """What the tasks that have ended so far have read: not negative, and of bytes at most what there is."""

    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class Progress:
    """One pass over `total` bytes, 0 or more; `read` tells at any time, from any thread, how far it has come."""

    total: int
    read: Callable[[], Read]


Show = Callable[[Progress], AbstractContextManager[None]]
"""Shows a pass from when its context is entered until it is left. It must not fail, nor take long."""

_show: ContextVar[Show | None] = ContextVar("progress", default=None)


@contextmanager
def progress_shown_by(show: Show | None) -> Iterator[None]:
    """Let *show* have each pass that begins in this context; None shows none."""
    token = _show.set(show)
    try:
        yield
    finally:
        _show.reset(token)


def is_shown() -> bool:
    """Return whether anybody wants to see a pass: nothing is counted for nobody."""
    return _show.get() is not None


def shown(progress: Progress) -> AbstractContextManager[None]:
    """Return the context of a pass: as long as it is open, *progress* is shown where anybody wants that."""
    show = _show.get()
    return nullcontext() if show is None else show(progress)


def seconds_left(total: int, done: int, seconds: float) -> float | None:
    """Return how many seconds more a pass will take that has done so much of a *total* in *seconds*; None where nobody knows."""
    if done <= 0 or seconds <= 0:
        return None
    return max(0, total - done) * seconds / done
