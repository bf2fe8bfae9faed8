"""A daemon for Python workers that is forked from the driver, as soon as what tasks need has been imported there.

Spark starts its daemon with the first job, and that one's imports would take longer than a small run's reading.
"""

import errno
import logging
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from engine.ending import end_fork
from engine.signals import SIGNALS
from engine.spark.jvm.interrupt import held
from engine.spark.jvm.processes import yield_first
from engine.spark.workers.forking import forget_imports, fork_workers
from engine.spark.workers.lent import STREAMS, take

LONGEST_PLACE = 100
"""Bytes in the path of a socket; systems allow 104 and more."""


def socket_in(folder: Path) -> Path | None:
    """Return where the daemon of the JVM with *folder* is to be found; None where no socket can have so long a path."""
    place = folder / "workers"
    return place if len(os.fsencode(place)) <= LONGEST_PLACE else None


@dataclass(frozen=True, slots=True)
class _Daemon:
    """The number of a daemon's process, which leads a group of its own, and the pipe whose end tells it of the driver's."""

    number: int
    lifeline: int

    def end(self) -> None:
        """Kill it and its workers, and take leave of all that are this process's children."""
        os.close(self.lifeline)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.number, signal.SIGKILL)
        with suppress(ChildProcessError):
            while True:  # workers too, where this is a container's first process
                os.waitpid(-self.number, 0)


@contextmanager
def daemon_ahead(place: Path | None) -> Iterator[None]:
    """Have a daemon wait at *place* with all that is imported by now; it and its workers end afterwards.

    Nothing is told where that cannot be done, as where *place* is None: Spark starts a daemon of its own.
    """
    daemon = None
    try:
        with suppress(OSError), held():
            daemon = _fork(place) if place else None
        yield
    finally:
        if daemon:
            daemon.end()


def _fork(place: Path) -> _Daemon:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(place))
        listening.listen(1)
        watched, lifeline = os.pipe()
        try:
            _refuse_streams(listening.fileno(), watched, lifeline)
            number = os.fork()
        except OSError:
            os.close(lifeline)
            os.close(watched)
            raise
        if number == 0:
            _serve(listening, watched)
        os.close(watched)
    with suppress(OSError):
        os.setpgid(number, number)  # the daemon does so too: whoever comes first
    yield_first(number)
    return _Daemon(number, lifeline)


def _refuse_streams(*numbers: int) -> None:
    """Raise OSError where an own file has the number of a standard stream, which was closed: Spark's would replace it."""
    if min(numbers) <= max(STREAMS):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _serve(listening: socket.socket, watched: int) -> NoReturn:
    """Be the daemon, from the fork to the end of the process: nothing of the driver's is cleaned up here."""
    code = 1
    try:
        _leave(listening.fileno(), watched)
        forget_imports()
        if listening.fileno() in select.select([listening.fileno(), watched], [], [])[0]:
            taken = take(listening)
            listening.close()
            os.close(watched)
            _renew_streams()
            with taken:  # open for as long as this process lives
                fork_workers()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        end_fork(code)


def _leave(*kept: int) -> None:
    """Leave the driver's group, handlers, log and open files behind, the *kept* ones apart."""
    os.setpgid(0, 0)
    for number in (*SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    root = logging.getLogger()
    root.handlers.clear()
    root.filters.clear()
    logging.getLogger("engine").setLevel(logging.NOTSET)
    for number in _open_files():
        if number not in (*STREAMS, *kept):
            with suppress(OSError):
                os.close(number)


def _open_files() -> Iterable[int]:
    """Return the numbers of this process's open files, or all that there may be where the system does not list them.

    The limit may be a thousand millions, or none, and not every system closes a range of numbers at once.
    """
    try:
        return [int(each) for each in os.listdir("/dev/fd")]
    except OSError:
        return range(os.sysconf("SC_OPEN_MAX"))


def _renew_streams() -> None:
    """Have Python's streams write to whatever the standard streams are by now, as they do from a process's begin."""
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stdout.reconfigure(write_through=True)  # a worker ends without writing what waits
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
