"""Finding the fields of delimited text, compiled: one state machine for record ends and for fields.

Why not a library's reader: a split begins and ends at record ends that only the machine itself can tell, rows with too
few or too many fields are kept as Spark's permissive mode keeps them, and line ends, quotes and escapes are settings.

A field is quoted when it begins with a quote. Inside, a doubled quote is a quote and a delimiter or line end is data;
behind the closing quote the field goes on as plain text. An escape makes the next byte data, anywhere; the last byte of
a text is never an escape. A quote that nothing closes up to the text's end is data, and its field a plain one.
"""

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.csv.plain_records import BLANK, TAB, plain_records
from engine.readers.csv.stops import CR, FIELD_END, LF, LOOK, RECORD_END, borrowed_dialect, next_stop
from engine.readers.text.gather import ESCAPED, MIXED, PLAIN, QUOTED, Places

SHORT, LONG, LINES, OPEN, OPEN_LINE = range(5)
"""The places of a tally: records with too few fields, with too many, line ends passed, quotes that never close, and the
line that the first record with one of these begins at, from 1."""

COUNTS = 5
"""How many places a tally has."""

_TORN, _OPEN = -1, -2


@njit(inline="always")
def _line_end(block, at, end, record_delimiter) -> int:
    """Return the length of the record end at *at*: 0 where there is none; a CR at the block's end counts 1."""
    if len(record_delimiter):
        if at + len(record_delimiter) > end:
            return 0
        for i in range(len(record_delimiter)):
            if block[at + i] != record_delimiter[i]:
                return 0
        return len(record_delimiter)
    if block[at] == LF:
        return 1
    if block[at] == CR:
        return 2 if at + 1 < end and block[at + 1] == LF else 1
    return 0


@njit(inline="always")
def _half_line_end(block, at, end, size, record_delimiter) -> bool:
    """Whether the record end at *at* is a CR that a LF may follow behind *end*."""
    return size == 1 and at + 1 == end and block[at] == CR and not len(record_delimiter)


@njit(inline="always")
def _empty_line(block, at, end, final, field_delimiter, record_delimiter) -> int:
    """Return the length, with its end, of the line at *at* if it holds nothing but blanks; 0 where it holds a record.

    -1 where what is behind *end* decides. A blank that delimits fields is none.
    """
    stop = at
    while stop < end and block[stop] in (BLANK, TAB) and block[stop] != field_delimiter[0]:
        if len(record_delimiter) and block[stop] == record_delimiter[0]:
            break
        stop += 1
    if stop == end:
        return end - at if final else _TORN
    size = _line_end(block, stop, end, record_delimiter)
    if size and not final and _half_line_end(block, stop, end, size, record_delimiter):
        return _TORN
    return stop - at + size if size else 0


@njit(inline="always")
def _delimiter(block, at, end, field_delimiter) -> int:
    if block[at] != field_delimiter[0] or at + len(field_delimiter) > end:
        return 0
    for i in range(1, len(field_delimiter)):
        if block[at + i] != field_delimiter[i]:
            return 0
    return len(field_delimiter)


@njit
def _quoted(block, at, end, dialect) -> tuple[int, int, int]:
    """Read on from behind an opening quote; return (where the closing one stands or *end*, form, line ends passed)."""
    record_delimiter, quote, escape = dialect.record_delimiter, dialect.quote, dialect.escape
    form, lines = PLAIN, 0
    while at < end:
        byte = block[at]
        if byte == escape and at + 1 < end:
            form = QUOTED
            lines += _line_end(block, at + 1, end, record_delimiter) == 1
            at += 2
        elif byte == quote:
            if at + 1 == end or block[at + 1] != quote:
                break
            form = QUOTED
            at += 2
        else:
            size = 0
            if byte in (LF, CR) or len(record_delimiter):
                size = _line_end(block, at, end, record_delimiter)
            lines += size > 0
            at += max(1, size)
    return at, form, lines


@njit
def _field(block, at, end, final, dialect) -> tuple[int, int, int, int, int]:
    """Read the field that begins at *at*; return (text begin, text end, form, where it stopped, line ends passed).

    It stops at a delimiter, a record end, or *end*. A quoted field that does not close goes on to *end*; where that is
    *final*, it is read again with the quote as data, and its form is ESCAPED.
    """
    field_delimiter, record_delimiter = dialect.field_delimiter, dialect.record_delimiter
    quote, escape = dialect.quote, dialect.escape
    begin, text_end, form, lines, escaped, open_quote = at, _TORN, PLAIN, 0, False, False
    if quote >= 0 and at < end and block[at] == quote:
        begin = at + 1
        text_end, form, lines = _quoted(block, begin, end, dialect)
        if text_end == end:
            if not final:
                return begin, end, form, end, lines
            begin, text_end, form, lines, open_quote = at, _TORN, PLAIN, 0, True
        else:
            at = text_end + 1
    while at < end:
        byte = block[at]
        if byte == escape and at + 1 < end:
            escaped = True
            lines += _line_end(block, at + 1, end, record_delimiter) == 1
            at += 2
            continue
        if byte == field_delimiter[0] and _delimiter(block, at, end, field_delimiter):
            break
        if (byte in (LF, CR) or len(record_delimiter)) and _line_end(block, at, end, record_delimiter):
            break
        at += 1
    if open_quote:
        return begin, at, ESCAPED, at, lines
    if text_end < 0:
        return begin, at, MIXED if escaped else PLAIN, at, lines
    if at == text_end + 1:
        return begin, text_end, form, at, lines
    return begin - 1, at, MIXED, at, lines


@njit
def _record(block, at, end, final, dialect, shift, row, places) -> tuple[int, int, int]:
    """Read the record that begins at *at*; return (fields, line ends passed, where the next one begins).

    The last is -1 where the record may go on behind *end*, and -2 less the place where a quote never closes. The places of
    the first fields, plus *shift*, go into the column *row* of *places*, as far as these reach.
    """
    starts, ends, forms = places.starts, places.ends, places.forms
    kinds, stops, quote = dialect.kinds, dialect.stops, dialect.quote
    width, field, lines, opened = starts.shape[0], 0, 0, False
    seen, bits = at, np.uint64(0)
    while True:
        text_end = at
        while at < end and block[at] != quote:  # most fields are plain
            text_end, seen, bits = next_stop(kinds, stops, block, at, end, seen, bits)
            if text_end == end or kinds[block[text_end]] != FIELD_END:
                break
            if field < width:
                starts[field, row], ends[field, row], forms[field, row] = shift + at, shift + text_end, PLAIN
            field += 1
            at = text_end = text_end + 1
        kind, text, form, stop = LOOK, at, PLAIN, text_end
        if at < end and block[at] != quote:
            if stop < end:
                kind = kinds[block[stop]]
        elif at < end:
            text = text_end = at + 1
            while text_end < end and block[text_end] != quote and kinds[block[text_end]] <= FIELD_END:
                text_end += 1
            stop = text_end + 1
            if stop < end and block[text_end] == quote:
                kind = kinds[block[stop]]
        if kind in (FIELD_END, RECORD_END):
            at = stop
        else:
            text, text_end, form, at, passed = _field(block, at, end, final, dialect)
            opened |= form == ESCAPED
            lines += passed
        if field < width:
            starts[field, row], ends[field, row], forms[field, row] = shift + text, shift + text_end, form
        field += 1
        if kind == FIELD_END:
            at += 1
            continue
        if at >= end:
            at = end if final else _TORN
            return field, lines, _OPEN - at if opened else at
        size = _line_end(block, at, end, dialect.record_delimiter)
        if size:
            if not final and _half_line_end(block, at, end, size, dialect.record_delimiter):
                return field, lines, _TORN
            at += size
            return field, lines + 1, _OPEN - at if opened else at
        at += len(dialect.field_delimiter)


@njit
def fill_records(block, begin, stop, end, final, dialect, shift, row, places, tally, ragged) -> tuple[int, int]:
    """Do what `find_records` does, for another kernel."""
    block, dialect = borrowed(block), borrowed_dialect(dialect)
    starts, ends, forms = borrowed(places.starts), borrowed(places.ends), borrowed(places.forms)
    places, tally = Places(starts, ends, forms), borrowed(tally)
    width, room = starts.shape
    at = begin
    while at < end and at < stop and row < room:
        row, at, passed = plain_records(block, at, stop, end, final, dialect, shift, row, places)
        tally[LINES] += passed
        if at >= end or at >= stop or row >= room:
            break
        size = _empty_line(block, at, end, final, dialect.field_delimiter, dialect.record_delimiter)
        if size == _TORN:
            break
        if size:
            tally[LINES] += 1
            at += size
            continue
        fields, lines, following = _record(block, at, end, final, dialect, shift, row, places)
        if following == _TORN:
            break
        if following < 0:
            following = _OPEN - following
            tally[OPEN_LINE] = tally[OPEN_LINE] if tally[OPEN] else tally[LINES] + 1
            tally[OPEN] += 1
        if fields != width:
            place = tally[SHORT] + tally[LONG]
            if place < len(ragged):
                ragged[place, 0], ragged[place, 1] = tally[LINES] + 1, fields
                if ragged.shape[1] > 2:
                    ragged[place, 2] = at
            tally[SHORT if fields < width else LONG] += 1
            for missing in range(fields, width):
                starts[missing, row], ends[missing, row], forms[missing, row] = 0, 0, PLAIN
        tally[LINES] += lines
        at = following
        row += 1
    return row, at


@njit(cache=True, nogil=True)
def find_records(block, begin, stop, end, final, dialect, shift, row, places, tally, ragged) -> tuple[int, int]:
    """Find the records of block[begin:end] that begin before *stop*; return (rows now filled, where the next begins).

    *places* are to be filled from *row* on; *shift* is added to them, and a missing field is empty. *tally* gets the counts,
    *ragged* (line, fields) of the first records with another number of fields, and where each begins if it has room for
    that. Lines of nothing or blanks are passed over, as Spark and pandas do. A record that may go on behind *end* is left
    unless *final*.
    """
    return fill_records(block, begin, stop, end, final, dialect, shift, row, places, tally, ragged)


@njit(cache=True, nogil=True)
def count_fields(block, end, final, dialect, places, widths) -> int:
    """Fill *widths* with the number of fields of the first records of block[:end]; return how many are whole.

    *places* are those of no fields.
    """
    at, rows = 0, 0
    while at < end and rows < len(widths):
        size = _empty_line(block, at, end, final, dialect.field_delimiter, dialect.record_delimiter)
        if size == _TORN:
            break
        if size:
            at += size
            continue
        fields, _, following = _record(block, at, end, final, dialect, 0, 0, places)
        if following == _TORN:
            break
        at = _OPEN - following if following < 0 else following
        widths[rows] = fields
        rows += 1
    return rows
