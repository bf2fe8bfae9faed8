"""Parquet files, opened through the store; what is wrong with one is told in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import DatasetError
from engine.readers.compression import compression
from engine.readers.parquet.magic import ENCRYPTED, PLAIN
from engine.readers.store import File, Store, Stream
from engine.stores.answers import reason

_LENGTH_BYTES = 4
_LEAST_BYTES = 12
"""The magic bytes at both ends, and the length of the footer."""

_SIGNATURE_BYTES = 28
"""What stands behind a footer in plain text where columns are encrypted (Parquet's encryption, 5.2)."""

_BUFFERS_BYTES, _LEAST_BUFFER, _LARGEST_BUFFER, _LARGEST_OF_STORE = 16 << 20, 16 << 10, 256 << 10, 4 << 20
"""So much of all columns together, and of each, is read at a time, however long a column is; of a store it is a request."""


@contextmanager
def opened(store: Store, file: File, *, columns: int) -> "Iterator[Opened]":
    """Give the Parquet *file*, of which so many *columns* are read at once.

    Raises DatasetError where it is none, is cut short, damaged or encrypted.
    """
    refuse_short(file)
    with store.reading(file.path, file.size, plain=True) as stream:
        footer = _check_ends(stream, file)
        with reading_of(file.path):
            metadata = pq.read_metadata(pa.PythonFile(stream, mode="r"))
        # Arrow ends the process where it is asked about an encrypted column.
        if footer - metadata.serialized_size == _SIGNATURE_BYTES:
            raise _encrypted(file.path)
        largest = _LARGEST_BUFFER if store.local else _LARGEST_OF_STORE
        yield Opened(file.path, stream, metadata, max(_LEAST_BUFFER, min(largest, _BUFFERS_BYTES // max(1, columns))))


@dataclass(frozen=True, slots=True)
class Opened:
    """A Parquet file that is open: its bytes, and what its footer says of it."""

    path: str
    stream: Stream
    metadata: pq.FileMetaData
    buffer: int

    def schema(self) -> pa.Schema:
        """Return the types of its columns."""
        with reading_of(self.path):
            return self.metadata.schema.to_arrow_schema()

    def parquet(self, coded: tuple[str, ...] = ()) -> pq.ParquetFile:
        """Return what reads it; texts of the columns *coded*, by their paths in the schema, stay dictionaries."""
        with reading_of(self.path):
            return pq.ParquetFile(
                pa.PythonFile(self.stream, mode="r"),
                metadata=self.metadata,
                read_dictionary=coded,
                buffer_size=self.buffer,
                pre_buffer=False,  # else a whole row group is in memory before its first row is
                coerce_int96_timestamp_unit="us",
            )


def refuse_short(file: File) -> None:
    """Raise DatasetError for a file that is too short to be one, one without a byte among them."""
    if file.size < _LEAST_BYTES:
        raise DatasetError(
            f"{file.path}: it has {file.size} bytes, and a Parquet file has {_LEAST_BYTES} at least; write it again, or "
            f"remove it from the data",
            code="parquet-too-short",
        )


def _check_ends(stream: Stream, file: File) -> int:
    """Return the length of the footer; DatasetError where the ends are not those of a Parquet file."""
    begin = stream.read(len(PLAIN))
    stream.seek(file.size - len(PLAIN) - _LENGTH_BYTES)
    length, end = stream.read(_LENGTH_BYTES), stream.read(len(PLAIN))
    if compression(file.path, begin) is not None:
        raise DatasetError(
            f"{file.path}: a Parquet file within a compression cannot be read, since it is read from its end; "
            f"decompress it, for Parquet compresses its columns itself",
            code="parquet-compressed",
        )
    if begin not in (PLAIN, ENCRYPTED):
        raise DatasetError(
            f"{file.path}: it is no Parquet file, for it does not begin with PAR1; remove it from the data, or name the "
            f"format that they are in",
            code="not-parquet",
        )
    if ENCRYPTED in (begin, end):
        raise _encrypted(file.path)
    if end != PLAIN:
        raise DatasetError(
            f"{file.path}: it begins as a Parquet file and does not end as one, so it was cut short or is still being "
            f"written; write or copy it again",
            code="parquet-cut-short",
        )
    return int.from_bytes(length, "little")


@contextmanager
def reading_of(path: str) -> Iterator[None]:
    """Tell in a sentence what Arrow says of the Parquet file at *path*."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # it is the store's, which tells of it
            raise
        raise _fault(path, error) from error


def _fault(path: str, error: Exception) -> DatasetError:
    """Return what *error* of Arrow's comes to; only its words tell what it is about."""
    words = reason(error).rstrip(".")
    if "crypt" in words:
        return _encrypted(path)
    if "support" in words or isinstance(error, pa.ArrowNotImplementedError):
        return DatasetError(
            f"{path}: something in this Parquet file cannot be read here: {words}; exclude the column, or write it in "
            f"another type or compression",
            code="parquet-not-supported",
        )
    return DatasetError(f"{path}: the Parquet file is damaged: {words}; write or copy it again", code="parquet-damaged")


def _encrypted(path: str) -> DatasetError:
    return DatasetError(
        f"{path}: the Parquet file is encrypted, and this version reads no encrypted ones; write it without encryption",
        code="parquet-encrypted",
    )
