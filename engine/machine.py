"""How much memory and how many cores this process may use, and of which kind they are.

A control group's limit counts as well as the machine's own size, of either version of control groups. A group's limit
binds the groups below it too, so the smallest on the way to the root holds; a container sees its own group as the root.
Source: the kernel's documentation, admin-guide/cgroup-v1 (memory.rst, cpusets.rst) and cgroup-v2.rst.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.errors import JobError

_GROUPS = PurePosixPath("/sys/fs/cgroup")
_OF_THIS_PROCESS = PurePosixPath("/proc/self/cgroup")
_PROCESSORS = PurePosixPath("/proc/cpuinfo")
_ONE_PROCESSOR = 1 << 13
"""What is told of one has fewer characters; to tell of some hundreds takes the system many milliseconds."""
_AMD, _FAMILY_19H = "AuthenticAMD", "25"

Read = Callable[[PurePosixPath], str | None]
"""Gives the content of a file, None where there is none."""


@dataclass(frozen=True, slots=True)
class Host:
    """What this process may use: bytes of memory, and cores (1 or more)."""

    memory: int
    cores: int


def refuse_unsupported_system(platform: str = sys.platform) -> None:
    """Raise JobError on a system that has not what a run is made of; *platform* is Python's name of it."""
    if platform == "win32":
        raise JobError(
            "The engine runs on Linux and macOS, and this is Windows: use its image with Docker, for which the README has "
            "lines for PowerShell, or run it inside of WSL2.",
            code="system-unsupported",
        )


def this_host() -> Host:
    """Return what this process may use, by the machine and by its control groups."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return limited(Host(memory, cores), _content)


def stores_compressed_slowly(processors: str | None = None) -> bool:
    """Return whether this is a Zen 4: AVX-512's stores of compressed vectors are microcoded in that one generation.

    *processors* is what Linux tells of all processors (/proc/cpuinfo), that of this machine where it is not given; where a system
    tells nothing like it, it is none. Zen 3 is of the same family, without AVX-512. Source: github.com/numpy/x86-simd-sort, issue 6.
    """
    first = (_content(_PROCESSORS, _ONE_PROCESSOR) or "" if processors is None else processors).split("\n\n", 1)[0]
    facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in first.splitlines())}
    amd = (facts.get("vendor_id"), facts.get("cpu family")) == (_AMD, _FAMILY_19H)
    return amd and "avx512f" in facts.get("flags", "").split()


def limited(machine: Host, read: Read) -> Host:
    """Return what the control groups of this process, as *read* shows them, leave of *machine*."""
    memory = (
        _number(text) for name in ("memory.max", "memory.limit_in_bytes") for text in _found(read, "memory", name)
    )
    cores = (*map(_quota, _found(read, "cpu", "cpu.max")), *map(_quota, _quotas_of_version_1(read)))
    return Host(
        memory=min([machine.memory, *(limit for limit in memory if limit is not None)]),
        cores=min([machine.cores, *(limit for limit in cores if limit is not None)]),
    )


def _found(read: Read, controller: str, name: str) -> Iterator[str]:
    """Yield the contents of the files *name* from this process's group of *controller* up to the root."""
    for group in _groups(read(_OF_THIS_PROCESS) or "", controller):
        content = read(group / name)
        if content is not None:
            yield content


def _groups(own: str, controller: str) -> Iterator[PurePosixPath]:
    """Yield the folders of the groups that *own*, the text of /proc/self/cgroup, names for *controller*."""
    for line in own.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        root = _GROUPS / controller if controllers else _GROUPS
        group = PurePosixPath(path)
        yield from (root / place.relative_to("/") for place in (group, *group.parents))


def _quotas_of_version_1(read: Read) -> Iterator[str]:
    """Yield quota and period in one text, as version 2 has them; version 1 has a file for each."""
    quotas, periods = (_found(read, "cpu", f"cpu.cfs_{name}_us") for name in ("quota", "period"))
    return (f"{quota.strip()} {period.strip()}" for quota, period in zip(quotas, periods, strict=True))


def _quota(text: str) -> int | None:
    """Return the cores of a quota, rounded up; None for no limit, which is "max" or -1."""
    quota, period = text.split()
    return None if quota in ("max", "-1") else max(1, -(-int(quota) // int(period)))


def _number(text: str) -> int | None:
    """Return a limit in bytes, None for none; version 1 has a number beyond any machine for that."""
    return None if text.strip() == "max" else int(text)


def _content(path: PurePosixPath, most: int = -1) -> str | None:
    """Return what a file holds, *most* characters of it where that is not below 0; None where it cannot be read."""
    try:
        with Path(path).open() as file:
            return file.read(most)
    except OSError:
        return None
