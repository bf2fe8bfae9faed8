"""The rows of most captured records: one each, of CSV with nothing to look at but delimiters; compiled."""

import numpy as np
from numba import njit

from engine.readers.capture.envelope.decode import CSV
from engine.readers.capture.envelope.statuses import SIDE
from engine.readers.csv.plain_records import plain_record

FIRST, POSITIONS = range(2)
"""Of each side's layout: the first of its columns with a position, and how many there are."""

NO_BYTE, ANY_BYTE = -1, -2
"""What stands for the first byte of a header: there is none, and there is one of no bytes."""


@njit
def first_bytes(layout, headers) -> np.ndarray:
    """Return which byte a header of each side begins with; NO_BYTE for none."""
    firsts = np.full(2, NO_BYTE, np.int64)
    for side in range(2):
        text, name_ends = headers[side]
        first = layout[side, FIRST]
        if layout[side, POSITIONS] and len(name_ends) > 1:
            begins = name_ends[first] < name_ends[first + 1]
            firsts[side] = text[name_ends[first]] if begins else ANY_BYTE
    return firsts


@njit
def are_all_positions(sides, layout, columns) -> bool:
    """Whether all the *columns* have a position on a side that is read, and each such side has some."""
    positions = 0
    for side in range(2):
        if sides[side]:
            positions += layout[side, POSITIONS] if layout[side, POSITIONS] else -columns
    return positions == columns and columns > 0


@njit(inline="always")
def plain_side(block, begin, end, kinds, stops, quote, first, width, first_byte, row, starts, ends, forms) -> bool:
    """Fill the *width* columns of a CSV payload of one plain row, which begins with no name of a column; false otherwise."""
    return (
        begin < end
        and first_byte != ANY_BYTE
        and first_byte != block[begin]
        and plain_record(block, begin, end, kinds, stops, quote, first, width, row, starts, ends, forms)
    )


@njit(inline="always")
def plain_row(block, records, place, sides, layout, kinds, stops, quote, firsts, row, starts, ends, forms) -> bool:
    """Fill the fields of a record of one row that is CSV on all sides that are read, where it is like most.

    So it is where each side has as many plain fields as it has columns, which are all there are, and begins with no name of a
    column; false otherwise, and then the row may be filled with something else.
    """
    plain = True
    for side in range(2):
        if plain and sides[side]:
            begin, end, kind = (
                records[place, SIDE + 3 * side], records[place, SIDE + 3 * side + 1], records[place, SIDE + 3 * side + 2],
            )  # fmt: skip
            plain = kind == CSV and plain_side(
                block, begin, end, kinds, stops, quote, layout[side, FIRST], layout[side, POSITIONS], firsts[side], row,
                starts, ends, forms,
            )  # fmt: skip
    return plain
