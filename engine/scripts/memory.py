"""How much memory a script may take."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

LEAST = 1024**3
"""Bytes below which a script's share does not fall as long as it is half of all: numpy and pandas want some of that."""

_SYSTEM = Path("/")


def memory_share(processes: int, *, system: Path = _SYSTEM) -> int:
    """Return how many bytes each of *processes* scripts at a time may take: together half of what there is."""
    half = granted_memory(system=system) // 2
    return max(half // processes, min(half, LEAST))


def granted_memory(*, system: Path = _SYSTEM) -> int:
    """Return the bytes of memory that the machine has, or fewer where a control group (version 1 or 2) grants fewer.

    *system* is the folder in which proc and sys lie.
    """
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([total, *_limits(system)])


def processors() -> int:
    """Return how many processors this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _limits(system: Path) -> Iterator[int]:
    for file in _files(system):
        text = _read(file).strip()
        if text.isdigit() and int(text):
            yield int(text)


def _files(system: Path) -> Iterator[Path]:
    """Yield where the limits of this process's groups may stand: a container may see its own group at the top."""
    root = system / "sys/fs/cgroup"
    groups = [line.split(":", 2) for line in _read(system / "proc/self/cgroup").splitlines() if line.count(":") > 1]
    for _, controllers, path in [*groups, ["", "", "/"], ["", "memory", "/"]]:
        if not controllers or "memory" in controllers.split(","):
            name = "memory.limit_in_bytes" if controllers else "memory.max"
            group = PurePosixPath(path.lstrip("/"))
            yield from (root / controllers / place / name for place in (group, *group.parents))


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
