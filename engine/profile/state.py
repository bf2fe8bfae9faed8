"""The state of a dataset: its columns, and how many records went into them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import pyarrow as pa

from engine.profile.column import ColumnState
from engine.profile.in_block import Fields
from engine.profile.open_columns import OpenColumns
from engine.profile.packing import PackedColumns, pack, unpack


class DatasetState:
    """What is known of all records seen so far, column by column. Empty: no record.

    *domains* are known values of some columns, by name; how many values are among them is counted.

    States of the same columns join in the order of their records; the order matters for the last bits of sums and for the
    sketches, which is why callers merge along a fixed tree.
    """

    __slots__ = ("_columns", "_open", "names", "records")

    def __init__(self, names: Sequence[str], domains: Mapping[str, frozenset[str]] | None = None) -> None:
        self.names = tuple(names)
        self.records = 0
        known = domains or {}
        self._columns = tuple(ColumnState(known.get(name)) for name in self.names)
        self._open: OpenColumns | None = None

    @classmethod
    def of(cls, names: Sequence[str], columns: Iterable[ColumnState], records: int) -> Self:
        """Return the state of *records* records whose *columns* have these *names*."""
        state = cls(())
        state.names, state._columns, state.records = tuple(names), tuple(columns), records
        return state

    def __reduce__(self) -> tuple[object, ...]:
        """Travel as a few arrays."""
        return _unpacked, (self.names, self.records, pack(self.columns) if self.columns else None)

    @property
    def columns(self) -> tuple[ColumnState, ...]:
        """What is known of each column, in the order of the names."""
        if self._open is not None:
            self._open.settle()
            self._open = None
        return self._columns

    def update(self, batch: pa.RecordBatch) -> None:
        """Fold a batch in: one column for each name, in the order of the names, of texts or of any other type but nested."""
        self.update_columns(batch.columns, records=batch.num_rows)

    def update_columns(self, columns: Sequence[pa.Array], *, records: int) -> None:
        """Fold in so many *records*, whose values stand in *columns*, in the order of the names; there may be none."""
        self.records += records
        for state, values in zip(self.columns, columns, strict=True):
            state.update(values)

    def update_fields(self, fields: Fields) -> None:
        """Fold in texts that stand in a block, one column for each name, in the order of the names."""
        if len(fields.order) != len(self.names):
            raise ValueError("there is not one column of fields for each name")
        self.records += fields.rows
        if not self.names:
            return
        if self._open is None:
            self._open = OpenColumns(self._columns)
        self._open.update(fields)

    def merge(self, other: "DatasetState") -> None:
        """Join with the records that came after; *other* stays as it is."""
        if self.names != other.names:
            raise ValueError("states of different columns cannot be merged")
        self.records += other.records
        for ours, theirs in zip(self.columns, other.columns, strict=True):
            ours.merge(theirs)


def _unpacked(names: tuple[str, ...], records: int, packed: PackedColumns | None) -> DatasetState:
    return DatasetState.of(names, () if packed is None else unpack(packed), records)
