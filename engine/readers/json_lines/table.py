"""JSON objects as a table."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from engine.job.dataset import Dataset
from engine.readers.json.growing import GrowingTable
from engine.readers.json.late import apart_remarks
from engine.readers.json_lines.columns import JsonColumns, json_columns
from engine.readers.json_lines.options import JsonFormat
from engine.readers.json_lines.records import DAMAGES, JsonRows
from engine.readers.json_lines.split import read_segment
from engine.readers.json_lines.taker import JsonTaker
from engine.readers.splits import SPLIT_BYTES, Segment, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known
from engine.readers.tally import Found, Tally
from engine.readers.text.numbered import line_with_row
from engine.readers.text.refusal import bad_remarks, refuse_bad, refuse_unfinished, unfinished_remarks
from engine.readers.text.taking import read_lines
from engine.readers.text.window import canonical


def _objects_in(line: bytes) -> int:
    """Return 1 for a line that is an object."""
    try:
        return int(isinstance(json.loads(line), dict))
    except (ValueError, RecursionError):
        return 0


@dataclass(frozen=True, slots=True)
class JsonTable(GrowingTable):
    """JSON objects as rows: where they lie, and what the columns are. `selected` are those that are not excluded."""

    store: Store
    described_by: str
    dataset: Dataset[JsonFormat]
    known: Known
    found: Found
    columns: JsonColumns
    selected: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return self.columns.names

    @property
    def named(self) -> bool:
        """Say that the columns have names of their own."""
        return True

    @property
    def encoding(self) -> str:
        """The text encoding of the files."""
        return canonical(self.dataset.text_encoding)

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of about *split_bytes*, but for those whose text is recoded on the way."""
        whole = self.encoding != "utf-8"
        return plan_splits(files, whole=whole, split_bytes=split_bytes, compression=self.store.compression)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
        return read_lines(self.store, self.encoding, split, self.taking(fold), begin, read_segment)

    def taking(self, fold: Fold) -> JsonTaker:
        """Return what takes objects and hands their rows to *fold*."""
        return JsonTaker(JsonRows(self.columns, self.selected, self.spellings, fold))

    def having(self, found: Found) -> Self:
        """Return the table with the columns for what was *found*."""
        columns = json_columns(found)
        return replace(self, found=found, columns=columns, selected=self.known.selected(columns.names))

    def line_of(self, file: Segment, row: int) -> int | None:
        """Return the line that a *row* of a *file* is in, from 0; None in one JSON text, whose objects have none."""
        return line_with_row(self.store, file, self.encoding, row, _objects_in)

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""
        yield from bad_remarks(tally, DAMAGES.values())
        yield from unfinished_remarks(tally, writer="a program")
        yield from apart_remarks(self.columns.apart)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too many records are bad, or too many files end within one."""
        source, share = self.store.source, self.dataset.format.bad_records_share
        refuse_unfinished(tally, source=source, share=share, writers="programs")
        refuse_bad(tally, tuple(DAMAGES.values()), source=source, share=share, rows=rows)
