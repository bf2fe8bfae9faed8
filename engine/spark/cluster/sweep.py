"""Ends a process with all that it has started, whatever groups those have made."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

_POLL_SECONDS = 0.02


def end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill *process* and all processes of its session: executors, and the Python workers of those."""
    while True:
        process.kill()
        process.wait()
        members = _session(process.pid)
        if not members:
            return
        for member in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)
        time.sleep(_POLL_SECONDS)


def _session(session: int) -> list[int]:
    """Return the living processes of a process session, by number."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, _group, of_session, *_ = place.read_text(errors="replace").rpartition(")")[2].split()
            if int(of_session) == session and state not in "ZX":
                found.append(int(place.parent.name))
    return found
