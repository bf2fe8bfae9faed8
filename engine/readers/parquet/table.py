"""A Parquet dataset as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.errors import DatasetError
from engine.readers.json.names import MOST_NAMES
from engine.readers.parquet.batches import read_batches
from engine.readers.parquet.columns import Leaf, Leaves, Shape, leaves_of, names_of_all, with_wider
from engine.readers.parquet.file import Opened, opened, refuse_short
from engine.readers.parquet.nested import Positions, member
from engine.readers.parquet.split import read_split
from engine.readers.splits import SPLIT_BYTES, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known, OtherNames, RowsWithoutLines
from engine.readers.tally import Found, Tally
from engine.wording import listed


@dataclass(frozen=True, slots=True)
class ParquetTable(RowsWithoutLines):
    """A Parquet dataset as a table: where it lies, the first file's leaves with what later ones add, and the columns.

    `wanted` are the names of the leaves of which something is read. Whether a list has more positions than those seen so
    far, and a file wider types, only reading tells.
    """

    store: Store
    described_by: str
    known: Known
    leaves: Leaves
    names: tuple[str, ...]
    selected: tuple[str, ...]
    wanted: frozenset[str]

    @property
    def named(self) -> bool:
        """Say that the columns have names of their own."""
        return True

    @property
    def settled(self) -> bool:
        """Whether no record has more columns: none of the leaves is a list."""
        return all(leaf.shape is not Shape.LIST and not leaf.empty for leaf in self.leaves)

    @property
    def wanted_leaves(self) -> Leaves:
        """The leaves of which something is read, in order."""
        return tuple(leaf for leaf in self.leaves if leaf.name in self.wanted)

    @property
    def spelled_true(self) -> Mapping[str, str]:
        """How booleans spell true, by the names of columns that do so otherwise than JSON."""
        return self.known.spelled_true

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* into ranges of about *split_bytes*; a row group belongs to the range that it begins in."""
        return plan_splits(files, split_bytes=split_bytes, compression=lambda _path: None)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:  # noqa: ARG002 - the form of a table
        """Fold the rows of *split*, in order."""
        return read_split(self, split, fold)

    def widened(self, found: Found) -> "ParquetTable":
        """Return the table with room for what was *found*; itself where it has it.

        Raises DatasetError where there are more columns than a table may have.
        """
        leaves = with_wider(self.leaves, found.wider)
        return self if leaves == self.leaves else _table(self, leaves)

    def otherwise_named(self) -> OtherNames | None:
        """Return None: the columns have the names that they have."""
        return None

    def remarks(self, tally: Tally) -> Iterator[str]:  # noqa: ARG002 - the form of a table
        """Yield nothing: what is odd about a Parquet file is an error."""
        return iter(())

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Refuse nothing."""


def describe_table(store: Store, files: tuple[File, ...], known: Known) -> ParquetTable | None:
    """Find the columns by a look at the first file; None where there is no file.

    Raises DatasetError where one of *files* is too short to be Parquet.
    """
    for file in files:
        refuse_short(file)
    if not files:
        return None
    with opened(store, files[0], columns=1) as first:
        leaves = leaves_of(first.schema())
        empty = ParquetTable(store, first.path, known, (), (), (), frozenset())
        return _table(empty, with_wider(leaves, tuple(_first_lists(first, leaves))))


def _table(table: ParquetTable, leaves: Leaves) -> ParquetTable:
    """Return *table* with *leaves*."""
    names = names_of_all(leaves)
    _refuse_columns(names, table.described_by)
    selected = table.known.selected(names)
    among = frozenset(selected)
    # A list without a position yet, or something without a type, may become a column that is read.
    wanted = frozenset(leaf.name for leaf in leaves if not leaf.names or among.intersection(leaf.names))
    return replace(table, leaves=leaves, names=names, selected=selected, wanted=wanted)


def _refuse_columns(names: tuple[str, ...], path: str) -> None:
    """Raise DatasetError where two columns have one name, and where there are too many."""
    if len(names) > MOST_NAMES:
        raise DatasetError(
            f"{path}: it has more than {MOST_NAMES} columns with every position of its lists, as if lists were data of "
            f"their own; leave the lists out of the files, or write what is to be monitored of them as columns",
            code="parquet-columns-endless",
        )
    repeated = (
        [name for place, name in enumerate(names) if name in names[:place]] if len(set(names)) < len(names) else []
    )
    if repeated:
        raise DatasetError(
            f"{path}: several columns are called {listed(dict.fromkeys(repeated))}, members of structs and positions of "
            f"lists among them; give each a name of its own",
            code="parquet-names-repeated",
        )


_FIRST_ROWS = 1000


def _first_lists(file: Opened, leaves: Leaves) -> Iterator[Leaf]:
    """Yield the lists with so many positions as they have in the first rows."""
    lists = [leaf for leaf in leaves if leaf.shape is Shape.LIST]
    if not lists or not file.metadata.num_row_groups:
        return
    batch = next(read_batches(file, [0], [leaf.name for leaf in lists]), None)
    if batch is not None:
        first = batch.slice(0, _FIRST_ROWS)
        yield from (replace(leaf, width=Positions(member(first, leaf.path)).width) for leaf in lists)
