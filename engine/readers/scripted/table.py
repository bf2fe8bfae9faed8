"""Records of any format as a table of the rows that a script makes of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from engine.errors import ScriptError
from engine.job.dataset import Dataset
from engine.readers.capture.columns import CaptureColumns
from engine.readers.capture.damage import ragged_captures, remarks
from engine.readers.capture.records import CaptureRows, RowPlan
from engine.readers.csv.dialect import CsvDialect
from engine.readers.json.growing import GrowingTable
from engine.readers.json.late import apart_remarks, refuse_endless
from engine.readers.scripted.columns import row_columns
from engine.readers.scripted.options import Scripted
from engine.readers.scripted.taker import ScriptTaker
from engine.readers.splits import SPLIT_BYTES, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known
from engine.readers.tally import Found, Tally
from engine.readers.text.batch import without
from engine.readers.text.taking import read_lines
from engine.scripts.preprocess import preprocessing

_MOST_PASSES = 5
"""Two show all columns that a script returns, if it returns the same in every run."""

_ONE_SIDE = (True, False)
_NO_DIALECT = CsvDialect()


@dataclass(frozen=True, slots=True)
class ScriptedTable(GrowingTable):
    """Rows of a script: where the records lie, how they are read, and what the columns are.

    `passes` is how often columns were found. `selected` are the columns that are not excluded.
    """

    store: Store
    described_by: str
    dataset: Dataset[Scripted]
    known: Known
    found: Found
    columns: CaptureColumns
    selected: tuple[str, ...]
    passes: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return self.columns.names

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own."""
        return self.columns.named

    @property
    def encoding(self) -> str:
        """The text encoding of the files."""
        return self.dataset.format.lines.encoding(self.dataset)

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of about *split_bytes*, but for those whose text is recoded on the way."""
        whole = self.encoding != "utf-8"
        return plan_splits(files, whole=whole, split_bytes=split_bytes, compression=self.store.compression)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
        with self.taking(fold) as taker:
            return read_lines(self.store, self.encoding, split, taker, begin)

    @contextmanager
    def taking(self, fold: Fold) -> Iterator[ScriptTaker]:
        """Give what takes lines and hands their rows to *fold*; raises ScriptError where the script fails."""
        through = self.dataset.format
        plan = RowPlan(self.columns, self.selected, _ONE_SIDE, _NO_DIALECT, spellings=self.spellings)
        rows = CaptureRows(plan, without(through.lines.missing_values, fold))
        with preprocessing(through.script, through.lines.shape) as handler:
            yield ScriptTaker(through.lines.finder(self.store, self.dataset), rows, handler)

    def widened(self, found: Found) -> Self:
        """Return the table with the columns that were *found* beside its own; itself where there is none.

        Raises ScriptError where the script returns other names in each run, and DatasetError where there are more names
        than a table may have columns.
        """
        everything = self.found + found
        refuse_endless(everything, source=self.store.source)
        if everything == self.found:
            return self
        if self.passes > _MOST_PASSES:
            raise ScriptError(
                f"{self.dataset.format.script.path}: the names that it returns for the same records are others each time; "
                f"let it return the same names in every run",
                code="script-names-not-stable",
            )
        return self.having(everything)

    def having(self, found: Found) -> Self:
        """Return the table with the columns for what was *found*."""
        columns = row_columns(found, self.known.names, self.known.excluded)
        selected = self.known.selected(columns.names)
        return replace(self, found=found, columns=columns, selected=selected, passes=self.passes + 1)

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""
        yield from ragged_captures(tally)
        yield from remarks(tally)
        yield from apart_remarks(self.columns.apart)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too many lines are no records."""
        self.dataset.format.lines.refuse(tally, source=self.store.source, rows=rows)
