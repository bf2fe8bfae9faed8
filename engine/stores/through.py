"""A file that is read through something: what all such have in common."""

import os
from typing import Protocol


class Source(Protocol):
    """An open file, as far as it is needed of what another file reads through."""

    @property
    def closed(self) -> bool:
        """Whether it is closed."""

    def close(self) -> None:
        """Let go of it."""

    def seekable(self) -> bool:
        """Whether it can go on anywhere."""

    def tell(self) -> int:
        """Return the offset at which it goes on."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go on at *offset*."""

    def read(self, size: int, /) -> bytes:
        """Return about *size* bytes, and none only at the end."""


class FileThrough:
    """A file that gives what the open file *raw* gives, but for what its class does otherwise; Arrow takes it for a file."""

    __slots__ = ("_raw", "mode")

    def __init__(self, raw: Source) -> None:
        self._raw = raw
        self.mode = "rb"

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._raw.closed

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def seekable(self) -> bool:
        """Whether it can go on anywhere."""
        return self._raw.seekable()

    def tell(self) -> int:
        """Return the offset at which it goes on."""
        return self._raw.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on at *offset*."""
        return self._raw.seek(offset, whence)
