"""The folder for the files of Spark's processes: it goes with the run, and what a killed run has left goes with the next one."""

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import JobError

_PREFIX, _MARK = "model-monitor-", ".model-monitor-scratch"

_LOCAL_DIRS = "SPARK_LOCAL_DIRS"
"""The variable by which Spark tells its workers where temporary files belong: they go with the session."""


@contextmanager
def scratch() -> Iterator[str]:
    """Give a folder for the files of processes; afterwards, and once it is nobody's, it is removed.

    A living process holds a lock on its own; the system takes it away however the process ends. Raises JobError where
    no folder can be made.
    """
    if "," in tempfile.gettempdir():
        raise JobError(
            "The folder for temporary files has a comma in its name, and Spark takes that for the end of the name: "
            "name another folder with TMPDIR.",
            code="temporary-folder-with-comma",
        )
    _remove_left()
    try:
        folder, lock = _make()
    except OSError as error:
        raise JobError(
            f"Spark needs a folder for temporary files, and none can be made ({error.strerror}): "
            f"make room in /tmp, or name another folder with TMPDIR.",
            code="temporary-folder-not-writable",
        ) from error
    try:
        with folder:
            yield folder.name
    finally:
        os.close(lock)


def folder_of_session() -> str | None:
    """Return the folder for temporary files of the session that this process is a worker of; None where none is told."""
    return os.environ.get(_LOCAL_DIRS, "").partition(",")[0] or None


def _make() -> "tuple[tempfile.TemporaryDirectory[str], int]":
    """Return a new folder and the lock on it; one that another run took for left before it was locked is none."""
    while True:
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        try:
            lock = os.open(folder.name, os.O_RDONLY | os.O_DIRECTORY)
            _lock(lock, wait=True)
            Path(folder.name, _MARK).touch()
        except FileNotFoundError:
            continue
        return folder, lock


def _remove_left() -> None:
    """Remove the folders of this user's runs that have ended without removing them."""
    with contextlib.suppress(OSError):
        for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                _remove_if_left(place)


def _remove_if_left(place: Path) -> None:
    """Remove *place* where it bears the mark of such a folder, is this user's, and no process holds it."""
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or not (place / _MARK).is_file():
        return
    lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if _lock(lock):
            shutil.rmtree(place, ignore_errors=True)
    finally:
        os.close(lock)


def _lock(folder: int, *, wait: bool = False) -> bool:
    """Lock the open *folder*; False where another process holds it, or where the file system keeps no locks."""
    try:
        import fcntl  # noqa: PLC0415 - not every system has it

        fcntl.flock(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):
        return False
    return True
