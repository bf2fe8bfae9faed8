"""Where captured lines come to lie: files of a folder, or objects of a store, below yyyy/mm/dd/hh.

In a folder, a file grows while its hour lasts: whole lines are appended by one call of the system. A process that is killed
within that call leaves at most one unfinished line, at the file's end, where readers of captures pass over it; a call that
fails is undone. No two processes write to one file. In a store, objects are written whole, or not at all.
"""

import atexit
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from engine.errors import JobError

if TYPE_CHECKING:
    from engine.stores.objects import Objects


class Landing(Protocol):
    """What takes lines of an hour."""

    def open(self) -> None:
        """Be ready to write; called in the thread that writes."""

    def write(self, hour: datetime, lines: bytes) -> None:
        """Write whole *lines* of one *hour*: all of them, or none and OSError or EngineError."""

    def close(self) -> None:
        """Write no more."""


class FolderLanding:
    """Files below a folder of this host, of up to *most_bytes* each and of one hour."""

    __slots__ = ("_file", "_folder", "_hour", "_most_bytes", "_size")

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._file: int | None = None
        self._hour: datetime | None = None
        self._size = 0

    def open(self) -> None:
        """Open nothing yet: a file is there with its first line."""

    def write(self, hour: datetime, lines: bytes) -> None:
        """Append *lines* to the hour's file, or to a new one."""
        file = self._file_of(hour, len(lines))
        try:
            written = 0
            while written < len(lines):
                written += os.write(file, memoryview(lines)[written:])
        except OSError:
            self._undo()
            raise
        self._size += len(lines)

    def close(self) -> None:
        """Close the file, if one is open, when the disk has it."""
        file, self._file = self._file, None
        if file is not None:
            try:
                os.fsync(file)
            finally:
                os.close(file)

    def _file_of(self, hour: datetime, more: int) -> int:
        file = self._file
        if file is not None and hour == self._hour and self._size + more <= self._most_bytes and _has_a_name(file):
            return file
        self.close()
        folder = self._folder / _hour_path(hour)
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / _file_name(), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o666)
        self._file, self._hour, self._size = file, hour, 0
        return file

    def _undo(self) -> None:
        """Take away what of the last lines was written; where not even that can be done, let the file be."""
        if self._file is not None:
            try:
                os.ftruncate(self._file, self._size)
            except OSError:
                with suppress(OSError):
                    self.close()


class StoreLanding:
    """Objects below an address; each write is one."""

    __slots__ = ("_address", "_objects")

    def __init__(self, address: str) -> None:
        self._address = address
        self._objects: Objects | None = None
        # Before all else that is registered, and so done after it: Arrow may first be used when the process ends already.
        atexit.register(_end_arrow)

    def open(self) -> None:
        """Bring Arrow, which takes a while, and which must not have been used by a process before it forks."""
        from engine.stores.objects import objects_in  # noqa: PLC0415 - see above

        self._objects = objects_in(self._address, JobError)

    def write(self, hour: datetime, lines: bytes) -> None:
        """Write *lines* as an object of the hour's."""
        if self._objects is None:
            self.open()
        assert self._objects is not None  # noqa: S101 - it was opened above
        self._objects.write(f"{_hour_path(hour)}/{_file_name()}", lines)

    def close(self) -> None:
        """Close nothing: each object is whole."""


def _end_arrow() -> None:
    """End Arrow's S3, where it was begun; ending it twice is fine."""
    if (system := sys.modules.get("pyarrow.fs")) is not None:
        system.ensure_s3_finalized()


def _hour_path(hour: datetime) -> str:
    return hour.strftime("%Y/%m/%d/%H")


def _file_name() -> str:
    """Return a name that nobody else gives, as SageMaker's: minute, second, millisecond and a UUID."""
    now = datetime.now(UTC)
    return f"{now:%M-%S}-{now.microsecond // 1000:03d}-{uuid4()}.jsonl"


def _has_a_name(file: int) -> bool:
    """Whether the open *file* still lies in a folder: what is written to a deleted one nobody finds."""
    return os.fstat(file).st_nlink > 0
