"""What takes lines, window after window: captured records as they are, or any line by way of a user's script."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

import numpy as np

from engine.readers.capture import envelope
from engine.readers.capture.records import CaptureRecords, CaptureRows, damage, rows_of_text
from engine.readers.capture.table import CaptureTable
from engine.readers.tally import Tally
from engine.readers.text.batch import Fold
from engine.readers.text.lines import line_records
from engine.readers.text.window import check_utf8
from engine.scripts.preprocess import Handler, Record, preprocessing


class Taker(Protocol):
    """Takes the lines of one window after the other, and says what was odd about them."""

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:
        """Take the lines of *block*, which stands at the offset *begin* of a file; *final*: nothing follows there."""

    def finish(self) -> Tally:
        """Hand on what was taken; return what was found that the table has not, and what was printed."""


@contextmanager
def taking(table: CaptureTable, fold: Fold) -> Iterator[Taker]:
    """Give what takes the lines of *table* and hands their rows to *fold*."""
    script = table.dataset.preprocessor
    if script is None:
        yield _Captures(table, fold)
        return
    with preprocessing(script, "capture" if table.captured else "line") as handler:
        yield _Scripted(table, fold, handler)


class _Captures:
    """Takes captured records as they are."""

    __slots__ = ("_edges", "_records", "_rows")

    def __init__(self, table: CaptureTable, fold: Fold) -> None:
        self._edges = table.edges
        self._records, self._rows = CaptureRecords(table, table.sides), CaptureRows(table, fold)

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:  # noqa: ARG002 - see Taker
        block = block.copy()
        records = self._records.find(block, final=final, at_edge=path in self._edges)
        odd = self._rows.take(block, records, _longest(records), path)
        return replace(damage(records, path), short=odd.short, long=odd.long, ragged=odd.ragged, headers=odd.headers)

    def finish(self) -> Tally:
        self._rows.flush()
        return Tally(found=self._rows.found())


class _Scripted:
    """Takes lines by way of a script: of captured traffic those that are records, of delimited text all but headers."""

    __slots__ = ("_begin", "_handler", "_lines", "_path", "_records", "_rows", "_table")

    def __init__(self, table: CaptureTable, fold: Fold, handler: Handler) -> None:
        self._table, self._handler = table, handler
        self._records, self._rows = CaptureRecords(table, (False, False)), CaptureRows(table, fold)
        self._path, self._lines, self._begin = "", 0, 0

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:
        if path != self._path:
            self._path, self._lines, self._begin = path, 0, begin
        records = self._find(block, path, begin=begin, final=final)
        good = records[records[:, envelope.STATUS] == envelope.GOOD]
        first = self._lines + 1
        named = path if not self._begin else f"{path}, from byte {self._begin} on"
        text = self._handler.rows(
            [
                Record(named, first + line, block[start:end].tobytes().rstrip(b"\r"))
                for start, end, line in good[:, [envelope.LINE_BEGIN, envelope.LINE_END, envelope.LINE]].tolist()
            ]
        )
        self._lines += len(records)
        if text:
            self._rows.take(*rows_of_text(text), path)
        return damage(records, path)

    def _find(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> np.ndarray:
        if self._table.captured:
            return self._records.find(block.copy(), final=final, at_edge=path in self._table.edges)
        check_utf8(block, begin, path)
        return line_records(block, header=self._table.header and not begin)

    def finish(self) -> Tally:
        self._rows.flush()
        return Tally(found=self._rows.found(), said=tuple(self._handler.said))


def _longest(records: np.ndarray) -> int:
    return int((records[:, envelope.LINE_END] - records[:, envelope.LINE_BEGIN]).max()) if len(records) else 0
