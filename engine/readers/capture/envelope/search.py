"""Captured records, found in their lines: which side is where, and what it holds; compiled.

A record is JSON, usually one line of it; some agents write one behind the other without a line end:
`{"captureData": {"endpointInput": {"observedContentType", "mode", "data", "encoding"},
"endpointOutput": {...}}, "eventMetadata": {"eventId", "inferenceTime", ...}, "eventVersion": "0"}`; a batch transform
calls its sides `batchTransformInput` and `batchTransformOutput`.
"""

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.capture.envelope.decode import NOTHING
from engine.readers.capture.envelope.sides import find_side, is_mixed
from engine.readers.capture.envelope.statuses import (
    BLANK,
    GOOD,
    INPUT,
    LINE,
    LINE_BEGIN,
    LINE_END,
    MIXED,
    NO_CAPTURE,
    NOT_JSON,
    OUTPUT,
    OUTSIDE,
    SAME,
    SIDE,
    STATUS,
    UNFINISHED,
)
from engine.readers.capture.envelope.time import NO_TIME, microseconds
from engine.readers.json.tape import BEGIN, END, KEY, KIND, OBJECT, STRING, tokenise
from engine.readers.json.tape import member as _member
from engine.readers.text.utf8 import is_utf8

FILLED, LINE_NOW, AT = range(3)
"""How far a search for records is: how many were found, in which line it is, and where in the block."""


def _word(text: bytes) -> np.ndarray:
    return np.frombuffer(text, dtype=np.uint8)


_CAPTURE, _METADATA, _TIME = _word(b"captureData"), _word(b"eventMetadata"), _word(b"inferenceTime")
_OPEN = ord("{")


@njit
def _time(block, tape, root) -> int:
    metadata = _member(block, tape, root, _METADATA)
    if metadata < 0 or tape[metadata, KIND] != OBJECT:
        return NO_TIME
    time = _member(block, tape, metadata, _TIME)
    if time < 0 or tape[time, KIND] != STRING:
        return NO_TIME
    return microseconds(block, tape[time, BEGIN], tape[time, END])


@njit
def _is_text(block, tape, rows) -> bool:
    """Whether all texts of the first *rows* of the tape are UTF-8; whatever else JSON has is ASCII."""
    texts = True
    for row in range(rows):
        if tape[row, KIND] == STRING or tape[row, KIND] == KEY:
            texts &= is_utf8(block, tape[row, BEGIN], tape[row, END])
    return texts


@njit
def _read(block, begin, end, ascii_only, sides, window, tape, record) -> tuple[int, int]:
    """Read the record at *begin* of a line that ends at *end*; return (its status, where the next one begins, or *end*)."""
    row, following = tokenise(block, begin, end, tape, 0)
    if row < 0:
        return NOT_JSON, end
    while following < end and block[following] in (32, 9, 13):
        following += 1
    if following < end and (tape[0, KIND] != OBJECT or block[following] != _OPEN):
        return NOT_JSON, end
    if not ascii_only and not _is_text(block, tape, row):
        return NOT_JSON, following
    return _judge(block, sides, window, tape, record), following


@njit
def _judge(block, sides, window, tape, record) -> int:
    """Return the status of the JSON on the *tape*, and write where its sides are."""
    if tape[0, KIND] != OBJECT:
        return NO_CAPTURE
    capture = _member(block, tape, 0, _CAPTURE)
    if capture < 0 or tape[capture, KIND] != OBJECT:
        return NO_CAPTURE
    if window[0] != NO_TIME or window[1] != NO_TIME:
        time = _time(block, tape, 0)
        if time != NO_TIME and (
            (window[0] != NO_TIME and time < window[0]) or (window[1] != NO_TIME and time >= window[1])
        ):
            return OUTSIDE
    status = GOOD
    if sides[OUTPUT]:
        status = find_side(block, tape, capture, record, OUTPUT)
    if sides[INPUT] and status == GOOD:
        status = find_side(block, tape, capture, record, INPUT)
    if sides[SAME] and sides[OUTPUT] and sides[INPUT] and status == GOOD and is_mixed(block, tape, capture):
        return MIXED
    return status


@njit(cache=True, nogil=True)
def find_captures(block, ends, final, ascii_only, sides, window, tape, progress, records) -> bool:
    """Fill *records* with those of *block*; return whether all have found room. Of each line there is one at least.

    The lines' *ends* are where their LF stands, or the block's end. *progress* is where to begin, and then where to go on.
    *sides* says which are asked for, and whether both must be in one encoding; *window* (begin, end) holds microseconds
    since 1970 or NO_TIME for no bound; a record without a time is inside. *final*: no more follows, so that a last line
    without LF is a record, or UNFINISHED where it may be the begin of one. *block* is changed, and *tape* has room for the
    longest line.
    """
    block, tape = borrowed(block), borrowed(tape)
    while progress[LINE_NOW] < len(ends):
        line, at, end = progress[LINE_NOW], progress[AT], ends[progress[LINE_NOW]]
        if progress[FILLED] == len(records):
            return False
        record = records[progress[FILLED]]
        record[:] = 0
        record[LINE_BEGIN], record[LINE_END], record[LINE] = at, end, line
        record[SIDE + 2] = record[SIDE + 5] = NOTHING
        begin = at
        while begin < end and block[begin] in (32, 9, 13):
            begin += 1
        record[STATUS], following = BLANK, end
        if begin < end:
            record[STATUS], following = _read(block, begin, end, ascii_only, sides, window, tape, record)
            if (
                end == len(block)
                and final
                and following == end
                and record[STATUS] == NOT_JSON
                and block[begin] == _OPEN
            ):
                record[STATUS] = UNFINISHED
        progress[FILLED] += 1
        if following < end:
            record[LINE_END] = progress[AT] = following
        else:
            progress[LINE_NOW], progress[AT] = line + 1, end + 1
    return True
