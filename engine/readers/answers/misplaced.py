"""Where a row lies that a pass over the data has found something odd in: its file, and which record of it it is."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from engine.readers.splits import Segment, Split
from engine.readers.tables import Table


@dataclass(frozen=True, slots=True)
class Place:
    """The record numbered `record`, from 1, of the file at `path`; `line` is where it begins, None where that is unknown."""

    path: str
    record: int
    line: int | None = None

    @property
    def described(self) -> str:
        """The place inside of its file, for a sentence."""
        return f"record {self.record}" if self.line is None else f"line {self.line}"


class _Reached(Exception):
    """The row that was looked for is in what was read."""


def place_of_row(table: Table, splits: Iterable[Split], row: int) -> Place | None:
    """Return where the *row* of *table* lies, counted from 0 in the order of *splits*; None where it is in none of them.

    The files are read once more, up to there.
    """
    files = {
        segment.path: Segment(segment.path, 0, segment.size, segment.size) for split in splits for segment in split
    }
    passed = 0
    for path, whole in files.items():
        rows = _rows(table, whole, most=row - passed)
        if rows is None:
            return Place(path, row - passed + 1, table.line_of(whole, row - passed))
        passed += rows
    return None


def _rows(table: Table, whole: Segment, *, most: int) -> int | None:
    """Return how many rows a file has, None for more than *most*."""
    rows = 0

    def count(batch: pa.RecordBatch) -> None:
        nonlocal rows
        rows += batch.num_rows
        if rows > most:
            raise _Reached

    try:
        table.read((whole,), count)
    except _Reached:
        return None
    return rows
