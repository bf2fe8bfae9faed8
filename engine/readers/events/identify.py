"""Events, found in their lines: by which id each is known, when it was, and where what is kept of it lies; compiled.

An event is a captured record (see engine.readers.capture.envelope.search) or a label that came later, one JSON object a line:
`{"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": {"eventId": "..."}, "eventVersion": "0"}`.
Payloads are not looked into: what is kept of an event is the text that stands in its line, byte for byte.
"""

import numpy as np
from numba import njit

from engine.readers.capture.envelope.time import NO_TIME, microseconds
from engine.readers.json.tape import BEGIN, END, KIND, NUMBER, OBJECT, STRING, has, member, tokenise
from engine.readers.text.utf8 import is_utf8

(
    STATUS,
    LINE_BEGIN,
    LINE_END,
    LINE,
    ID_BEGIN,
    ID_END,
    ENCODING,
    BODY_BEGIN,
    BODY_END,
    METADATA_BEGIN,
    METADATA_END,
    VERSION_BEGIN,
    VERSION_END,
) = range(13)
"""An event's numbers: its status, where its line lies and which it is (from 0), where its id stands, the encoding of its
answer or label, and where the texts of its body, its metadata and its version stand."""
WIDTH = 13

(GOOD, NOT_JSON, NO_BODY, NO_LABEL, NO_ENCODING, NO_ID, TIMELESS, OUTSIDE, BLANK, UNFINISHED) = range(10)
"""What becomes of a line. From NOT_JSON to TIMELESS it is bad; OUTSIDE of the window, BLANK and UNFINISHED (what a file ends
with, without a line end, that is no event yet) it is passed over."""

CAPTURE, LABEL = 0, 1
"""The two kinds of events."""

UNKNOWN, CSV, JSON, BASE64 = range(4)
"""Encodings."""

FILLED, LINE_NOW, AT = range(3)
"""How far a search for events is: how many were found, in which line it is, and where in the block."""


def _word(text: bytes) -> np.ndarray:
    return np.frombuffer(text, dtype=np.uint8)


_CAPTURE, _LABEL, _METADATA = _word(b"captureData"), _word(b"groundTruthData"), _word(b"eventMetadata")
_VERSION, _TIME = _word(b"eventVersion"), _word(b"inferenceTime")
_INFERENCE_ID, _EVENT_ID = _word(b"inferenceId"), _word(b"eventId")
_OUTPUT, _BATCH_OUTPUT = _word(b"endpointOutput"), _word(b"batchTransformOutput")
_DATA, _ENCODING = _word(b"data"), _word(b"encoding")
_CSV, _JSON, _BASE64 = _word(b"CSV"), _word(b"JSON"), _word(b"BASE64")
_OPEN, _CLOSE, _OPEN_LIST, _CLOSE_LIST, _QUOTE, _BACKSLASH = b'{}[]"\\'
_BEHIND_SCALARS = (ord(","), _CLOSE, _CLOSE_LIST, 32, 9, 10, 13)


@njit
def _past_text(raw, at) -> int:
    """Return what follows the text whose opening quote is at *at*."""
    at += 1
    while raw[at] != _QUOTE:
        at += 2 if raw[at] == _BACKSLASH else 1
    return at + 1


@njit
def _past_value(raw, at, end) -> int:
    """Return where the value at *at* ends in *raw*, which is known to be JSON."""
    depth = 0
    while at < end:
        byte = raw[at]
        if byte == _QUOTE:
            at = _past_text(raw, at)
        elif byte in (_OPEN, _OPEN_LIST):
            depth, at = depth + 1, at + 1
            continue
        elif byte in (_CLOSE, _CLOSE_LIST):
            depth, at = depth - 1, at + 1
        elif depth:
            at += 1
            continue
        else:
            while at < end and raw[at] not in _BEHIND_SCALARS:
                at += 1
        if depth <= 0:
            return at
    return end


@njit
def _write_text(raw, tape, value, end, record, place) -> None:
    """Write where the text of the value in row *value* of the tape stands in *raw*."""
    begin = tape[value, BEGIN] - (tape[value, KIND] == STRING)
    record[place], record[place + 1] = begin, _past_value(raw, begin, end)


@njit
def _encoding(block, tape, side) -> int:
    """Return the encoding that the object at *side* says; UNKNOWN for another one, and where *side* is none."""
    if side < 0 or tape[side, KIND] != OBJECT:
        return UNKNOWN
    said = member(block, tape, side, _ENCODING)
    if said < 0 or tape[said, KIND] != STRING:
        return UNKNOWN
    begin, end = tape[said, BEGIN], tape[said, END]
    if has(block, begin, end, _CSV):
        return CSV
    if has(block, begin, end, _JSON):
        return JSON
    return BASE64 if has(block, begin, end, _BASE64) else UNKNOWN


@njit
def _encoding_of_output(block, tape, capture) -> int:
    side = member(block, tape, capture, _OUTPUT)
    return _encoding(block, tape, side if side >= 0 else member(block, tape, capture, _BATCH_OUTPUT))


@njit
def _id(block, tape, metadata) -> int:
    """Return the row of the id that an event is known by: inferenceId, else eventId; -1 where it has neither."""
    for word in (_INFERENCE_ID, _EVENT_ID):
        found = member(block, tape, metadata, word)
        if (
            found >= 0
            and (tape[found, KIND] == STRING or tape[found, KIND] == NUMBER)
            and tape[found, END] > tape[found, BEGIN]
        ):
            return found
    return -1


@njit
def _time(block, tape, metadata) -> int:
    time = member(block, tape, metadata, _TIME)
    if time < 0 or tape[time, KIND] != STRING:
        return NO_TIME
    return microseconds(block, tape[time, BEGIN], tape[time, END])


@njit
def _judge(block, raw, end, kind, tape, record, times, number) -> int:
    """Return the status of the JSON on the *tape*, and write where its parts are and when it was."""
    if tape[0, KIND] != OBJECT:
        return NO_BODY
    body = member(block, tape, 0, _CAPTURE if kind == CAPTURE else _LABEL)
    if body < 0 or tape[body, KIND] != OBJECT:
        return NO_BODY
    if kind == LABEL:
        data = member(block, tape, body, _DATA)
        if data < 0 or tape[data, KIND] != STRING:
            return NO_LABEL
        record[ENCODING] = _encoding(block, tape, body)
        if record[ENCODING] == UNKNOWN:
            return NO_ENCODING
    else:
        record[ENCODING] = _encoding_of_output(block, tape, body)
    metadata = member(block, tape, 0, _METADATA)
    if metadata < 0 or tape[metadata, KIND] != OBJECT:
        return NO_ID
    known = _id(block, tape, metadata)
    if known < 0:
        return NO_ID
    record[ID_BEGIN], record[ID_END] = tape[known, BEGIN], tape[known, END]
    times[number] = _time(block, tape, metadata)
    _write_text(raw, tape, body, end, record, BODY_BEGIN)
    _write_text(raw, tape, metadata, end, record, METADATA_BEGIN)
    version = member(block, tape, 0, _VERSION)
    if version >= 0:
        _write_text(raw, tape, version, end, record, VERSION_BEGIN)
    return GOOD


@njit
def _read(block, raw, begin, end, ascii_only, kind, tape, record, times, number) -> tuple[int, int]:
    """Read the event at *begin* of a line that ends at *end*; return (its status, where the next one begins, or *end*)."""
    row, stop = tokenise(block, begin, end, tape, 0)
    if row < 0:
        return NOT_JSON, end
    following = stop
    while following < end and block[following] in (32, 9, 13):
        following += 1
    if following < end and (tape[0, KIND] != OBJECT or block[following] != _OPEN):
        return NOT_JSON, end
    if not ascii_only and not is_utf8(raw, begin, stop):
        return NOT_JSON, following
    return _judge(block, raw, stop, kind, tape, record, times, number), following


@njit(cache=True, nogil=True)
def find_events(block, raw, ends, final, ascii_only, kind, tape, progress, records, times) -> bool:
    """Fill *records* with the events of *block*, and *times* with when they were, in microseconds since 1970 or NO_TIME.

    Return whether all have found room. Of each line there is one at least. *raw* holds the same bytes as *block*, which is
    changed. The lines' *ends* are where their LF stands, or the block's end. *progress* is where to begin, and then where to
    go on. *kind* is CAPTURE or LABEL. *final*: no more follows, so that a last line without LF is an event, or UNFINISHED
    where it may be the begin of one. *tape* has room for the longest line.
    """
    while progress[LINE_NOW] < len(ends):
        line, at, end = progress[LINE_NOW], progress[AT], ends[progress[LINE_NOW]]
        if progress[FILLED] == len(records):
            return False
        number = progress[FILLED]
        record = records[number]
        record[:] = 0
        record[LINE_BEGIN], record[LINE_END], record[LINE] = at, end, line
        times[number] = NO_TIME
        begin = at
        while begin < end and block[begin] in (32, 9, 13):
            begin += 1
        record[STATUS], following = BLANK, end
        if begin < end:
            record[STATUS], following = _read(block, raw, begin, end, ascii_only, kind, tape, record, times, number)
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


@njit(cache=True, nogil=True)
def copy_texts(block, begins, ends, offsets, data) -> None:
    """Copy block[begins[i]:ends[i]] next to each other into *data*, as Arrow keeps texts; *offsets* are where each lies."""
    for row in range(len(begins)):
        at = offsets[row]
        for i in range(begins[row], ends[row]):
            data[at] = block[i]
            at += 1
