"""Captured records, found in their lines: which side is where, and what it holds; compiled.

A record is JSON, usually one line of it; some agents write one behind the other without a line end:
`{"captureData": {"endpointInput": {"observedContentType", "mode", "data", "encoding"},
"endpointOutput": {...}}, "eventMetadata": {"eventId", "inferenceTime", ...}, "eventVersion": "0"}`; a batch transform
calls its sides `batchTransformInput` and `batchTransformOutput`.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.capture.envelope.decode import NOTHING
from engine.readers.capture.envelope.sides import (
    DATA_ROW,
    KNOWN_ROWS,
    TIME_ROW,
    find_side,
    is_mixed,
    take_side,
)
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
from engine.readers.json.like_before import COMMON, TIME, Alike, learn, nothing_alike, read_like_before
from engine.readers.json.tape import BEGIN, END, KEY, KIND, OBJECT, STRING, tokenise
from engine.readers.json.tape import member as _member
from engine.readers.text.utf8 import is_utf8

FILLED, LINE_NOW, AT, USED, BEFORE, TRIED, FAILED = range(7)
"""How far a search for records is: how many were found, in which line it is, and where in the block; how many bytes it has
written, how far before its place in the block the line stands in these, NOT_THERE where it does not; and how many records it
took for ones like that before, and in vain."""

NOT_THERE = -1

PROGRESS = 7
"""How many places a progress has."""


def _word(text: bytes) -> np.ndarray:
    return np.frombuffer(text, dtype=np.uint8)


_CAPTURE, _METADATA, _TIME = _word(b"captureData"), _word(b"eventMetadata"), _word(b"inferenceTime")
_OPEN, _NO_ROW = ord("{"), -1

_ENOUGH = 64
"""So many records of a block are taken for ones like that before, and more as long as half of them are."""


@njit
def _time_row(block, tape, root) -> int:
    """Return the row of a record's time, -1 where it has none."""
    metadata = _member(block, tape, root, _METADATA)
    if metadata < 0 or tape[metadata, KIND] != OBJECT:
        return -1
    time = _member(block, tape, metadata, _TIME)
    return time if time >= 0 and tape[time, KIND] == STRING else -1


@njit
def _is_outside(block, begin, end, window) -> bool:
    """Whether the time block[begin:end] is outside of *window*; one that cannot be read is inside."""
    if window[0] == NO_TIME and window[1] == NO_TIME:
        return False
    time = microseconds(block, begin, end)
    return time != NO_TIME and (
        (window[0] != NO_TIME and time < window[0]) or (window[1] != NO_TIME and time >= window[1])
    )


@njit
def _is_text(block, tape, rows) -> bool:
    """Whether all texts of the first *rows* of the tape are UTF-8; whatever else JSON has is ASCII."""
    texts = True
    for row in range(rows):
        if tape[row, KIND] == STRING or tape[row, KIND] == KEY:
            texts &= is_utf8(block, tape[row, BEGIN], tape[row, END])
    return texts


@njit
def _judge(block, sides, window, tape, record, known, says) -> int:
    """Return the status of the JSON on the *tape*, and write where its sides are."""
    if tape[0, KIND] != OBJECT:
        return NO_CAPTURE
    capture = _member(block, tape, 0, _CAPTURE)
    if capture < 0 or tape[capture, KIND] != OBJECT:
        return NO_CAPTURE
    time = known[TIME_ROW, 0] = _time_row(block, tape, 0)
    if time >= 0 and _is_outside(block, tape[time, BEGIN], tape[time, END], window):
        return OUTSIDE
    status = GOOD
    for side in range(2):
        if sides[side] and status == GOOD:
            status = find_side(block, tape, capture, side, known, says)
            if status == GOOD:
                data = known[3 * side + DATA_ROW, 0]
                status = take_side(block, tape[data, BEGIN], tape[data, END], side, says, record)
    if sides[SAME] and sides[OUTPUT] and sides[INPUT] and status == GOOD and is_mixed(block, tape, known):
        return MIXED
    return status


@njit
def _judge_alike(block, out, sides, window, places, says, record) -> int:
    """Return the status of a record like one that was good, whose strings stand at *places*; and write where its sides are."""
    begin, end = places[2 * TIME], places[2 * TIME + 1]
    if end >= begin and _is_outside(block, begin, end, window):
        return OUTSIDE
    status = GOOD
    for side in range(2):
        if sides[side] and status == GOOD:
            status = take_side(out, places[2 * side], places[2 * side + 1], side, says, record)
    return status


@njit
def _past_blanks(block, at, end) -> int:
    while at < end and block[at] in (32, 9, 13):
        at += 1
    return at


class Out(NamedTuple):
    """What a search for records writes: the *text* (uint8) that their bodies are in, with room for as much as the block has, its
    *progress* (int64, PROGRESS places) and the *records* (int32, WIDTH columns)."""

    text: np.ndarray
    progress: np.ndarray
    records: np.ndarray


class Learnt(NamedTuple):
    """What the records until now have in common (*alike*), what their sides say of their data (*says*, int64), and the rows of
    the last tape that tell it (*known*, int64, with the kinds of their strings)."""

    alike: Alike
    says: np.ndarray
    known: np.ndarray


def nothing_learnt() -> Learnt:
    """Return what is known before the first record."""
    known = np.full((KNOWN_ROWS, 2), COMMON, dtype=np.int64)
    known[3 * OUTPUT + DATA_ROW, 1], known[3 * INPUT + DATA_ROW, 1], known[TIME_ROW, 1] = OUTPUT, INPUT, TIME
    return Learnt(nothing_alike(), np.zeros(4, dtype=np.int64), known)


@njit
def _read(text, begin, end, ascii_only, sides, window, tape, record, known, says) -> tuple[int, int, int]:
    """Read the record at *begin* of a line that ends at *end*; return (its status, where it ends, the tape's rows).

    The line's end where something follows that is no other record.
    """
    known[:, 0] = _NO_ROW
    rows, following = tokenise(text, begin, end, tape, 0)
    if rows < 0:
        return NOT_JSON, end, 0
    behind = _past_blanks(text, following, end)
    if behind < end and (tape[0, KIND] != OBJECT or text[behind] != _OPEN):
        return NOT_JSON, end, 0
    if not ascii_only and not _is_text(text, tape, rows):
        return NOT_JSON, following, 0
    return _judge(text, sides, window, tape, record, known, says), following, rows


@njit(cache=True, nogil=True)
def find_captures(block, ends, final, ascii_only, sides, window, tape, out, learnt) -> bool:
    """Find the records of *block*; return whether all have found room. Of each line there is one at least.

    The lines' *ends* are where their LF stands, or the block's end. *sides* says which are asked for, and whether both must be
    in one encoding; *window* (begin, end) holds microseconds since 1970 or NO_TIME for no bound; a record without a time is
    inside. *final*: no more follows, so that a last line without LF is a record, or UNFINISHED where it may be the begin of
    one. *tape* has room for the longest line. *out* is an Out, whose progress is where to begin, and then where to go on;
    *learnt* is a Learnt.
    """
    text, progress, records = out
    common, says, known = learnt
    pieces, piece_ends, kinds, count, places = common
    block, tape, text = borrowed(block), borrowed(tape), borrowed(text)
    progress, records, ends = borrowed(progress), borrowed(records), borrowed(ends)
    says, known, count, places = borrowed(says), borrowed(known), borrowed(count), borrowed(places)
    pieces, piece_ends, kinds = borrowed(pieces), borrowed(piece_ends), borrowed(kinds)
    while progress[LINE_NOW] < len(ends):
        line, at, end = progress[LINE_NOW], progress[AT], ends[progress[LINE_NOW]]
        if progress[FILLED] == len(records):
            return False
        record = records[progress[FILLED]]
        record[:] = 0
        record[LINE_BEGIN], record[LINE_END], record[LINE] = at, end, line
        record[SIDE + 2] = record[SIDE + 5] = NOTHING
        begin = _past_blanks(block, at, end)
        record[STATUS], following, is_first = BLANK, end, progress[BEFORE] == NOT_THERE
        alike = False
        if (
            begin < end
            and is_first
            and count[0]
            and (progress[FAILED] < _ENOUGH or 2 * progress[FAILED] < progress[TRIED])
        ):
            stop, used = read_like_before(
                block, begin, end, ascii_only, pieces, piece_ends, kinds, count[0], text, progress[USED], places
            )
            alike = stop >= 0 and _past_blanks(block, stop, end) == end
            progress[TRIED] += 1
            if alike:
                record[STATUS] = _judge_alike(block, text, sides, window, places, says, record)
                progress[USED] = used
            else:
                progress[FAILED] += 1
        if begin < end and not alike:
            if is_first:
                progress[BEFORE] = begin - progress[USED]
                text[progress[USED] : progress[USED] + end - begin] = block[begin:end]
                progress[USED] += end - begin
            before = progress[BEFORE]
            status, stop, rows = _read(
                text, begin - before, end - before, ascii_only, sides, window, tape, record, known, says
            )
            following, count[0] = _past_blanks(block, stop + before, end), 0
            if is_first and status == GOOD and following == end:
                places[2 * TIME], places[2 * TIME + 1] = 0, -1
                count[0] = learn(block, begin, stop + before, before, tape, rows, known, pieces, piece_ends, kinds)
            if status == NOT_JSON and end == len(block) and final and following == end and block[begin] == _OPEN:
                status = UNFINISHED
            record[STATUS] = status
        progress[FILLED] += 1
        if following < end:
            record[LINE_END] = progress[AT] = following
        else:
            progress[LINE_NOW], progress[AT], progress[BEFORE] = line + 1, end + 1, NOT_THERE
    return True
