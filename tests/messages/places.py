"""Places that may not be read or written, and places without room."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_VERSION_3 = 0x20080522
_PAST_MODES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root reads and writes whatever the mode says; capabilities(7)."""


@contextmanager
def closed(place: Path, *, mode: int = 0) -> Iterator[None]:
    """Give *place* the *mode*, and take from root the right to pass over it, until the end."""
    place.chmod(mode)
    former = _capabilities() if os.geteuid() == 0 else None
    if former is not None:
        _call("capset", [former[0] & ~_PAST_MODES, *former[1:]])
    try:
        yield
    finally:
        if former is not None:
            _call("capset", former)
        place.chmod(0o755)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """Put a file system of *size* in *place* until the end; the test is skipped where this process may not."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here: that takes root's rights")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def _capabilities() -> list[int]:
    """Return this thread's capabilities: effective, permitted and inheritable ones, twice 32 of them."""
    return _call("capget", [0] * 6)


def _call(name: str, words: list[int]) -> list[int]:
    header, data = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)(*words)
    if getattr(ctypes.CDLL(None, use_errno=True), name)(header, data):
        raise OSError(ctypes.get_errno(), name)
    return list(data)
