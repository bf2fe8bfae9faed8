"""CSV datasets as tables: how they are written, and what their columns are."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from engine.job.dataset import Dataset
from engine.readers.choice import choose, put_back
from engine.readers.csv.dialect import CsvDialect, dialect_of
from engine.readers.csv.naming import header_names, numbered_names
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.records import read_first
from engine.readers.splits import Segment
from engine.readers.store import File, file_system
from engine.readers.tally import Found
from engine.readers.text.window import Window, canonical, open_text

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV dataset as a table: where it lies, how it is written, the names of its columns, and those that are read.

    `described_by` is the file whose first record gave the columns.
    """

    source: str
    described_by: str
    dialect: CsvDialect
    header: bool
    encoding: str
    names: tuple[str, ...]
    selected: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether a file must be read from its beginning, for its text is recoded on the way."""
        return self.encoding != "utf-8"

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own."""
        return self.header

    @property
    def settled(self) -> bool:
        """Whether the first look has shown all columns."""
        return True

    def over(self, edges: Collection[str]) -> "CsvTable":  # noqa: ARG002 - see CaptureTable
        """Return the table itself: no window chooses among its records."""
        return self

    def widened(self, found: Found) -> "CsvTable":  # noqa: ARG002 - see CaptureTable
        """Return the table itself: its first record has all of its columns."""
        return self


def describe_table(
    dataset: Dataset,
    files: tuple[File, ...],
    *,
    excluded: tuple[str, ...] = (),
    known_names: tuple[str, ...] | None = None,
) -> CsvTable | None:
    """Find the columns by a look at the first file that has a record or a header; None where there is none.

    Columns without a header take the *known_names* of a baseline, by position, where there are as many; those that are
    *excluded*, by name or position, are not selected.
    """
    dialect, encoding = dialect_of(dataset.format), canonical(dataset.text_encoding)
    for file in files:
        first = _first_fields(dataset.source, file, encoding, dialect) if file.size else None
        if first is not None:
            names = _names(first, dataset.format, file.path, known_names or (), excluded)
            out = frozenset(choose(excluded, names).names)
            selected = tuple(name for name in names if name not in out)
            return CsvTable(dataset.source, file.path, dialect, dataset.format.header, encoding, names, selected)
    return None


def _first_fields(source: str, file: File, encoding: str, dialect: CsvDialect) -> tuple[str, ...] | None:
    system, _ = file_system(source)
    with open_text(system, file.path, encoding) as text:
        first = read_first(Window(text, Segment(file.path, 0, file.size, file.size)), dialect)
    return None if first is None else first.fields


def _names(
    first: tuple[str, ...], settings: CsvFormat, path: str, known_names: tuple[str, ...], excluded: tuple[str, ...]
) -> tuple[str, ...]:
    if not settings.header:
        known = known_names if len(known_names) == len(first) else tuple(put_back(known_names, excluded))
        return known if len(known) == len(first) else numbered_names(len(first))
    names = header_names(first, path=path)
    given = [name for name, field in zip(names, first, strict=True) if name != field]
    if given:
        _log.warning(
            "%s: %d columns have an empty or a repeated name and are called %s", path, len(given), ", ".join(given)
        )
    return names
