"""Captured traffic as lines for a script: those that are records, whole and in the window, whatever their bodies hold."""

from dataclasses import dataclass

import numpy as np

from engine.job.dataset import Dataset, FormatOptions
from engine.readers.capture.damage import refuse_damage, tally_of
from engine.readers.capture.envelope import statuses
from engine.readers.capture.files import Hours, select_captures
from engine.readers.capture.options import CaptureFormat
from engine.readers.capture.records import CaptureRecords
from engine.readers.format import FoundLines
from engine.readers.selection import Selection
from engine.readers.store import Store
from engine.readers.tally import Tally

_NEITHER_SIDE = (False, False)


@dataclass(frozen=True, slots=True)
class CapturedLines:
    """`written` says which records are read, and how many may be bad."""

    written: CaptureFormat

    @property
    def shape(self) -> str:
        """Say that a script gets a captured record."""
        return "capture"

    @property
    def missing_values(self) -> tuple[str, ...]:
        """Say that there are none: the option is that of delimited text."""
        return ()

    def select(self, store: Store, dataset: Dataset[FormatOptions]) -> Selection:
        """Return the files of the window, the endpoint and the variant."""
        return select_captures(store, self.written, dataset.window)

    def encoding(self, dataset: Dataset[FormatOptions]) -> str:  # noqa: ARG002 - the form of lines
        """Say that captured records are UTF-8 always."""
        return "utf-8"

    def finder(self, store: Store, dataset: Dataset[FormatOptions]) -> "_Finder":
        """Return what finds the records."""
        return _Finder(CaptureRecords(_NEITHER_SIDE, dataset.window), Hours.of(store, dataset.window))

    def refuse(self, tally: Tally, *, source: str, rows: int) -> None:
        """Raise DatasetError where too many lines are no records."""
        refuse_damage(tally, source=source, share=self.written.bad_records_share, rows=rows)


class _Finder:
    __slots__ = ("_hours", "_records")

    def __init__(self, records: CaptureRecords, hours: Hours) -> None:
        self._records, self._hours = records, hours

    def __call__(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> FoundLines:  # noqa: ARG002 - as above
        """Return the good records of *block*."""
        records, _ = self._records.find(block, final=final, at_edge=self._hours.cut(path))
        good = records[records[:, statuses.STATUS] == statuses.GOOD]
        places = good[:, [statuses.LINE_BEGIN, statuses.LINE_END, statuses.LINE]]
        return FoundLines(places, tally_of(records, path))


def captured_lines(written: CaptureFormat) -> CapturedLines:
    """Return the lines of the traffic that *written* asks for."""
    return CapturedLines(written)
