"""A delimited file as a stream of UTF-8 bytes, and a window that moves along it."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from io import UnsupportedOperation

from engine.errors import DatasetError
from engine.readers.parquet.magic import begins_parquet
from engine.readers.splits import Segment
from engine.readers.store import Store, Stream

LOOK_AHEAD = 64 * 1024
LONGEST_RECORD = 1 << 30
"""Bytes that one record may have; what seems longer is a quote that nobody closed."""

_BYTE_ORDER_MARK = codecs.BOM_UTF8


def canonical(encoding: str) -> str:
    """Return Python's name for a known text encoding; "utf-8" for UTF-8 with or without a byte order mark."""
    return codecs.lookup(encoding).name.removesuffix("-sig")


@contextmanager
def open_text(store: Store, path: str, encoding: str, size: int) -> Iterator[Stream]:
    """Open a file, listed with *size* bytes, as a stream of UTF-8 bytes, decompressed.

    It can seek where it is neither compressed nor recoded.
    """
    with store.reading(path, size) as raw:
        yield _as_utf8(raw, encoding, path)


@contextmanager
def open_segment(store: Store, segment: Segment, encoding: str, misnamed: list[str]) -> Iterator[Stream]:
    """Open the file of *segment* in the same way; *misnamed* gets its path where its name is wrong about its compression."""
    cut = segment.begin > 0  # as only a plain file is
    with store.reading(segment.path, segment.size, plain=cut, tell=misnamed.append) as raw:
        yield _as_utf8(raw, encoding, segment.path)


def _as_utf8(raw: Stream, encoding: str, path: str) -> Stream:
    return raw if encoding == "utf-8" else _Recoded(raw, encoding, path)


class Window:
    """What of a stream is in sight: `block` begins at the offset `base`, and what is before `at` is done with.

    `final`: nothing follows behind the block. A byte order mark at the stream's begin is passed over.
    """

    __slots__ = ("_end", "_size", "_text", "at", "base", "block", "final", "path")

    def __init__(self, text: Stream, segment: Segment, begin: int = 0) -> None:
        self._text, self.path = text, segment.path
        self._end = segment.end if segment.continues else None
        self._size = segment.size if text.seekable() else None
        self.block, self.base, self.at, self.final = b"", begin, 0, False
        if begin:
            text.seek(begin)

    def read(self, size: int) -> None:
        """Let go of what is done with and read on by about *size* bytes, or as many as nothing could be done with."""
        kept = self.block[self.at :]
        if len(kept) > LONGEST_RECORD:
            raise DatasetError(
                f"{self.path}: the record that begins at byte {self.base + self.at} has no end within {LONGEST_RECORD} "
                f"bytes; look for a quote that is not closed, or another quote_character or record_delimiter",
                code="record-too-long",
            )
        position = self.base + len(self.block)
        more = self._text.read(self._measure(max(size, len(kept)), position, len(kept)))
        self.final = not more or position + len(more) == self._size
        self.base += self.at
        if not position and begins_parquet(more):
            raise DatasetError(
                f"{self.path}: it is a Parquet file, and the data are read as text: keep files of one format in a folder, or "
                f"name the format that they are in",
                code="parquet-among-text",
            )
        if not position and more.startswith(_BYTE_ORDER_MARK):
            self.base, more = len(_BYTE_ORDER_MARK), more[len(_BYTE_ORDER_MARK) :]
        self.block, self.at = kept + more, 0

    def _measure(self, size: int, position: int, kept: int) -> int:
        """Return how much to read: no more than the file has, and little behind the segment's end."""
        if self._end is not None:
            size = min(size, max(self._end - position, LOOK_AHEAD, kept))
        return size if self._size is None else max(1, min(size, self._size - position))


class _Recoded:
    """A stream in another text encoding, as UTF-8."""

    def __init__(self, raw: Stream, encoding: str, path: str) -> None:
        self._raw, self._path, self._encoding = raw, path, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._position = 0

    def seekable(self) -> bool:
        """Say that offsets of the text are not offsets of the file."""
        return False

    def seek(self, offset: int) -> int:
        """Refuse to go on elsewhere: what a byte means depends on those before."""
        raise UnsupportedOperation(f"{self._path}: seek to {offset}")

    def read(self, size: int) -> bytes:
        """Return about *size* bytes, and none only at the end."""
        while True:
            raw = self._raw.read(size)
            begin = self._position - len(self._decoder.getstate()[0])
            self._position += len(raw)
            try:
                text = self._decoder.decode(raw, final=not raw).encode()
            except UnicodeError as error:
                raise DatasetError(
                    f"{self._path}: byte {begin + getattr(error, 'start', 0)} is not {self._encoding}, "
                    f"which text_encoding says; name the file's encoding",
                    code="data-not-in-encoding",
                ) from error
            if text or not raw:
                return text
