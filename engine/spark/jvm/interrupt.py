"""What a signal does while Spark works: it ends the wait for the JVM at once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from engine.signals import SIGNALS
from engine.spark.jvm.doorway import ClientServer, cut_connection

_Handler = Callable[[int, FrameType | None], object]
_SIGNALS = (*SIGNALS, signal.SIGALRM)
"""The alarm clock asks again where one of the others was lost."""


def handlers() -> dict[int, _Handler | int | None]:
    """Return the handlers in place of the signals that ask a program to stop."""
    return {number: signal.getsignal(number) for number in _SIGNALS}


def interrupt_with(handlers: dict[int, _Handler | int | None], gateway: ClientServer) -> None:
    """Let *handlers* raise at once though Spark is at work, instead of the one that PySpark has put in place.

    PySpark's handler of SIGINT calls the JVM over the very connection that is waiting for an answer, which breaks it.
    And an exception on its way out of PySpark makes calls that wait behind the one it interrupted, until the job is
    done; so that connection is closed first, and later calls open another. A handler that is not Python's (ignored, the
    system's) stays as it is.
    """
    if threading.current_thread() is threading.main_thread():
        for number, handler in handlers.items():
            signal.signal(number, _cutting(handler, gateway) if callable(handler) else handler)


def restore(handlers: dict[int, _Handler | int | None]) -> None:
    """Put *handlers* back."""
    if threading.current_thread() is threading.main_thread():
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def held() -> Iterator[None]:
    """Let a signal that arrives meanwhile take effect at the end: a process half started could not be ended."""
    former, received = handlers(), list[int]()
    if threading.current_thread() is threading.main_thread():
        for number, handler in former.items():
            signal.signal(number, (lambda got, _frame: received.append(got)) if callable(handler) else handler)
    try:
        yield
    finally:
        restore(former)
    if received:
        signal.raise_signal(received[0])


def _cutting(handler: _Handler, gateway: ClientServer) -> _Handler:
    def cut(number: int, frame: FrameType | None) -> None:
        cut_connection(gateway)
        handler(number, frame)

    return cut
