"""Runs a command and says what its whole process tree used. Linux only: it reads /proc."""

import ctypes
import os
import resource
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PR_SET_CHILD_SUBREAPER = 36
SAMPLING_SECONDS = 0.1

_TICKS = os.sysconf("SC_CLK_TCK")
_IGNORES_CHILDREN = 1 << (signal.SIGCHLD - 1)


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


def measured(command: Sequence[str], environment: Mapping[str, str], codes: Sequence[int] = (0,)) -> Use:
    """Run *command* to its end; one that ends with none of *codes* ends this script with the last of what it said."""
    before = _cpu_of_children()
    with tempfile.TemporaryFile() as said, _Watch() as watch:
        start = time.perf_counter()
        code = subprocess.call(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        wall = time.perf_counter() - start
        watch.told(_wait_for_orphans())
        if code not in codes:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{said.read().decode(errors='replace')[-2000:]}")
    return Use(wall, _cpu_of_children() - before + watch.forgotten, watch.peak)


def median(uses: Sequence[Use]) -> Use:
    """Return the median of each figure by itself."""
    return Use(
        statistics.median(use.wall for use in uses),
        statistics.median(use.cpu for use in uses),
        int(statistics.median(use.memory for use in uses)),
    )


class _Watch:
    """Looks at this process's descendants until it is left: their memory, and the CPU time that nobody will be told of.

    A process that ignores the end of its children, as PySpark's daemon does with its workers, is not told what they have
    used, and so nobody above it is. What was seen of them at the last look is counted: at most a look's time is missing each.
    Those that have lost their parent before they end are this process's own, which is told.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._seen: dict[tuple[int, int], float] = {}
        self._told: frozenset[int] = frozenset()
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    @property
    def forgotten(self) -> float:
        """CPU seconds of the processes whose parent ignores their end."""
        return sum(seconds for (pid, _), seconds in self._seen.items() if pid not in self._told)

    def told(self, pids: frozenset[int]) -> None:
        """Leave out the processes *pids*, whose use this process has been told of."""
        self._told = pids

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._left.wait(SAMPLING_SECONDS):
            found = tuple(_descendants(os.getpid(), forgotten=False))
            self.peak = max(self.peak, sum(_memory(pid) for pid, _ in found))
            for pid, forgotten in found:
                if forgotten and (use := _cpu(pid)):
                    began, seconds = use
                    self._seen[pid, began] = seconds


def _descendants(pid: int, *, forgotten: bool) -> Iterator[tuple[int, bool]]:
    """Yield the processes below *pid*, and of each whether its parent, or one above that, ignores the end of its children."""
    for tasks in _read_all(f"/proc/{pid}/task/*/children"):
        for child in map(int, tasks.split()):
            yield child, forgotten
            yield from _descendants(child, forgotten=forgotten or _ignores_children(child))


def _ignores_children(pid: int) -> bool:
    for text in _read_all(f"/proc/{pid}/status"):
        for line in text.splitlines():
            if line.startswith("SigIgn:"):
                return bool(int(line.split()[1], 16) & _IGNORES_CHILDREN)
    return False


def _cpu(pid: int) -> tuple[int, float] | None:
    """Return when a process began, in ticks, and its CPU seconds; None where it has ended."""
    for text in _read_all(f"/proc/{pid}/stat"):
        fields = text.rpartition(")")[2].split()
        return int(fields[19]), (int(fields[11]) + int(fields[12])) / _TICKS
    return None


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


def _wait_for_orphans() -> frozenset[int]:
    """Return the processes that this one has waited for."""
    ended = set()
    while True:
        try:
            ended.add(os.wait()[0])
        except ChildProcessError:
            return frozenset(ended)


def _cpu_of_children() -> float:
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime
