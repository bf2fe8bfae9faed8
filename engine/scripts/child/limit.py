"""Bounds the memory of the process that it is called in, which is a script's."""

import contextlib

YIELDING = 900
"""Of 1000: how much sooner than others the kernel should end this process where memory is short."""


def limit_memory(size: int) -> None:
    """Allow *size* bytes of memory, or as many as the system's own limit where that is lower.

    Beyond them Python raises MemoryError. Where the system has no such limits, nothing changes.
    """
    import resource  # Windows has none, where this is imported and never called

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    _allow(size if most == resource.RLIM_INFINITY else min(size, most))
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(str(YIELDING))


def lift_limit() -> None:
    """Allow as much memory as the system does: to tell of an error takes some."""
    import resource

    _allow(resource.getrlimit(resource.RLIMIT_DATA)[1])


def _allow(size: int) -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (size, most))
