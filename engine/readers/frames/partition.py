"""The rows of a DataFrame as states: its nested columns laid out, and a state that widens where longer lists come.

A file is read again where a list turns out to be longer than those seen so far; a DataFrame is computed once. So each
partition has as many columns as its own lists need, and states of different widths join: what only one of them has was
missing in all rows of the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import DatasetError
from engine.profile.column import ColumnState
from engine.profile.state import DatasetState
from engine.readers.json.names import MOST_NAMES
from engine.readers.parquet.columns import Leaf, Leaves, Shape, names_of_all
from engine.readers.parquet.nested import Positions, json_texts, member
from engine.wording import listed

_FALSE = {"True": "False", "TRUE": "FALSE"}


class Part:
    """What is known of some rows: the leaves, as wide as the lists among them, and the state of their columns.

    Parts join in the order of their rows, along a fixed tree.
    """

    __slots__ = ("leaves", "state")

    def __init__(self, leaves: Leaves, state: DatasetState) -> None:
        self.leaves = leaves
        self.state = state

    def merge(self, other: "Part") -> None:
        """Join with the rows that came after; *other* is changed, for it gets the columns that only this one has."""
        pairs = zip(self.leaves, other.leaves, strict=True)
        leaves = tuple(replace(one, width=max(one.width, two.width)) for one, two in pairs)
        known = _columns_of(other.state) | _columns_of(self.state)
        names = tuple(name for name in names_of_all(leaves) if name in known)
        for part in (self, other):
            part.leaves = leaves
            part.state = _widened(part.state, {name: known[name].members.known for name in names})
        self.state.merge(other.state)


def _columns_of(state: DatasetState) -> dict[str, ColumnState]:
    return dict(zip(state.names, state.columns, strict=True))


def _widened(state: DatasetState, domains: Mapping[str, frozenset[str] | None]) -> DatasetState:
    """Return *state* with columns of the names in *domains*, in their order; new ones have been missing in all records."""
    names = tuple(domains)
    if names == state.names:
        return state
    known = _columns_of(state)
    columns = (known.get(name) or ColumnState.of_missing(state.records, domains[name]) for name in names)
    return DatasetState.of(names, columns, state.records)


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a partition are folded: `names` are the columns as they come, `leaves` what is read of them.

    Of the columns of the leaves those that are `excluded` are left out. `domains` are known values of some columns, to count
    members of, and `spelled_true` is how columns spell true, otherwise than JSON; both by name.
    """

    names: tuple[str, ...]
    leaves: Leaves
    excluded: frozenset[str] = frozenset()
    domains: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spelled_true: Mapping[str, str] = field(default_factory=dict)

    def empty(self) -> Part:
        """Return what is known of no row."""
        return Part(self.leaves, DatasetState(self.selected(self.leaves), self.domains))

    def selected(self, leaves: Leaves) -> tuple[str, ...]:
        """Return the names of the columns of *leaves* that are not excluded."""
        return tuple(name for name in names_of_all(leaves) if name not in self.excluded)

    def fold(self, batches: Iterable[pa.RecordBatch]) -> Part:
        """Return what is known of the rows of *batches*, which have the columns in the order of `names`.

        Raises DatasetError where lists give more columns than a dataset may have, or columns that are there already.
        """
        part = self.empty()
        for batch in batches:
            self._update(part, batch.rename_columns(list(self.names)) if self.names else batch)
        return part

    def _update(self, part: Part, batch: pa.RecordBatch) -> None:
        values = {leaf.path: member(batch, leaf.path) for leaf in part.leaves}
        lists = {leaf.path: Positions(values[leaf.path]) for leaf in part.leaves if leaf.shape is Shape.LIST}
        self._widen(part, {path: positions.width for path, positions in lists.items()})
        arrays = self._arrays(part.leaves, values, lists)
        part.state.update_columns(arrays, records=batch.num_rows)

    def laid_out(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """Return the selected columns of a *batch*, which has the columns in the order of `names`; its lists are no longer
        than the leaves are wide.
        """
        named = batch.rename_columns(list(self.names)) if self.names else batch
        values = {leaf.path: member(named, leaf.path) for leaf in self.leaves}
        lists = {leaf.path: Positions(values[leaf.path]) for leaf in self.leaves if leaf.shape is Shape.LIST}
        return self._arrays(self.leaves, values, lists)

    def _arrays(
        self, leaves: Leaves, values: Mapping[tuple[str, ...], pa.Array], lists: Mapping[tuple[str, ...], Positions]
    ) -> list[pa.Array]:
        columns: dict[str, pa.Array] = {}
        for leaf in leaves:
            columns |= dict(_laid_out(leaf, values[leaf.path], lists.get(leaf.path)))
        return [_spelled(columns[name], self.spelled_true.get(name)) for name in self.selected(leaves)]

    def _widen(self, part: Part, widths: Mapping[tuple[str, ...], int]) -> None:
        leaves = tuple(replace(leaf, width=max(leaf.width, widths.get(leaf.path, 0))) for leaf in part.leaves)
        if leaves == part.leaves:
            return
        refuse_names(names_of_all(leaves))
        part.leaves = leaves
        part.state = _widened(part.state, {name: self.domains.get(name) for name in self.selected(leaves)})


def _laid_out(leaf: Leaf, values: pa.Array, lists: Positions | None) -> Iterator[tuple[str, pa.Array]]:
    """Yield the columns of *leaf* by their names."""
    if lists is not None:
        yield from ((name, lists.at(place)) for place, name in enumerate(leaf.names))
    else:
        yield leaf.name, json_texts(values) if leaf.shape is Shape.JSON else values


def _spelled(values: pa.Array, true: str | None) -> pa.Array:
    """Return booleans as texts where *true* says how theirs is spelled."""
    if true is None or not pa.types.is_boolean(values.type):
        return values
    return pc.if_else(values, true, _FALSE[true])


def refuse_names(names: tuple[str, ...]) -> None:
    """Raise DatasetError where two columns have one name, and where there are too many."""
    if len(names) > MOST_NAMES:
        raise DatasetError(
            f"The DataFrame has more than {MOST_NAMES} columns with every position of its arrays, as if arrays were data of "
            f"their own: exclude the arrays, or select what is to be monitored of them as columns",
            code="frame-columns-endless",
        )
    if repeated := [name for name, times in Counter(names).items() if times > 1]:
        raise DatasetError(
            f"Several columns of the DataFrame are called {listed(repeated)}, members of structs and "
            f"positions of arrays among them: give each a name of its own, or exclude them",
            code="frame-names-repeated",
        )


def as_batch(number: int, part: bytes) -> pa.RecordBatch:
    """Return one row for Spark: the *number* of a partition, and what has come of it."""
    return pa.RecordBatch.from_arrays(
        [pa.array([number], pa.int32()), pa.array([part], pa.binary())], ["number", "part"]
    )
