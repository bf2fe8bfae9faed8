"""A thread that looks at something now and then, as long as a context is open."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine.signals import hold_signals

_LONGEST_STOP = 1.0
"""Seconds to wait for the thread, which may hang where nobody reads what it shows."""


@contextmanager
def ticking(seconds: float, look: Callable[[], None]) -> Iterator[None]:
    """Call *look* every so many *seconds* until the context is left, and not once more then. No signal comes to the thread."""
    over = threading.Event()

    def tick() -> None:
        hold_signals()
        while not over.wait(seconds):
            look()

    thread = threading.Thread(target=tick, daemon=True, name="progress")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_LONGEST_STOP)
