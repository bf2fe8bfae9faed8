"""Captured records, taken as they are."""

from dataclasses import replace

import numpy as np

from engine.readers.capture.damage import tally_of
from engine.readers.capture.envelope import statuses
from engine.readers.capture.files import Hours
from engine.readers.capture.records import CaptureRecords, CaptureRows
from engine.readers.tally import Tally


class CaptureTaker:
    """Takes captured records; *hours* say in which files the time of each record is looked at."""

    __slots__ = ("_hours", "_records", "_rows")

    def __init__(self, records: CaptureRecords, rows: CaptureRows, hours: Hours) -> None:
        self._records, self._rows, self._hours = records, rows, hours

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:  # noqa: ARG002 - see Taker
        """Take the records of *block*; *final*: nothing follows in the file at *path*."""
        records, text = self._records.find(block, final=final, at_edge=self._hours.cut(path))
        odd = self._rows.take(text, records, _longest(records), path)
        return replace(
            tally_of(records, path),
            short=odd.short,
            long=odd.long,
            ragged=odd.ragged,
            headers=odd.headers,
            open_quotes=odd.open_quotes,
            opened=odd.opened,
        )

    def finish(self) -> Tally:
        """Hand on what was taken; return the columns that the table has not."""
        self._rows.flush()
        return Tally(found=self._rows.found())


def _longest(records: np.ndarray) -> int:
    return int((records[:, statuses.LINE_END] - records[:, statuses.LINE_BEGIN]).max()) if len(records) else 0
