"""Merged records as a table of the attributes that are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.job.times import MonitoringWindow
from engine.readers.capture.damage import refuse_damage, remarks
from engine.readers.capture.files import Hours
from engine.readers.capture.records import CaptureRecords
from engine.readers.merged.extract import UnreadError, Wanted, rows_of
from engine.readers.merged.taker import MergedTaker
from engine.readers.splits import SPLIT_BYTES, Segment, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, SettledTable
from engine.readers.tally import Tally
from engine.readers.text.numbered import line_with_row
from engine.readers.text.taking import read_lines

ENCODING = "utf-8"
"""The text encoding of captured records, always."""

_NEITHER_SIDE = (False, False)


@dataclass(frozen=True, slots=True)
class MergedTable(SettledTable):
    """Merged records as rows: where they lie, which of them are read, and what of them is `wanted`.

    A larger `share` of bad records than that is refused.
    """

    store: Store
    described_by: str
    window: MonitoringWindow | None
    share: float
    wanted: Wanted
    names: tuple[str, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        """All columns: nothing else is read."""
        return self.names

    @property
    def named(self) -> bool:
        """Say that the columns have names of their own."""
        return True

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of about *split_bytes*."""
        return plan_splits(files, split_bytes=split_bytes, compression=self.store.compression)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
        records = CaptureRecords(_NEITHER_SIDE, self.window)
        taker = MergedTaker(records, Hours.of(self.store, self.window), self.wanted, self.names, fold)
        return read_lines(self.store, ENCODING, split, taker, begin)

    def line_of(self, file: Segment, row: int) -> int | None:
        """Return the line that a *row* of a *file* is in, from 0 and 1."""
        return line_with_row(self.store, file, ENCODING, row, self._rows_in)

    def _rows_in(self, line: bytes) -> int:
        try:
            return len(rows_of(line, self.wanted))
        except UnreadError:
            return 0

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""
        yield from remarks(tally)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too many records are bad."""
        refuse_damage(tally, source=self.store.source, share=self.share, rows=rows)
