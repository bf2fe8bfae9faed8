"""Ends what a JVM has left behind, where this process inherits it: in a container the first process is the parent of all
that have lost theirs, and nobody else takes leave of them."""

import contextlib
import os
import signal
from pathlib import Path

FIRST = 1


def end_orphans(session: int) -> None:
    """End the processes of the process session *session* whose parent has ended, and theirs; outside a container none.

    They are Python workers, which have nobody left to work for.
    """
    while os.getpid() == FIRST and (orphans := _children(session)):
        for orphan in orphans:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)


def _children(session: int) -> list[int]:
    """Return this process's children in *session*, by number; one that has ended and is not taken leave of counts."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            _state, parent, _group, of_session, *_ = place.read_text(errors="replace").rpartition(")")[2].split()
            if (int(parent), int(of_session)) == (FIRST, session):
                found.append(int(place.parent.name))
    return found
