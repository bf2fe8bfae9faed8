"""Takes lines of merged records, and makes batches of rows of them."""

import numpy as np
import pyarrow as pa

from engine.readers.capture.damage import tally_of
from engine.readers.capture.envelope import statuses
from engine.readers.capture.files import Hours
from engine.readers.capture.records import CaptureRecords
from engine.readers.merged.extract import Row, UnreadError, Wanted, rows_of
from engine.readers.tables import Fold
from engine.readers.tally import Tally

_ROWS = 1 << 14
"""Rows of a batch: enough for what is done with a batch at once, and no more than some MB."""


class MergedTaker:
    """Hands the rows of merged records to *fold*; *hours* say in which files the time of each record is looked at."""

    __slots__ = ("_fold", "_hours", "_names", "_records", "_rows", "_wanted")

    def __init__(
        self, records: CaptureRecords, hours: Hours, wanted: Wanted, names: tuple[str, ...], fold: Fold
    ) -> None:
        self._records, self._hours, self._wanted, self._names, self._fold = records, hours, wanted, names, fold
        self._rows: list[Row] = []

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:  # noqa: ARG002 - see Taker
        """Take the records of *block*; *final*: nothing follows in the file at *path*."""
        text = block.tobytes()
        records, _ = self._records.find(block, final=final, at_edge=self._hours.cut(path))
        for record in records:
            if record[statuses.STATUS] == statuses.GOOD:
                record[statuses.STATUS] = self._take_line(text[record[statuses.LINE_BEGIN] : record[statuses.LINE_END]])
        return tally_of(records, path)

    def _take_line(self, line: bytes) -> int:
        """Take the rows of a record, and return what has become of it."""
        try:
            self._rows.extend(rows_of(line, self._wanted))
        except UnreadError as error:
            return error.status
        if len(self._rows) >= _ROWS:
            self._flush()
        return statuses.GOOD

    def finish(self) -> Tally:
        """Hand on what was taken."""
        self._flush()
        return Tally()

    def _flush(self) -> None:
        if self._rows:
            columns = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
            self._fold(pa.RecordBatch.from_arrays(columns, list(self._names)))
            self._rows = []
