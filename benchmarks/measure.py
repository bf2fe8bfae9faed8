"""Runs a command and says what its whole process tree used. Linux only: it reads /proc."""

import ctypes
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PR_SET_CHILD_SUBREAPER = 36
SAMPLING_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Use:
    """What one run used.

    `wall` is seconds until the command returns. `cpu` is user and system seconds of every process it started, those
    that outlive it included. `memory` is the largest sum over these processes, in bytes, that was seen by looking ten
    times a second; a page that several share counts once.
    """

    wall: float
    cpu: float
    memory: int


def adopt_orphans() -> None:
    """Make this process the parent of what its children leave behind, as PySpark leaves its JVM.

    Without it the JVM's CPU time would be nobody's.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER) failed")


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Use:
    """Run *command* to its end; one that fails ends this script with the last of what it said."""
    before = _cpu_of_children()
    with tempfile.TemporaryFile() as said, _PeakMemory() as memory:
        start = time.perf_counter()
        code = subprocess.call(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        wall = time.perf_counter() - start
        _wait_for_orphans()
        if code != 0:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{said.read().decode(errors='replace')[-2000:]}")
    return Use(wall, _cpu_of_children() - before, memory.peak)


def median(uses: Sequence[Use]) -> Use:
    """Return the median of each figure by itself."""
    return Use(
        statistics.median(use.wall for use in uses),
        statistics.median(use.cpu for use in uses),
        int(statistics.median(use.memory for use in uses)),
    )


class _PeakMemory:
    """Looks at this process's descendants until it is left."""

    def __init__(self) -> None:
        self.peak = 0
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._left.wait(SAMPLING_SECONDS):
            self.peak = max(self.peak, sum(_memory(pid) for pid in _descendants(os.getpid())))


def _descendants(pid: int) -> list[int]:
    children = [int(child) for tasks in _read_all(f"/proc/{pid}/task/*/children") for child in tasks.split()]
    return [one for child in children for one in (child, *_descendants(child))]


def _memory(pid: int) -> int:
    for text in _read_all(f"/proc/{pid}/smaps_rollup"):
        for line in text.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _read_all(pattern: str) -> list[str]:
    texts = []
    for path in Path("/").glob(pattern.lstrip("/")):
        try:
            texts.append(path.read_text())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # the process has ended meanwhile
    return texts


def _wait_for_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def _cpu_of_children() -> float:
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime
