"""CSV datasets as tables: how they are written, and what their columns are."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from engine.job.dataset import Dataset
from engine.job.semantics import Semantics
from engine.readers.choice import readings
from engine.readers.csv.delimiter import with_delimiter
from engine.readers.csv.dialect import CsvDialect, dialect_of
from engine.readers.csv.doubts import doubt_of_header
from engine.readers.csv.line import line_of_row
from engine.readers.csv.naming import header_names, numbered_names
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.records import read_first
from engine.readers.csv.split import read_split
from engine.readers.splits import SPLIT_BYTES, Segment, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known, SettledTable
from engine.readers.tally import Tally, quote_remarks, ragged_remarks
from engine.readers.text.batch import without
from engine.readers.text.window import Window, canonical, open_text
from engine.wording import foreign, listed

_log = logging.getLogger(__name__)

DELIMITERS = ";|\t"
"""What else than a comma is usual between two fields."""


@dataclass(frozen=True, slots=True)
class CsvTable(SettledTable):
    """A CSV dataset as a table: where it lies, how it is written, the names of its columns, and those that are read.

    `described_by` is the file whose first record gave the columns; `semantics` say how headers name them.
    """

    store: Store
    described_by: str
    dialect: CsvDialect
    header: bool
    encoding: str
    names: tuple[str, ...]
    selected: tuple[str, ...]
    semantics: Semantics
    missing_values: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own."""
        return self.header

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of about *split_bytes*, but for those whose text is recoded on the way."""
        whole = self.encoding != "utf-8"
        return plan_splits(files, whole=whole, split_bytes=split_bytes, compression=self.store.compression)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first record in its file, where known."""
        return read_split(self, split, without(self.missing_values, fold), begin=begin)

    def line_of(self, file: Segment, row: int) -> int | None:
        """Return the line that a *row* of a *file* begins in; from 0 and 1."""
        return line_of_row(self.store, file, self.encoding, self.dialect, row + self.header)

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence on records with another number of fields, and one on quotes that never close."""
        yield from ragged_remarks(tally, len(self.names))
        yield from quote_remarks(tally)


def describe_table(store: Store, dataset: Dataset[CsvFormat], files: tuple[File, ...], known: Known) -> CsvTable | None:
    """Find the columns by a look at the first file that has a record or a header; None where there is none.

    Columns without a header take the names *known* from a baseline where there are as many, with or without those that
    are excluded. A delimiter that is not told is found in that file.
    """
    encoding = canonical(dataset.text_encoding)
    for file in (file for file in files if file.size):
        written = with_delimiter(store, file, encoding, dataset.format)
        dialect = dialect_of(written)
        first = _first_fields(store, file, encoding, dialect)
        if first is not None:
            names = _names(first, written, file.path, known)
            return CsvTable(
                store=store,
                described_by=file.path,
                dialect=dialect,
                header=written.header,
                encoding=encoding,
                names=names,
                selected=known.selected(names),
                semantics=known.semantics,
                missing_values=written.missing_values,
            )
    return None


def _first_fields(store: Store, file: File, encoding: str, dialect: CsvDialect) -> tuple[str, ...] | None:
    with open_text(store, file.path, encoding, file.size) as text:
        first = read_first(Window(text, Segment(file.path, 0, file.size, file.size)), dialect)
    return None if first is None else first.fields


def _names(first: tuple[str, ...], written: CsvFormat, path: str, known: Known) -> tuple[str, ...]:
    if not written.header:
        fitting = (tuple(names) for names in readings(known.names, known.excluded) if len(names) == len(first))
        return next(fitting, numbered_names(len(first)))
    names = header_names(first, path=path, semantics=known.semantics)
    given = [str(place) for place, (name, field) in enumerate(zip(names, first, strict=True)) if name != field]
    if given:
        # No name is told: without a header in truth they are a row of the data.
        _log.warning(
            "%s: %d columns have an empty or a repeated name, to which their position is added: %s",
            foreign(path),
            len(given),
            listed(given),
        )
    known_fields = (field for field, name in zip(first, names, strict=True) if name in known.names)
    if doubt := doubt_of_header(first, {*known.names, *known_fields}):
        _log.warning("%s: %s", foreign(path), doubt)
    if delimiter := likely_delimiter(names):
        _log.warning(
            "%s: its header is one column, with %r in its name; if that stands between fields, set field_delimiter "
            "(--field-delimiter) to it",
            foreign(path),
            delimiter,
        )
    return names


def likely_delimiter(names: tuple[str, ...]) -> str | None:
    """Return what seems to part the fields of a header that was read as one column; None for several *names*."""
    if len(names) != 1:
        return None
    return next((character for character in DELIMITERS if character in names[0]), None)
