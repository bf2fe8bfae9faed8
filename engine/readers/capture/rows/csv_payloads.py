"""The rows of a CSV payload, whatever it begins with and however many they are; compiled."""

import numpy as np
from numba import njit

from engine.readers.csv.tokeniser import COUNTS, LONG, SHORT, fill_records
from engine.readers.json.tape import says
from engine.readers.text.gather import PLAIN, Places

_QUOTE = 34


@njit
def _is_header(block, starts, ends, forms, row, first, width, header) -> bool:
    """Whether the fields of a row are the names of their columns."""
    text, name_ends = header
    for i in range(width):
        column = first + i
        begin, size = name_ends[column], name_ends[column + 1] - name_ends[column]
        at = starts[column, row]
        if forms[column, row] != PLAIN or ends[column, row] - at != size:
            return False
        if not says(block, at, ends[column, row], text[begin : begin + size]):
            return False
    return True


@njit
def _may_be_header(block, begin, end, first, header) -> bool:
    """Whether a payload begins with the name of its first column: a quick look at every payload."""
    text, name_ends = header
    if begin < end and block[begin] == _QUOTE:
        begin += 1
    return says(block, begin, end, text[name_ends[first] : name_ends[first + 1]])


@njit
def _past_known_header(block, begin, end, dialect, header) -> int:
    """Return where a payload of yet unknown width goes on behind its header: some first or last names of the baseline.

    *begin* where it has none.
    """
    known = len(header[1]) - 1
    line = Places(np.zeros((known, 1), np.int32), np.zeros((known, 1), np.int32), np.zeros((known, 1), np.uint8))
    counts, ragged = np.zeros(COUNTS, np.int64), np.full((1, 2), known, np.int64)
    filled, following = fill_records(
        block, begin, begin + 1, end, True, dialect, 0, 0, line, counts, ragged,
    )  # fmt: skip
    fields = ragged[0, 1]
    if not filled or fields > known:
        return begin
    text, name_ends = header
    for first in (0, known - fields):
        names = text, name_ends[first : first + fields + 1]
        if _is_header(block, line.starts, line.ends, line.forms, 0, 0, fields, names):
            return following
    return begin


@njit(inline="always")
def csv_rows(block, begin, end, dialect, first, width, header, row, places, counts, ragged) -> tuple[int, int]:
    """Fill the columns of one side from a CSV payload; return (rows, headers passed over), -1 rows for no room."""
    starts, ends, forms = places
    if not width and len(header[1]) > 1:
        following = _past_known_header(block, begin, end, dialect, header)
        if following > begin:
            filled, at = fill_records(
                block, following, end, end, True, dialect, 0, row, Places(starts[:0], ends[:0], forms[:0]), counts,
                ragged,
            )  # fmt: skip
            return (-1 if at < end else filled - row), 1
    mine = Places(starts[first : first + width], ends[first : first + width], forms[first : first + width])
    headers = 0
    if width and len(header[1]) > 1 and _may_be_header(block, begin, end, first, header):
        filled, following = fill_records(
            block, begin, begin + 1, end, True, dialect, 0, row, mine, counts, ragged,
        )  # fmt: skip
        whole = filled > row and not counts[SHORT] + counts[LONG]
        if whole and _is_header(block, starts, ends, forms, row, first, width, header):
            headers, begin = 1, following
        counts[:] = 0
    filled, at = fill_records(
        block, begin, end, end, True, dialect, 0, row, mine, counts, ragged,
    )  # fmt: skip
    return (-1 if at < end else filled - row), headers


@njit
def one_line_of_rows(block, begin, end, dialect, column, row, rows, places) -> bool:
    """Take the fields of a CSV payload of one line as one value for each of *rows* rows, where it has so many.

    Some servers answer a batch in one line.
    """
    starts, ends, forms = places
    line = Places(np.zeros((rows, 1), np.int32), np.zeros((rows, 1), np.int32), np.zeros((rows, 1), np.uint8))
    counts, ragged = np.zeros(COUNTS, np.int64), np.zeros((1, 2), np.int64)
    filled, _ = fill_records(
        block, begin, end, end, True, dialect, 0, 0, line, counts, ragged,
    )  # fmt: skip
    if filled != 1 or counts[SHORT] + counts[LONG]:
        return False
    for i in range(rows):
        starts[column, row + i], ends[column, row + i], forms[column, row + i] = (
            line.starts[i, 0],
            line.ends[i, 0],
            line.forms[i, 0],
        )
    return True
