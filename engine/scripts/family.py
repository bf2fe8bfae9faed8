"""What a script's process has started, in whichever sessions: on Linux all of it comes back to this process, and is ended."""

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SET_SUBREAPER, _GET_SUBREAPER = 36, 37
"""Source: the manual page PR_SET_CHILD_SUBREAPER(2const)."""


@contextmanager
def orphans_adopted() -> Iterator[frozenset[int]]:
    """Be the parent of every process below this one that loses its own; give the children that were there before.

    One script's process at a time: what is adopted meanwhile is taken for its. Where the system knows no such thing,
    nothing changes.
    """
    former = _subreaper()
    _be_subreaper(1)
    try:
        yield frozenset(_children(os.getpid()))
    finally:
        _be_subreaper(former)


def end_family(number: int, former: frozenset[int]) -> None:
    """Kill the child *number*, its group, and all who have lost their parent since the children were *former*.

    The child itself is not waited for: until it is, its number is nobody else's.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    left = {number, *former}
    while adopted := [child for child in _children(os.getpid()) if child not in left and _is_strange(child)]:
        for child in adopted:
            try:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            except PermissionError:  # it has become somebody else's, as by sudo
                left.add(child)
            except (ProcessLookupError, ChildProcessError):
                continue


def _is_strange(child: int) -> bool:
    """Whether *child* is in another session than this process, as all are that a script has started."""
    try:
        return os.getsid(child) != os.getsid(0)
    except ProcessLookupError:
        return False


def _children(number: int) -> Iterator[int]:
    for thread in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, thread.read_text().split())


def _subreaper() -> int:
    found = ctypes.c_int(0)
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_GET_SUBREAPER, ctypes.byref(found), 0, 0, 0)
    return found.value


def _be_subreaper(wish: int) -> None:
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_SET_SUBREAPER, wish, 0, 0, 0)
