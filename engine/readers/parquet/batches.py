"""Row groups read in batches of bounded memory, whatever the size of a row group."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from engine.readers.parquet.file import Opened, reading_of
from engine.readers.tables import Fold

BATCH_BYTES = 4 * 1024 * 1024
"""About how large a batch is in memory."""

_MOST_ROWS = 64 * 1024
_FEW_ROWS = 1024
"""A column of a batch costs the fold some time, however few rows it has: of a table of many columns a batch is larger."""

_WORD = 8
_FEW_BYTES = 4
"""A text that takes less in its file on average is a code of a dictionary there, and stays one."""


def row_groups(metadata: pq.FileMetaData, begin: int, end: int) -> list[int]:
    """Return the row groups that begin at offsets from *begin* to *end* of their file: each belongs to one split."""
    every = range(metadata.num_row_groups)
    return [group for group in every if begin <= _offset(metadata.row_group(group)) < end]


def _offset(group: pq.RowGroupMetaData) -> int:
    if not group.num_columns:
        return 0
    first = group.column(0)
    return int(first.data_page_offset if first.dictionary_page_offset is None else first.dictionary_page_offset)


def coded_columns(metadata: pq.FileMetaData, groups: Sequence[int], paths: frozenset[str]) -> tuple[str, ...]:
    """Return those of the columns at *paths* whose texts are codes of a dictionary, by the first of *groups*."""
    group = metadata.row_group(groups[0])
    columns = (group.column(place) for place in range(group.num_columns))
    return tuple(
        column.path_in_schema
        for column in columns
        if column.path_in_schema in paths
        and column.has_dictionary_page
        and column.total_uncompressed_size < _FEW_BYTES * max(1, column.num_values)
    )


def read_batches(
    file: Opened, groups: Sequence[int], columns: Sequence[str], coded: tuple[str, ...] = ()
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of *groups* of *file*: its *columns*, by their paths in the schema, texts of those *coded* as codes."""
    with reading_of(file.path):
        rows, parquet = _rows(file.metadata, groups, columns), file.parquet(coded)
    for together in _at_once(file.schema(), groups):
        found = parquet.iter_batches(batch_size=rows, row_groups=together, columns=list(columns), use_threads=False)
        while True:
            with reading_of(file.path):
                batch = next(found, None)
            if batch is None:
                break
            yield batch


def _at_once(schema: pa.Schema, groups: Sequence[int]) -> list[list[int]]:
    """Return which of *groups* are read together: Arrow joins no codes of several where they are nested."""
    apart = any(pa.types.is_nested(field.type) and _has_codes(field.type) for field in schema)
    return [[group] for group in groups] if apart else [list(groups)]


def _has_codes(kind: pa.DataType) -> bool:
    if pa.types.is_nested(kind):
        return any(_has_codes(kind.field(place).type) for place in range(kind.num_fields))
    return bool(pa.types.is_dictionary(kind))


class Gathered:
    """Hands batches on to *fold*, small ones of the same types together, in their order; the last ones at `flush`."""

    __slots__ = ("_fold", "_rows", "_size", "_waiting")

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self._size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take *batch*, and hand on what is enough."""
        if self._waiting and batch.schema != self._waiting[0].schema:
            self.flush()
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self._size += batch.nbytes
        if self._rows >= _FEW_ROWS or self._size >= BATCH_BYTES or not batch.num_columns:
            self.flush()

    def flush(self) -> None:
        """Hand on all that waits."""
        waiting, self._waiting = self._waiting, []
        self._rows = self._size = 0
        for batch in _together(waiting) if len(waiting) > 1 else waiting:
            self._fold(batch)


def _together(batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Return *batches* as one; as they are where codes of a byte, as pandas writes them, have no room for all texts."""
    try:
        joined: list[pa.RecordBatch] = pa.Table.from_batches(batches).combine_chunks().to_batches()
    except pa.ArrowInvalid:
        return batches
    return joined


def _rows(metadata: pq.FileMetaData, groups: Sequence[int], columns: Sequence[str]) -> int:
    """Return how many rows one batch may have, by the row group of *groups* that has the largest rows.

    A value that is a code in its file still takes a word in a batch.
    """
    every = (metadata.row_group(group) for group in groups)
    largest = max(every, key=lambda group: group.total_byte_size / max(1, group.num_rows))
    wanted, rows = frozenset(columns), max(1, largest.num_rows)
    chunks = (largest.column(place) for place in range(largest.num_columns))
    sizes = (
        max(_WORD * chunk.num_values, chunk.total_uncompressed_size)
        for chunk in chunks
        if _is_below(chunk.path_in_schema, wanted)
    )
    room = max(BATCH_BYTES, _FEW_ROWS * _WORD * len(columns))
    return max(1, min(_MOST_ROWS, int(room * rows // max(1, sum(sizes)))))


def _is_below(path: str, columns: frozenset[str]) -> bool:
    steps = path.split(".")
    return any(".".join(steps[:end]) in columns for end in range(1, len(steps) + 1))
