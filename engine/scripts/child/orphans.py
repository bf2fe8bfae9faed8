"""Processes that have lost their parent: on Linux they come to a process further up that asks for them, and are ended there."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator

_SET_SUBREAPER, _GET_SUBREAPER = 36, 37
"""Source: the manual page PR_SET_CHILD_SUBREAPER(2const)."""

_MOST_ROUNDS = 1000
"""More generations than anybody starts; a script that goes on to start processes meanwhile is not waited for."""


def adopt_orphans(wish: bool = True) -> bool:
    """Be the parent of every process below this one that loses its own, or not; return whether this one was.

    Where the system knows no such thing, nothing changes.
    """
    import ctypes  # where nothing is adopted, nothing has to be loaded

    found = ctypes.c_int(0)
    with contextlib.suppress(AttributeError, OSError):
        prctl = ctypes.CDLL(None).prctl
        prctl(_GET_SUBREAPER, ctypes.byref(found), 0, 0, 0)
        prctl(_SET_SUBREAPER, int(wish), 0, 0, 0)
    return bool(found.value)


def children() -> Iterator[int]:
    """Yield the numbers of this process's children, on Linux."""
    with contextlib.suppress(OSError):
        for thread in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError), open(f"/proc/self/task/{thread}/children") as file:
                yield from map(int, file.read().split())


def end_children(spared: Iterable[int] = (), *, which: Callable[[int], bool] = lambda _child: True) -> None:
    """Kill the children *which* are meant and not *spared*, and those who become children by that, until none is left."""
    left = set(spared)
    for _ in range(_MOST_ROUNDS):
        found = [child for child in children() if child not in left and which(child)]
        if not found:
            return
        for child in found:
            try:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            except PermissionError:  # it has become somebody else's, as by sudo
                left.add(child)
            except (ProcessLookupError, ChildProcessError):
                continue
