"""What a script's process has started, in whichever sessions: on Linux all of it comes back to this process, and is ended."""

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from engine.scripts.child.orphans import adopt_orphans, children, end_children


@contextmanager
def orphans_adopted() -> Iterator[frozenset[int]]:
    """Be the parent of every process below this one that loses its own; give the children that were there before.

    One script's process at a time: what is adopted meanwhile is taken for its. Where the system knows no such thing,
    nothing changes.
    """
    former = adopt_orphans()
    try:
        yield frozenset(children())
    finally:
        adopt_orphans(former)


def end_family(number: int, former: frozenset[int]) -> None:
    """Kill the child *number*, its group, and all who have lost their parent since the children were *former*.

    The child itself is not waited for: until it is, its number is nobody else's.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    end_children({number, *former}, which=_is_strange)


def _is_strange(child: int) -> bool:
    """Whether *child* is in another session than this process, as all are that a script has started."""
    try:
        return os.getsid(child) != os.getsid(0)
    except ProcessLookupError:
        return False
