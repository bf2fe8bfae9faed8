"""Compressed files: what their names and first bytes say, and their bytes as they were before."""

import codecs
import os
import re
import zlib
from bz2 import BZ2Decompressor
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from pathlib import PurePosixPath
from typing import Any, Protocol

from pyarrow import CompressedInputStream

from engine.errors import DatasetError
from engine.stores.through import FileThrough, Source

LOOK_BYTES = 64 * 1024
"""How much of a file is read at once to see its first bytes: of a small one everything, so that it is asked for once."""

MAGIC_BYTES = 16
"""So many bytes show how a file is compressed."""

_NAMES = {".gz": "gzip", ".gzip": "gzip", ".bz2": "bz2", ".zst": "zstd", ".zstd": "zstd"}
_BEGINS = {"gzip": b"\x1f\x8b", "bz2": b"BZh", "zstd": b"\x28\xb5\x2f\xfd"}
_MAGIC = re.compile(
    rb"(?P<gzip>\x1f\x8b\x08)|(?P<bz2>BZh[1-9](?:1AY&SY|\x17rE8P\x90))|(?P<zstd>\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)"
)
"""RFC 1952; a block's or the end's number in bzip2; RFC 8878, whose skippable frames may come first."""

_CUT = "Truncated compressed stream"
_DAMAGE = re.compile(_CUT + "|decompress failed|Invalid data stream|while decompressing data")
"""The words of Arrow's and of Python's that mean the bytes, and not their way here."""


def compression_named(path: str) -> str | None:
    """Return how the file at *path* is compressed by its name; None where that says nothing."""
    return _NAMES.get(PurePosixPath(path).suffix.lower())


def compression(path: str, start: bytes) -> str | None:
    """Return how a file that begins with *start* is compressed; None for a plain one.

    Its bytes decide, and its name where they may be the begin of what it says, or are no text in UTF-8.
    """
    if found := _MAGIC.match(start):
        return found.lastgroup
    named = compression_named(path)
    if named is None or (not _BEGINS[named].startswith(start[: len(_BEGINS[named])]) and _is_text(start)):
        return None
    return named


def _is_text(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return b"\0" not in start


@contextmanager
def decompressed(raw: Any, path: str, tell: Callable[[str], None] | None) -> Iterator[Any]:
    """Give the bytes of the open file *raw*, decompressed where they are compressed, all members and frames of them.

    *tell* is called with *path* where its name says another thing than its bytes. Raises DatasetError where they are
    damaged or cut short.
    """
    begun = _Begun(raw)
    kind = compression(path, begun.start)
    if tell is not None and kind != compression_named(path) is not None:
        tell(path)
    if kind is None:
        yield begun
        return
    try:
        if kind in _STREAMS:
            yield _Streams(begun, _STREAMS[kind])
            return
        with CompressedInputStream(begun, kind) as stream:
            yield stream
    except (OSError, zlib.error) as error:
        if not (found := _DAMAGE.search(str(error))):
            raise
        what = "are cut short" if found[0] == _CUT else "are damaged, or none at all"
        raise DatasetError(
            f"{path}: cannot be read: its {kind} data {what}; copy the file again, or write it anew",
            code="data-not-decompressed",
        ) from error


class _Begun(FileThrough):
    """A file of which the first bytes have been read: `start`; they are given again."""

    __slots__ = ("_ahead", "start")

    def __init__(self, raw: Source) -> None:
        super().__init__(raw)
        self.start = self._ahead = raw.read(LOOK_BYTES)

    def tell(self) -> int:
        return super().tell() - len(self._ahead)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._ahead = b""
        return super().seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(LOOK_BYTES), b""))
        first, self._ahead = self._ahead[:size], self._ahead[size:]
        return first if len(first) == size else first + self._raw.read(size - len(first))


class _Stream(Protocol):
    """What BZ2Decompressor is: it takes one stream to its end."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...


class _Gzip:
    """The same for gzip (RFC 1952); zeros behind its end are padding, as gzip(1) has it, where Arrow would fail."""

    __slots__ = ("_stream",)

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        return not self._stream.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return self._stream.decompress(self._stream.unconsumed_tail + data, max(max_length, 0))


_STREAMS: dict[str, tuple[Callable[[], _Stream], bytes]] = {"bz2": (BZ2Decompressor, b""), "gzip": (_Gzip, b"\0")}
"""How a stream is begun, and what may pad a file behind it."""


class _Streams:
    """The bytes of one compressed stream after the other; Arrow fails where an empty one of bzip2 stands between two."""

    __slots__ = ("_begin", "_padding", "_raw", "_stream")

    def __init__(self, raw: _Begun, kind: tuple[Callable[[], _Stream], bytes]) -> None:
        self._raw = raw
        self._begin, self._padding = kind
        self._stream = self._begin()

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int) -> int:
        raise UnsupportedOperation(f"seek to {offset}")

    def read(self, size: int = -1) -> bytes:
        while True:
            if self._stream.eof:
                if not (more := self._behind()):
                    return b""
                self._stream = self._begin()
            else:
                more = self._raw.read(LOOK_BYTES) if self._stream.needs_input else b""
            hungry = self._stream.needs_input
            if found := self._stream.decompress(more, size):
                return found
            if hungry and not more and not self._stream.eof:
                raise OSError(_CUT)

    def _behind(self) -> bytes:
        """Return what follows the stream that has ended; nothing at the end of the file."""
        more = self._stream.unused_data or self._raw.read(LOOK_BYTES)
        while more and not (more := more.lstrip(self._padding)):
            more = self._raw.read(LOOK_BYTES)
        return more
