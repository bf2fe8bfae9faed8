"""The state of a dataset on its way between processes: a few arrays for all columns, where each column has a dozen objects.

What is packed shares memory when it is unpacked: the columns have views of the arrays, which they change in place or replace.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.profile.column import ColumnState
from engine.profile.kll import KllSketch


@dataclass(frozen=True, slots=True)
class PackedColumns:
    """Columns, one row of each array for each; `items` are those of all sketches, level after level, `sizes` of each level.

    `counts` are of types, negative and whole numbers; `turns` are the compactions and the offset of each level.
    """

    counts: np.ndarray
    registers: np.ndarray
    moments: np.ndarray
    items: np.ndarray
    levels: np.ndarray
    sizes: np.ndarray
    turns: np.ndarray
    categories: tuple[dict[str, int] | None, ...]
    domains: tuple[tuple[frozenset[str] | None, int], ...]


def pack(columns: Sequence[ColumnState]) -> PackedColumns:
    """Return the *columns*, one or more, packed."""
    sketches = [column.numbers.sketch for column in columns]
    levels = [level for sketch in sketches for level in sketch.levels]
    return PackedColumns(
        counts=np.array([(*each.types.counts.tolist(), each.types.negative, each.types.whole) for each in columns]),
        registers=np.stack([column.distinct.registers for column in columns]),
        moments=np.stack([column.numbers.moments.packed for column in columns]),
        items=np.concatenate(levels),
        levels=np.array([len(sketch.levels) for sketch in sketches]),
        sizes=np.array([len(level) for level in levels]),
        turns=np.array([turn for sketch in sketches for turn in sketch.turns]),
        categories=tuple(column.categories.counts for column in columns),
        domains=tuple((column.members.known, column.members.count) for column in columns),
    )


def unpack(packed: PackedColumns) -> tuple[ColumnState, ...]:
    """Return the columns that were packed."""
    columns = []
    ends = np.cumsum(packed.sizes).tolist()
    begins, turns, first = [0, *ends], packed.turns.tolist(), 0
    for place, height in enumerate(packed.levels.tolist()):
        known, members = packed.domains[place]
        column = ColumnState(known)
        *types, column.types.negative, column.types.whole = packed.counts[place].tolist()
        column.types.counts[:] = types
        column.distinct.registers = packed.registers[place]
        column.categories.counts, column.members.count = packed.categories[place], members
        column.numbers.moments.packed = packed.moments[place]
        levels = [packed.items[begins[level] : ends[level]] for level in range(first, first + height)]
        column.numbers.sketch = KllSketch.of(levels, turns[first : first + height])
        columns.append(column)
        first += height
    return tuple(columns)
