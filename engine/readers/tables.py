"""A dataset as a table: what its columns are, and how a part of it is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

import pyarrow as pa

from engine.job.quality import ModelQuality
from engine.job.semantics import Semantics
from engine.profile.in_block import Fields
from engine.readers.answers.attributes import columns_of
from engine.readers.choice import choose
from engine.readers.splits import SPLIT_BYTES, Segment, Split
from engine.readers.store import File
from engine.readers.stretch import Stretch
from engine.readers.tally import Found, Tally

Fold = Callable[[pa.RecordBatch], object]
"""Takes the rows of a batch."""


def fields_fold(fold: Fold) -> Callable[[Fields], None] | None:
    """Return the `take_fields` of *fold*, which takes texts where they stand in a block; None where it takes batches alone."""
    return getattr(fold, "take_fields", None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the columns before the data are looked at.

    `names` are those of a baseline, empty without one: columns without names take them, by position. Columns that are
    `excluded`, by name or by position, are not selected. `spelled_true` says how columns spell true where JSON's own
    spelling is not theirs, by name: "True" or "TRUE". `quality` names the attributes that are read, and no other column,
    where a model's answers are what the data are read for.
    """

    names: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    semantics: Semantics = Semantics.CORRECTED
    spelled_true: Mapping[str, str] = field(default_factory=dict, hash=False)
    quality: ModelQuality | None = None

    def selected(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the columns *names* that are not excluded, in their order."""
        if self.quality is not None:
            return columns_of(self.quality, names)
        out = frozenset(choose(self.excluded, names).names)
        return tuple(name for name in names if name not in out)


class Columns(Protocol):
    """What columns a dataset has, wherever its records are."""

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""

    @property
    def selected(self) -> tuple[str, ...]:
        """The columns that are read, in order: those that are not excluded."""

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own, so that they go by name and not by position."""

    @property
    def settled(self) -> bool:
        """Whether the first look has shown all columns; otherwise any record may have more."""


class Table(Columns, Protocol):
    """A dataset of one format as a table, which travels to Spark's tasks and reads its splits there."""

    @property
    def described_by(self) -> str:
        """The path of the file whose first records gave the columns."""

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into pieces of work, of about *split_bytes*, that do not depend on the machine."""

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order, as batches of the selected columns.

        *begin* is the offset of its first record in its file, where that is known.
        """

    def widened(self, found: Found) -> "Table":
        """Return the table with the columns that were *found* beside its own; itself where there is none.

        Raises an EngineError where columns come without end.
        """

    def otherwise_named(self) -> "OtherNames | None":
        """Return the names that the columns may have instead, where a setting decides that; None where none does."""

    def line_of(self, file: Segment, row: int) -> int | None:
        """Return the line that a *row* of a *file*, from 0, begins in, from 1; None where rows have no lines of their own."""

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too much is wrong with the records, of which *rows* rows came."""


@dataclass(frozen=True, slots=True)
class OtherNames:
    """Another way to name the columns, in their order, and the sentence for the log where their types fit it better."""

    names: tuple[str, ...]
    hint: str


class RowsWithoutLines:
    """A table whose rows have no lines of their own, or none that are looked for."""

    __slots__ = ()

    def line_of(self, file: Segment, row: int) -> int | None:  # noqa: ARG002 - the form of a table
        """Return None."""
        return None


class SettledTable(RowsWithoutLines):
    """What is the same in every table whose first look has shown all columns, and whose every record is read."""

    __slots__ = ()

    @property
    def settled(self) -> bool:
        """Say that no record has more columns."""
        return True

    def widened(self, found: Found) -> Self:  # noqa: ARG002 - the form of a table
        """Return the table itself."""
        return self

    def otherwise_named(self) -> OtherNames | None:
        """Return None: the columns have the names that they have."""
        return None

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Refuse nothing."""
