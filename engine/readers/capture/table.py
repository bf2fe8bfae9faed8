"""Captured traffic as a table, and records of any dataset that a script makes rows of."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from engine.errors import DatasetError
from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.capture.columns import CaptureColumns, columns_of, row_columns
from engine.readers.capture.options import CaptureFormat
from engine.readers.choice import choose
from engine.readers.csv.dialect import CsvDialect
from engine.readers.csv.options import CsvFormat
from engine.readers.json.names import MOST_NAMES
from engine.readers.tally import Found
from engine.readers.text.window import canonical

_LINES_ARE_ROWS = CsvDialect()
_LINES_ARE_DATA = CsvDialect(record_delimiter=b"\xff")
"""The dialects of a CSV payload; no text holds the byte 0xFF, so that a payload is one record."""


@dataclass(frozen=True, slots=True)
class CaptureTable:
    """Records as rows: where they lie, which of them and what of them is read, and what the columns are.

    `edges` are the files whose records are looked at one by one for their time. `sides` (output, input) are those that
    are read. `known` are the names of a baseline. `selected` are the columns that are not excluded.
    """

    source: str
    described_by: str
    dataset: Dataset
    semantics: Semantics
    edges: frozenset[str]
    sides: tuple[bool, bool]
    known: tuple[str, ...]
    excluded: tuple[str, ...]
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

    @property
    def dialect(self) -> CsvDialect:
        """How a CSV payload is written."""
        return _LINES_ARE_ROWS if self.semantics is Semantics.CORRECTED else _LINES_ARE_DATA

    @property
    def encoding(self) -> str:
        """The text encoding of the files: captured records are UTF-8 always."""
        return "utf-8" if self.captured else canonical(self.dataset.text_encoding)

    @property
    def whole(self) -> bool:
        """Whether a file must be read from its beginning, for its text is recoded on the way."""
        return self.encoding != "utf-8"

    @property
    def captured(self) -> bool:
        """Whether a line is a captured record; otherwise it is a line of delimited text."""
        return isinstance(self.dataset.format, CaptureFormat)

    @property
    def header(self) -> bool:
        """Whether the first line of each file is no record."""
        return isinstance(self.dataset.format, CsvFormat) and self.dataset.format.header

    @property
    def settled(self) -> bool:
        """Whether the first look has shown all columns: any record may have more."""
        return False

    def over(self, edges: Collection[str]) -> "CaptureTable":
        """Return the table of records that lie on several hosts, with the *edges* of all of them."""
        return replace(self, edges=frozenset(edges))

    def widened(self, found: Found) -> "CaptureTable":
        """Return the table with the columns that were *found* beside its own; itself where there is none.

        Raises DatasetError where there are more names than a table may have columns.
        """
        everything = self.found + found
        if everything.lost or len(everything.names) > MOST_NAMES:
            raise DatasetError(
                f"{self.source}: the JSON bodies have more than {len(everything.names)} names of values, as if names were "
                f"data; let a preprocessing script return the columns that are features"
            )
        return self if everything == self.found else with_columns(self, everything)


def with_columns(table: CaptureTable, found: Found) -> CaptureTable:
    """Return *table* with the columns for what was *found*."""
    scripted = table.dataset.preprocessor is not None
    columns = (
        row_columns(found, table.known) if scripted else columns_of(found, table.sides, table.known, table.excluded)
    )
    out = frozenset(choose(table.excluded, columns.names).names)
    selected = tuple(name for name in columns.names if name not in out)
    return replace(table, found=found, columns=columns, selected=selected)
