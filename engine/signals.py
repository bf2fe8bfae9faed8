"""How the platform stops a job: a signal to the first process, which then has some seconds to clean up."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stopped(BaseException):
    """The run was told to stop; no Exception, so that nothing on the way takes it for a fault of its own."""

    def __init__(self, signal_name: str) -> None:
        super().__init__(signal_name)
        self.signal_name = signal_name


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Raise Stopped at the first SIGTERM or SIGINT; further ones do not disturb the cleaning up.

    What else is raised on the way out is a consequence, and Stopped all the same. For the main thread only.
    """
    received: list[str] = []

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal handler's form
        if not received:
            received.append(signal.Signals(number).name)
            raise Stopped(received[0])

    former = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    except BaseException as error:
        if received and not isinstance(error, Stopped):
            raise Stopped(received[0]) from error
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextmanager
def signals_noted() -> Iterator[Callable[[], bool]]:
    """Let SIGTERM and SIGINT disturb nothing; give what says whether one has come. For the main thread only."""
    received: list[int] = []
    former = {number: signal.signal(number, lambda got, _frame: received.append(got)) for number in _SIGNALS}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
