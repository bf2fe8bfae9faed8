"""How a run shares the memory and the cores that it may use between Java and Python."""

from dataclasses import dataclass

from engine.errors import JobError
from engine.machine import Host

MIB = 1 << 20

DRIVER, JVM, TASK = 140 * MIB, 130 * MIB, 140 * MIB
"""What Python of the driver, the JVM, and Python of a task hold, measured on a file of 350 MB and 25 columns."""

STATE, DESCRIPTION = 46 << 10, 240 << 10
"""The most that one column's state takes, and what the driver holds of a column while it prints the documents.

Some 70 KB were measured of a column of numbers whose sketch is full, with 1,000 and 3,000 of them; the rest is reserve, for what the
system holds of pages that Python has given back.
"""

LEAST_HEAP, LARGEST_HEAP = 512 * MIB, 16 << 30
"""Spark refuses a heap of less than 450 MiB, though it may use less; with more than 32 GiB Java's pointers grow."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """How a run shares a host: bytes of the JVM's heap, tasks at a time, and columns' states that may come home at once."""

    heap: int
    tasks: int
    states: int


def sized(host: Host, *, columns: int = 0) -> Sizing:
    """Return how a run over *columns* columns shares *host*; 0 for a number that is small or not known yet.

    A quarter is the heap's most, a sixteenth is for states on their way home, which Java and Python hold one after the
    other; what the two leave is for tasks. Raises JobError where not even one has room.
    """
    home = host.memory // 16
    task = TASK + 2 * STATE * columns
    fixed = DRIVER + JVM + DESCRIPTION * columns
    room = host.memory - 2 * home - fixed
    if room < task:
        needed = -(-(fixed + task) * 8 // 7 // MIB)
        raise JobError(
            f"This run may use {host.memory // MIB} MB of memory, and needs {needed} at least: "
            f"raise the limit of its container or control group, or take a larger machine.",
            code="memory-too-small",
        )
    heap = max(LEAST_HEAP, min(LARGEST_HEAP, host.memory // 4))
    return Sizing(heap=heap, tasks=min(host.cores, room // task), states=home // STATE)
