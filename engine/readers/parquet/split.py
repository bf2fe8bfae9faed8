"""The rows of one split of a Parquet dataset, folded batch by batch."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import DatasetError
from engine.profile.typed.plain import plain
from engine.readers.parquet.batches import Gathered, coded_columns, read_batches, row_groups
from engine.readers.parquet.columns import Agreement, Leaf, Leaves, Shape, agree, leaves_of
from engine.readers.parquet.file import Opened, opened, reading_of
from engine.readers.parquet.nested import Positions, json_texts, member
from engine.readers.splits import Segment, Split
from engine.readers.store import File
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold
from engine.readers.tally import Found, Tally
from engine.wording import foreign, listed, quoted

if TYPE_CHECKING:
    from engine.readers.parquet.table import ParquetTable


def read_split(table: "ParquetTable", split: Split, fold: Fold) -> Stretch:
    """Fold the rows of those row groups of *split* that begin in it, in order."""
    gathered = Gathered(fold)
    tally = sum((_read_segment(table, segment, gathered.add) for segment in split), Tally())
    gathered.flush()
    return Stretch(split[0].begin, split[-1].end, tally)


def _read_segment(table: "ParquetTable", segment: Segment, fold: Fold) -> Tally:
    with opened(table.store, File(segment.path, segment.size), columns=len(table.selected)) as file:
        with reading_of(file.path):
            groups = row_groups(file.metadata, segment.begin, segment.end)
        if not groups:
            return Tally()
        leaves = leaves_of(file.schema())
        agreement = agree(table.leaves, leaves, table.wanted)
        _refuse_others(agreement, file.path, table.described_by)
        if agreement.wider:  # all is read again when the table has it
            return Tally(path=file.path, found=Found(wider=agreement.wider))
        wider: dict[str, Leaf] = {}
        for batch in _laid_out(table, file, groups, leaves, wider):
            fold(batch)
        return Tally(path=file.path, found=Found(wider=tuple(wider.values())))


def _refuse_others(agreement: Agreement, path: str, first: str) -> None:
    """Raise DatasetError where a file has other columns than the first one, or other types."""
    if agreement.missing or agreement.more:
        told = (("missing", agreement.missing), ("more", agreement.more))
        raise DatasetError(
            f"{path}: its columns are not those of {first}: "
            f"{' and '.join(f'{len(names)} are {word} ({listed(names)})' for word, names in told if names)}; all files of a "
            f"dataset must have the same columns, in any order",
            code="parquet-columns-differ",
        )
    if agreement.apart:
        told_types = "; ".join(
            f"{quoted(other.name)} is {_type(other)} here and {_type(one)} there" for one, other in agreement.apart[:3]
        )
        raise DatasetError(
            f"{path}: {len(agreement.apart)} of its columns are of other types than in {first}: {told_types}; "
            f"write all files of a dataset with one schema",
            code="parquet-types-differ",
        )


def _type(leaf: Leaf) -> str:
    return {Shape.VALUE: "{}", Shape.LIST: "a list of {}", Shape.JSON: "nested"}[leaf.shape].format(
        foreign(str(leaf.kind))
    )


def _laid_out(
    table: "ParquetTable", file: Opened, groups: list[int], leaves: Leaves, wider: dict[str, Leaf]
) -> Iterator[pa.RecordBatch]:
    """Yield batches of the selected columns; leaves that turn out to be wider are put into *wider*."""
    own = {leaf.name: leaf for leaf in leaves}
    sources = [_Source(leaf, own.get(leaf.name), table.spelled_true.get(leaf.name)) for leaf in table.wanted_leaves]
    paths = [source.own.name for source in sources if source.own is not None]
    # Within a struct Arrow joins no codes of several row groups.
    texts = frozenset(s.own.name for s in sources if s.own and len(s.own.path) == 1 and s.own.shape is Shape.VALUE)
    with reading_of(file.path):
        coded = coded_columns(file.metadata, groups, texts)
    for batch in read_batches(file, groups, paths, coded):
        columns = {name: values for source in sources for name, values in source.columns(batch, wider)}
        arrays = [columns[name] for name in table.selected]
        # Without a column Arrow would count no row.
        yield pa.RecordBatch.from_arrays(arrays, list(table.selected)) if arrays else batch.select([])


@dataclass(frozen=True, slots=True)
class _Source:
    """A leaf of the table and the same one in a file, `own`: None where it is below something that has no value there.

    `true` is how texts of booleans spell true, where that is said.
    """

    leaf: Leaf
    own: Leaf | None
    true: str | None

    def columns(self, batch: pa.RecordBatch, wider: dict[str, Leaf]) -> Iterator[tuple[str, pa.Array]]:
        """Yield the columns of *batch* by their names."""
        if self.own is None or self.own.empty:
            yield from ((name, pa.nulls(batch.num_rows, self.leaf.kind)) for name in self.leaf.names)
            return
        values = member(batch, self.own.path)
        if self.leaf.shape is Shape.LIST:
            yield from self._positions(values, wider)
        else:
            yield self.leaf.name, json_texts(values) if self.leaf.shape is Shape.JSON else self._cast(values)

    def _positions(self, lists: pa.Array, wider: dict[str, Leaf]) -> Iterator[tuple[str, pa.Array]]:
        positions, name = Positions(lists), self.leaf.name
        known = wider.get(name, self.leaf)
        if positions.width > known.width:
            wider[name] = replace(self.leaf, width=positions.width)
        for place, column in enumerate(self.leaf.names):
            yield column, self._cast(positions.at(place))

    def _cast(self, values: pa.Array) -> pa.Array:
        kind = self.leaf.kind
        if self.true is not None and pa.types.is_boolean(values.type):
            return pc.if_else(values, self.true, _FALSE[self.true])
        if self.own is not None and self.own.kind != kind:
            return _wider_values(plain(values), kind)
        return values


_FALSE = {"True": "False", "TRUE": "FALSE"}


def _wider_values(values: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return numbers as *kind*, which has room for them; of decimals as doubles the nearest ones, and of large integers too."""
    if pa.types.is_decimal(values.type) and pa.types.is_floating(kind):
        values = values.cast(pa.string())
    return values.cast(kind, safe=not pa.types.is_floating(kind))
