"""The table of this machine's processes, and how those that Spark has started are ended, and are the first to yield."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST = 1
"""The number of a container's first process, the parent of all that have lost theirs: nobody else takes leave of them."""

YIELDING = 500
"""Of 1000: how much sooner than the driver the kernel should end the JVM and its children where memory is short."""

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its number, its parent's, its session's, and its state, a letter.

    Source: the manual page proc_pid_stat(5).
    """

    number: int
    parent: int
    session: int
    state: str

    @property
    def has_ended(self) -> bool:
        """Say whether it has ended, and is still listed since its parent has not taken leave of it."""
        return self.state in "ZX"


def processes() -> Iterator[Process]:
    """Yield the processes of this machine, none where the system shows no table of them."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it is gone by now
            # The name of the program comes before, in brackets, and may hold anything.
            state, parent, _group, session, *_ = place.read_text(errors="replace").rpartition(")")[2].split()
            yield Process(int(place.parent.name), int(parent), int(session), state)


def _kill(number: int) -> bool:
    """Kill process *number*; return whether it may still be there to be looked for: another user's is left alone."""
    try:
        os.kill(number, signal.SIGKILL)
    except PermissionError:
        return False
    except ProcessLookupError:
        return True
    return True


def end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill *process* and all processes of its session, whatever groups they have made: executors, and their workers."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all that can be reached without a table
        os.killpg(process.pid, signal.SIGKILL)
    while True:
        process.kill()
        process.wait()
        living = [each for each in processes() if each.session == process.pid and not each.has_ended]
        killed = [_kill(each.number) for each in living]
        if not any(killed):
            return
        time.sleep(_POLL_SECONDS)


def end_orphans(session: int) -> None:
    """End the processes of *session* whose parent has ended, and theirs; outside a container none.

    They are Python workers, which have nobody left to work for.
    """
    while os.getpid() == FIRST and (
        orphans := [each for each in processes() if (each.parent, each.session) == (FIRST, session)]
    ):
        for orphan in orphans:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(orphan.number, signal.SIGKILL)
                os.waitpid(orphan.number, 0)


def yield_first(number: int) -> None:
    """Let the kernel end process *number*, or what it will start, before this one where memory runs out.

    So somebody is left to say what happened. Where the kernel does not take the wish, nothing changes.
    """
    with contextlib.suppress(OSError):
        Path(f"/proc/{number}/oom_score_adj").write_text(str(YIELDING))
