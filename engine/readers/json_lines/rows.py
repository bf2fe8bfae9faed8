"""The rows of JSON objects, one each; compiled."""

from numba import njit

from engine.readers.json.flatten import write_named
from engine.readers.json.tape import KIND, OBJECT, tokenise
from engine.readers.text.utf8 import is_utf8

BEGIN, END, LINE = range(3)
"""Of a record: where its text begins and ends, and the line that it begins in, from 0."""

GOOD, NOT_JSON, NO_OBJECT, NOT_TEXT, BLANK, UNFINISHED = range(6)
"""What becomes of a record. From NOT_JSON to NOT_TEXT it is bad; BLANK and UNFINISHED (what a file ends with, without a
line end, that is no object yet) it is passed over."""

STATUSES = 6

RECORD, FILLED, AT = range(3)
"""How far a reading is: the next record, the rows filled, and where in that record the next object is."""

DONE, FULL = range(2)

_OPEN = ord("{")
_ONLY_SIDE = 0


@njit(inline="always")
def _past_blanks(block, at, end) -> int:
    while at < end and block[at] in (32, 9, 10, 13):
        at += 1
    return at


@njit
def _note(status, line, counts, named) -> None:
    """Count a record, and keep the line of the first ones of its status."""
    if counts[status] < named.shape[1]:
        named[status, counts[status]] = line + 1
    counts[status] += 1


@njit(inline="always")
def _read(block, text, at, end, ascii_only, tape) -> tuple[int, int]:
    """Put the object at *at* of a record on the tape; return (its status, where the next one begins, or *end*)."""
    row, following = tokenise(block, at, end, tape, 0)
    if row < 0:
        return NOT_JSON, end
    behind = _past_blanks(block, following, end)
    if behind < end and (tape[0, KIND] != OBJECT or block[behind] != _OPEN):
        return NOT_JSON, end
    if tape[0, KIND] != OBJECT:
        return NO_OBJECT, end
    if not ascii_only and not is_utf8(text, at, following):
        return NOT_TEXT, behind
    return GOOD, behind


@njit(cache=True, nogil=True)
def read_objects(
    block, text, records, progress, ascii_only, growing, tape, places, names, late, path, spellings, counts, named
) -> int:
    """Fill rows of *places*, which are empty, from *records*, as many as find room; return DONE or FULL.

    *block* is changed, and *text* is what it was. *progress* is where to begin, and then where to go on. *growing*: the
    last record may be the begin of one that somebody still writes. *names* and *late* are those of the columns and of what
    has none yet; *spellings* has of each column how it spells a boolean. *counts* gets how many records have which status,
    and *named* the lines of the first ones of each.
    """
    starts, ends, _ = places
    while progress[RECORD] < len(records):
        begin, end, line = (
            records[progress[RECORD], BEGIN],
            records[progress[RECORD], END],
            records[progress[RECORD], LINE],
        )
        at = _past_blanks(block, max(begin, progress[AT]), end)
        if at < end and progress[FILLED] == starts.shape[1]:
            return FULL
        status, following = BLANK, end
        if at < end:
            status, following = _read(block, text, at, end, ascii_only, tape)
            if status == NOT_JSON and growing and progress[RECORD] == len(records) - 1 and text[at] == _OPEN:
                status = UNFINISHED
        if status == GOOD:
            place = progress[FILLED]
            write_named(block, text, tape, 0, 0, _ONLY_SIDE, place, names, late, path, starts, ends, spellings)
            progress[FILLED] += 1
        _note(status, line, counts, named)
        if following < end:
            progress[AT] = following
        else:
            progress[RECORD] += 1
    return DONE
