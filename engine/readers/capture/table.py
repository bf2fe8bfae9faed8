"""Captured traffic as a table."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Self

from engine.job.dataset import Dataset
from engine.job.semantics import Matter
from engine.readers.capture.columns import (
    INPUT_FIRST,
    OUTPUT_FIRST,
    CaptureColumns,
    columns_of,
)
from engine.readers.capture.damage import ragged_captures, refuse_damage, remarks
from engine.readers.capture.files import Hours
from engine.readers.capture.options import CaptureFormat
from engine.readers.capture.records import CaptureRecords, CaptureRows, RowPlan
from engine.readers.capture.taker import CaptureTaker
from engine.readers.csv.dialect import CsvDialect
from engine.readers.json.growing import GrowingTable
from engine.readers.json.late import apart_remarks
from engine.readers.splits import SPLIT_BYTES, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known, OtherNames
from engine.readers.tally import Found, Tally, quote_remarks
from engine.readers.text.taking import read_lines

ENCODING = "utf-8"
"""The text encoding of captured records, always."""

_LINES_ARE_ROWS = CsvDialect()
_LINES_ARE_DATA = CsvDialect(record_delimiter=b"\xff")
"""The dialects of a CSV payload; no text holds the byte 0xFF, so that a payload is one record."""


@dataclass(frozen=True, slots=True)
class CaptureTable(GrowingTable):
    """Captured records as rows: where they lie, which of them and what of them is read, and what the columns are.

    `hours` tell in which files records are looked at one by one for their time. `sides` (output, input) are those that
    are read. `selected` are the columns that are not excluded.
    """

    store: Store
    described_by: str
    dataset: Dataset[CaptureFormat]
    known: Known
    hours: Hours
    sides: tuple[bool, bool]
    found: Found
    columns: CaptureColumns
    selected: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return self.columns.names

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own."""
        return self.columns.named

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of about *split_bytes*."""
        return plan_splits(files, split_bytes=split_bytes, compression=self.store.compression)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
        with self.taking(fold) as taker:
            return read_lines(self.store, ENCODING, split, taker, begin)

    def taking(self, fold: Fold) -> AbstractContextManager[CaptureTaker]:
        """Give what takes lines and hands their rows to *fold*."""
        one = not self.known.semantics.corrects(Matter.ENCODINGS_OF_SIDES)
        records = CaptureRecords(self.sides, self.dataset.window, one_encoding=one)
        plan = RowPlan(self.columns, self.selected, self.sides, self._dialect, self._headers, self.spellings)
        return nullcontext(CaptureTaker(records, CaptureRows(plan, fold), self.hours))

    def having(self, found: Found) -> Self:
        """Return the table with the columns for what was *found*."""
        order = INPUT_FIRST if self.dataset.format.output_columns_position == "END" else OUTPUT_FIRST
        columns = columns_of(found, self.sides, self.known.names, self.known.excluded, order)
        return replace(self, found=found, columns=columns, selected=self.known.selected(columns.names))

    def otherwise_named(self) -> OtherNames | None:
        """Return the baseline's names for the output at the other end; None where it does not name both sides by place."""
        (_, output), (_, given) = self.columns.layout
        if not (output and given and self.named and output + given == len(self.names)):
            return None
        last = self.dataset.format.output_columns_position == "END"
        place = output if last else given
        return OtherNames(
            (*self.names[place:], *self.names[:place]),
            f"The types of the columns fit the baseline better with the output's columns "
            f"{'before' if last else 'behind'} the input's: if they stand so in the baseline, set output_columns_position "
            f"(--output-columns-position) to {'START' if last else 'END'}",
        )

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""
        yield from ragged_captures(tally)
        yield from quote_remarks(tally)
        yield from remarks(tally)
        yield from apart_remarks(self.columns.apart)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too many records are bad."""
        refuse_damage(tally, source=self.store.source, share=self.dataset.format.bad_records_share, rows=rows)

    @property
    def _dialect(self) -> CsvDialect:
        """How a CSV payload is written."""
        return _LINES_ARE_ROWS if self.known.semantics.corrects(Matter.LINES_OF_PAYLOADS) else _LINES_ARE_DATA

    @property
    def _headers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that payloads of each side may begin with; none where the columns are numbered.

        They are those of all columns, where a side's positions are known, and otherwise those of the baseline.
        """
        named = self.names if self.named else ()
        output, given = (named if width else self.known.names for _, width in self.columns.layout)
        return output, given
