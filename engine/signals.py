"""How the platform stops a job: a signal to the first process, which then has some seconds to clean up."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))
"""What asks a program to stop."""

_ASKS_AGAIN = hasattr(signal, "SIGALRM") and hasattr(signal, "pthread_sigmask")

_AGAIN = 0.05
"""Seconds from one try to stop to the next one."""


class Stopped(BaseException):
    """The run was told to stop; no Exception, so that nothing on the way takes it for a fault of its own."""

    def __init__(self, signal_name: str) -> None:
        super().__init__(signal_name)
        self.signal_name = signal_name


class _Stopping:
    """Raises Stopped where a signal comes, and again until the run ends by it.

    What is raised while compiled code calls back into Python, such as llvmlite's, never comes out of there. So the
    system's alarm clock asks again, as does every further signal. Once Stopped is on its way out nothing is raised
    anew, for that would cut short the cleaning up.
    """

    __slots__ = ("name", "over")

    def __init__(self) -> None:
        self.name = ""
        self.over = False

    def __call__(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a handler's form
        """Handle a signal, the alarm clock's among them."""
        if number in SIGNALS and not self.name:
            self.name = signal.Signals(number).name
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
        self.look()

    def look(self) -> None:
        """Raise Stopped where a signal has come and Stopped is not on its way out already."""
        if self.name and not self.over and not _on_its_way(sys.exc_info()[1]):
            raise Stopped(self.name)


def _on_its_way(error: BaseException | None) -> bool:
    """Return whether *error*, which is being handled, is Stopped, or was met while Stopped was handled."""
    while error is not None and not isinstance(error, Stopped):
        error = error.__context__
    return error is not None


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Raise Stopped at SIGTERM, SIGINT or SIGHUP, unless that one is ignored, as under nohup; none is lost.

    Further signals do not disturb the cleaning up. What else is raised on the way out is a consequence, and Stopped all
    the same. Signals that `hold_signals` has kept come now. For the main thread only.
    """
    if not _ASKS_AGAIN:  # on Windows, which a run refuses
        yield
        return
    stopping = _Stopping()
    heeded = [number for number in SIGNALS if _is_heeded(number)]
    former = {number: signal.signal(number, stopping) for number in (*heeded, signal.SIGALRM)}
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, heeded)
        yield
        stopping.look()
    except BaseException as error:
        if stopping.name and not isinstance(error, Stopped):
            raise Stopped(stopping.name) from error
        raise
    finally:
        stopping.over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in former.items():
            signal.signal(number, handler)


def _is_heeded(number: int) -> bool:
    return number in (signal.SIGTERM, signal.SIGINT) or signal.getsignal(number) is not signal.SIG_IGN


def look_for_signals() -> None:
    """Raise Stopped where a signal has come that was lost on its way: before a step that cannot be taken back."""
    stopping = signal.getsignal(signal.SIGTERM)
    if isinstance(stopping, _Stopping):
        stopping.look()


def is_stopping() -> bool:
    """Return whether Stopped is being handled: what is still said is not worth a long wait."""
    return _on_its_way(sys.exc_info()[1])


def hold_signals() -> None:
    """Let signals to stop wait until they are heeded.

    For the begin of a process: the first one of a container is not ended by a signal that nobody heeds, and never
    hears of it later.
    """
    if _ASKS_AGAIN:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


@contextmanager
def signals_noted() -> Iterator[Callable[[], bool]]:
    """Let signals to stop disturb nothing; give what says whether one has come. For the main thread only."""
    received: list[int] = []
    former = {
        number: signal.signal(number, lambda got, _frame: received.append(got))
        for number in SIGNALS
        if _is_heeded(number)
    }
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
