"""Control groups of Linux: processes that may have so much memory together, and are killed beyond it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_ROOT = Path("/sys/fs/cgroup")


@contextmanager
def memory_group(limit: int) -> Iterator["MemoryGroup"]:
    """Give a new group of at most *limit* bytes; the test is skipped where this process may make none."""
    version_1 = (_ROOT / "memory" / "memory.limit_in_bytes").is_file()
    path = (_ROOT / "memory" if version_1 else _ROOT) / f"model-monitor-{os.getpid()}"
    try:
        path.mkdir()
    except OSError as error:
        pytest.skip(f"no control group can be made here: {error.strerror}")
    try:
        bound = path / ("memory.limit_in_bytes" if version_1 else "memory.max")
        if not bound.is_file():
            pytest.skip("control groups bound no memory here")
        bound.write_text(str(limit))
        yield MemoryGroup(path, version_1)
    finally:
        path.rmdir()


class MemoryGroup:
    """A control group, of either version of them."""

    def __init__(self, path: Path, version_1: bool) -> None:
        self._path, self._version_1 = path, version_1

    def wrapped(self, program: str, script: Path) -> Path:
        """Write *script*: it does what *program* does, within the group. Return it."""
        script.write_text(f'#!/bin/sh\necho $$ > {self._path}/cgroup.procs\nexec {program} "$@"\n')
        script.chmod(0o755)
        return script

    @property
    def killed(self) -> int:
        """How many of its processes were killed since memory was short."""
        file = self._path / ("memory.oom_control" if self._version_1 else "memory.events")
        return int(dict(line.split() for line in file.read_text().splitlines())["oom_kill"])

    @property
    def anonymous(self) -> int:
        """How many bytes its processes have now, beside files that are kept in memory as long as there is room."""
        name = "total_rss" if self._version_1 else "anon"
        return int(dict(line.split() for line in (self._path / "memory.stat").read_text().splitlines())[name])
