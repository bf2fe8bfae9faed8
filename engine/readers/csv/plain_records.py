"""The loop for most records of delimited text: those with no other character to look at than delimiters, quotes and line ends; compiled."""

import numpy as np
from numba import njit

from engine.profile.swar import find_bytes, trailing_zeros
from engine.readers.csv.stops import ALL, AT_ONCE, CR, FIELD_END, LF, LOOK, RECORD_END
from engine.readers.text.gather import PLAIN

BLANK, TAB = 32, 9


@njit
def plain_records(block, at, stop, end, final, dialect, shift, row, places) -> tuple[int, int, int]:
    """Read records that begin at *at* and before *stop* for as long as they are like most.

    Such a record has as many fields as there are columns, ends with a LF or CR LF, or at *end* where that is *final*, and each
    of its fields is plain or stands in quotes with no other character to look at. Returns (rows now, where it stopped, line
    ends passed). Where it stopped, a record begins that is to be read by all the rules.
    """
    starts, ends, forms = places.starts, places.ends, places.forms
    kinds, stops, quote = dialect.kinds, dialect.stops, dialect.quote
    one, two, three, four = stops[0], stops[1], stops[2], stops[3]
    width, room = starts.shape
    field, begin, seen, bits, lines = 0, at, at, np.uint64(0), 0
    while row < room and at < stop and begin < end:
        quoted = block[begin] == quote
        if quoted:
            place = begin + 1
            while place < end and block[place] != quote and kinds[block[place]] <= FIELD_END:
                place += 1
            place += 1
            if place > end or block[place - 1] != quote:
                break
            if place < seen:
                bits &= ALL << np.uint64(place - seen + AT_ONCE)
            else:
                seen, bits = place, np.uint64(0)
        while not bits and seen + AT_ONCE <= len(block):
            bits = find_bytes(block, seen, one, two, three, four)
            seen += AT_ONCE
        if not bits:
            break
        here = seen - AT_ONCE + np.int64(trailing_zeros(bits))
        bits &= bits - np.uint64(1)
        if here >= end and final:  # as a captured payload ends, of which there are as many as records
            here, kind, behind = end, RECORD_END, end
        elif here >= end:
            break
        else:
            kind, behind = kinds[block[here]], here + 1
        if quoted and here != place:
            break
        if kind == LOOK and block[here] == CR and behind < end and block[behind] == LF and kinds[LF] == RECORD_END:
            kind, behind = RECORD_END, behind + 1
            if bits:
                bits &= bits - np.uint64(1)
            elif seen < behind:
                seen = behind
        if kind == LOOK or field >= width:
            break
        last = kind == RECORD_END
        if last and (field + 1 < width or (not field and _may_be_blank(block[begin]))):
            break
        starts[field, row], ends[field, row], forms[field, row] = shift + begin + quoted, shift + here - quoted, PLAIN
        field, begin = field + 1, behind
        if last:
            row, at, field, lines = row + 1, behind, 0, lines + (here < end)
    return row, at, lines


@njit(inline="always")
def plain_record(block, begin, end, kinds, stops, quote, first, width, row, starts, ends, forms) -> bool:
    """Fill the *width* fields from *first* on of one record, which is all of block[begin:end], where it is like most.

    So it is where its fields are as many as that, plain, and not in quotes: false otherwise, and then the fields may be filled
    with something else.
    """
    if end == begin or begin + (end - begin + AT_ONCE - 1) // AT_ONCE * AT_ONCE > len(block):
        return False
    one, two, three, four = stops[0], stops[1], stops[2], stops[3]
    field, last, at = first, first + width - 1, begin
    for seen in range(begin, end, AT_ONCE):
        bits = find_bytes(block, seen, one, two, three, four)
        if end - seen < AT_ONCE:
            bits &= ~(ALL << np.uint64(end - seen))
        while bits:
            here = seen + np.int64(trailing_zeros(bits))
            bits &= bits - np.uint64(1)
            if kinds[block[here]] != FIELD_END or field >= last or block[at] == quote:
                return False
            starts[field, row], ends[field, row], forms[field, row] = at, here, PLAIN
            field, at = field + 1, here + 1
    if field != last or (at < end and block[at] == quote) or (width == 1 and _may_be_blank(block[begin])):
        return False
    starts[field, row], ends[field, row], forms[field, row] = at, end, PLAIN
    return True


@njit(inline="always")
def _may_be_blank(byte) -> bool:
    """Whether a line of one column that begins with *byte* may hold nothing but blanks."""
    return byte in (LF, CR, BLANK, TAB)
