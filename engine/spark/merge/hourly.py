"""Merged records on their way to files of their hours: each task writes those of its slices, and tells what it has seen."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame

from engine.analysis.merged import Counts, MergedFile
from engine.documents.hours import file_name
from engine.documents.local import explained
from engine.errors import EngineError, TaskFailure
from engine.readers.events.source import Seen
from engine.spark.failures import task_fault
from engine.stores.staging import Staging

FILE_BYTES = 64 << 20
"""A file of merged records has so many bytes, and what its last record has beyond."""

_SCHEMA = "share binary"
_COUNTED = frozenset(
    {"captured", "captured_again", "merged", "unlabelled", "labels", "labels_again", "unmatched", "mixed"}
)


@dataclass(frozen=True, slots=True)
class Writing:
    """How merged records are written: on their way by `staging`, in files of about `file_bytes`.

    `start` is the begin of the window, in microseconds since 1970, None for none: no file's name says an earlier time.
    """

    staging: Staging
    start: int | None
    file_bytes: int = FILE_BYTES


@dataclass(slots=True)
class Share:
    """What a task has done: the files it has written, what it has counted, and the reports of pieces that came to it.

    A report is the kind of events, the number of the piece, and what was seen of it. `fault` is what has ended the writing.
    """

    files: list[MergedFile] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    reports: list[tuple[int, int, Seen | EngineError | TaskFailure]] = field(default_factory=list)
    fault: EngineError | TaskFailure | None = None

    def join(self, other: "Share") -> None:
        """Take in what another task has done."""
        self.files += other.files
        self.counts += other.counts
        self.reports += other.reports
        self.fault = self.fault or other.fault


def write_hours(rows: DataFrame, writing: Writing) -> Share:
    """Write the merged records of *rows*, which `match` has made, in one Spark job, and return what has come of all.

    The files are on their way, in the order of their names. Raises the fault of the first piece that has met one, by its
    kind and number, or else the fault of a task that could not write.
    """
    whole = Share()
    for row in rows.mapInArrow(_writer(writing), _SCHEMA).collect():
        whole.join(pickle.loads(row[0]))  # noqa: S301 - our own task wrote it
    whole.files.sort(key=lambda file: file.name)
    whole.reports.sort(key=lambda report: report[:2])
    for _, _, seen in whole.reports:
        if not isinstance(seen, Seen):
            raise seen
    if whole.fault is not None:
        raise whole.fault
    return whole


def _writer(writing: Writing) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a task runs. The same rows make the same files: those of a lost task are written over."""

    def write(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        share = Share()
        try:
            with _Files(writing, share.files) as files:
                for batch in batches:
                    _take(batch, files, share)
        except Exception as error:
            share.fault = task_fault(error)
            for _ in batches:  # what Spark has left to send, it sends
                pass
        content = pickle.dumps(share, protocol=pickle.HIGHEST_PROTOCOL)
        yield pa.RecordBatch.from_pydict({"share": pa.array([content], pa.binary())})

    return write


def _take(batch: pa.RecordBatch, files: "_Files", share: Share) -> None:
    sums = {name: pc.sum(batch.column(name)).as_py() or 0 for name in _COUNTED}
    share.counts += Counts(**sums)
    share.reports += map(pickle.loads, batch.column("report").drop_null().to_pylist())
    merged = batch.filter(batch.column("line").is_valid())
    runs = pc.run_end_encode(merged.column("slice"))
    begin = 0
    for slice_, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        files.write(slice_, merged.column("line").slice(begin, end - begin))
        begin = end


class _Files:
    """The files of one task, one open at a time; what is written goes to `done`."""

    __slots__ = ("_done", "_name", "_number", "_open", "_records", "_size", "_slice", "_stream", "_writing")

    def __init__(self, writing: Writing, done: list[MergedFile]) -> None:
        self._writing, self._done, self._open = writing, done, ExitStack()
        self._slice: int | None = None
        self._stream: Any = None
        self._name, self._number, self._records, self._size = "", 0, 0, 0

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, slice_: int, lines: pa.BinaryArray) -> None:
        """Write *lines* of the stretch of time that begins at *slice_*, the next one or the same as before."""
        if slice_ != self._slice:
            self._close()
            self._slice, self._number = slice_, 0
        while len(lines):
            if self._stream is None:
                self._begin(slice_)
            fitting = lines.slice(0, self._count_fitting(lines))
            with self._explained():
                self._stream.write(_joined(fitting))
            self._records, self._size = self._records + len(fitting), self._size + _size(fitting)
            if self._size >= self._writing.file_bytes:
                self._close()
            lines = lines.slice(len(fitting))

    def _count_fitting(self, lines: pa.BinaryArray) -> int:
        """Return how many of *lines* begin before the file has its size: one at least."""
        ends = pc.cumulative_sum(pc.binary_length(lines).cast(pa.int64()))
        before = pc.sum(pc.less(ends, self._writing.file_bytes - self._size)).as_py()
        return min(len(lines), 1 + int(before))

    def _begin(self, slice_: int) -> None:
        start = self._writing.start
        self._name = file_name(slice_ if start is None else max(slice_, start), self._number)
        self._number, self._records, self._size = self._number + 1, 0, 0
        with self._explained():
            self._stream = self._open.enter_context(self._writing.staging.writing(self._name))

    def _close(self) -> None:
        if self._stream is not None:
            self._stream = None
            with self._explained():
                self._open.close()
            self._done.append(MergedFile(self._name, self._records, self._size))

    def _explained(self) -> AbstractContextManager[None]:
        return explained(f"Merged records cannot be written to the output folder {self._writing.staging.folder}")


def _joined(lines: pa.BinaryArray) -> pa.Buffer:
    """Return the bytes of *lines*, none of them missing, one behind the other, as they lie."""
    _, _, data = lines.buffers()
    begin, end = _bounds(lines)
    return data.slice(begin, end - begin)


def _size(lines: pa.BinaryArray) -> int:
    begin, end = _bounds(lines)
    return end - begin


def _bounds(lines: pa.BinaryArray) -> tuple[int, int]:
    offsets = memoryview(lines.buffers()[1]).cast("i")
    return offsets[lines.offset], offsets[lines.offset + len(lines)]
