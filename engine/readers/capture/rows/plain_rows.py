"""The rows of most captured records: one each, of CSV with nothing to look at but delimiters, or JSON like before; compiled."""

import numpy as np
from numba import njit

from engine.readers.capture.envelope.decode import CSV
from engine.readers.capture.envelope.statuses import SIDE
from engine.readers.capture.rows.alike import is_json, is_row_alike
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
def are_all_spanned(sides, spans, columns) -> bool:
    """Whether each of the *columns* is one of a side that is read."""
    spanned = 0
    for side in range(2):
        if sides[side]:
            spanned += spans[side, 1] - spans[side, 0]
    return spanned == columns


@njit(inline="always")
def plain_row(
    block, record, sides, layout, spans, kinds, stops, quote, firsts, bodies, facts, fitting, row, starts, ends, forms
) -> bool:  # fmt: skip
    """Fill the fields of a record of one row whose sides are plain, those that are read; its JSON is like that before.

    A side of CSV is plain where it has as many plain fields as it has columns, all with a position, and begins with no name of
    a column; a body where it is one row, of values that are in their places. False otherwise, and then the row may be filled with
    something else.
    """
    plain = True
    for side in range(2):
        begin, end, kind = record[SIDE + 3 * side], record[SIDE + 3 * side + 1], record[SIDE + 3 * side + 2]
        first, width = layout[side, FIRST], layout[side, POSITIONS]
        if not plain or not sides[side]:
            continue
        if kind == CSV:
            plain = (
                0 < width == spans[side, 1] - spans[side, 0]
                and begin < end
                and firsts[side] != ANY_BYTE
                and firsts[side] != block[begin]
                and plain_record(block, begin, end, kinds, stops, quote, first, width, row, starts, ends, forms)
            )
        else:
            plain = is_json(record, side) and is_row_alike(bodies, facts, fitting, side, width)
    return plain
