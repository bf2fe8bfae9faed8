"""The rows of most captured records: one each, of CSV with nothing to look at but delimiters; compiled."""

import numpy as np
from numba import njit

from engine.readers.capture.envelope.decode import CSV
from engine.readers.capture.envelope.statuses import SIDE
from engine.readers.csv.plain_records import plain_record

FIRST, POSITIONS = range(2)
"""Of each side's layout: the first of its columns with a position, and how many there are."""

NO_BYTE, ANY_BYTE, FEWER = -1, -2, -3
"""What stands for the first byte of a header: there is none, there is one of no bytes; and that records are not like most."""


@njit
def first_bytes(sides, layout, headers, columns) -> np.ndarray:
    """Return which byte a header of each side begins with; NO_BYTE for none.

    That of the first side is FEWER where some of the *columns* have no position on a side that is read.
    """
    firsts, positions = np.full(2, NO_BYTE, np.int64), 0
    for side in range(2):
        text, name_ends = headers[side]
        first, width = layout[side, FIRST], layout[side, POSITIONS]
        if not sides[side]:
            continue
        positions += width
        if not width:
            positions = -columns
        elif len(name_ends) > 1:
            begins = name_ends[first] < name_ends[first + 1]
            firsts[side] = text[name_ends[first]] if begins else ANY_BYTE
    if positions != columns or not columns:
        firsts[0] = FEWER
    return firsts


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
            plain = (
                kind == CSV
                and begin < end
                and firsts[side] != ANY_BYTE
                and firsts[side] != block[begin]
                and plain_record(
                    block, begin, end, kinds, stops, quote, layout[side, FIRST], layout[side, POSITIONS], row, starts, ends,
                    forms,
                )
            )  # fmt: skip
    return plain
