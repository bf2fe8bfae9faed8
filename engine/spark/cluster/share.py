"""How a run on several hosts shares the memory and the cores of each."""

from dataclasses import dataclass

from engine.machine import Host
from engine.spark.sizing import DRIVER, JVM, LARGEST_HEAP, LEAST_HEAP, MIB, TASK

SERVICE_HEAP = 128 * MIB
"""The heap of Spark's master and of its worker, in bytes: they keep lists of a few hosts and executors."""


@dataclass(frozen=True, slots=True)
class Share:
    """What an executor gets: bytes of heap, and tasks at a time."""

    heap: int
    tasks: int


def executor_share(host: Host, *, jvms: int) -> Share:
    """Return what an executor gets of *host*, on which *jvms* JVMs run, it included.

    It hands states from Python's tasks to the driver and holds no rows. An eighth is its most.
    """
    heap = max(LEAST_HEAP, min(LARGEST_HEAP, host.memory // 8))
    room = host.memory - host.memory // 8 - DRIVER - jvms * JVM
    return Share(heap=heap, tasks=max(1, min(host.cores, room // TASK)))
