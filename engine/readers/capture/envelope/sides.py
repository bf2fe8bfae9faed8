"""One side of a captured record: where its body is, in which encoding, and what it holds; compiled."""

import numpy as np
from numba import njit

from engine.readers.capture.envelope.decode import (
    CSV,
    JSON,
    NO_TABLE,
    UNNAMED,
    kind_of_type,
    looks_like,
    undo_base64,
)
from engine.readers.capture.envelope.statuses import BASE64, ENCODING, GOOD, INPUT, NO_SIDE, OUTPUT, SIDE, TYPE
from engine.readers.json.tape import BEGIN, END, KIND, OBJECT, STRING, has
from engine.readers.json.tape import member as _member
from engine.readers.text.utf8 import is_utf8


def _word(text: bytes) -> np.ndarray:
    return np.frombuffer(text, dtype=np.uint8)


_ENDPOINT_INPUT, _ENDPOINT_OUTPUT = _word(b"endpointInput"), _word(b"endpointOutput")
_BATCH_INPUT, _BATCH_OUTPUT = _word(b"batchTransformInput"), _word(b"batchTransformOutput")
_DATA, _ENCODING, _TYPE = _word(b"data"), _word(b"encoding"), _word(b"observedContentType")
_CSV, _JSON, _BASE64, _NONE = _word(b"CSV"), _word(b"JSON"), _word(b"BASE64"), _word(b"NONE")

DATA_ROW, ENCODING_ROW, TYPE_ROW = range(3)
TIME_ROW, KNOWN_ROWS = 6, 7
"""Rows of a record's tape: those of each side's data, encoding and content type, three each, and that of its time."""

STATED, NAMED = range(2)
"""What a side says of its data: the encoding, and the kind that its content type names, two numbers of each side."""

_AS_CSV, _AS_JSON, _AS_BASE64, _AS_NAMED, _OTHERWISE = range(5)
"""The encodings that a side states."""


@njit
def _stated(block, begin, end) -> int:
    """Return which encoding block[begin:end] is."""
    if has(block, begin, end, _CSV):
        return _AS_CSV
    if has(block, begin, end, _JSON):
        return _AS_JSON
    if has(block, begin, end, _BASE64):
        return _AS_BASE64
    return _AS_NAMED if has(block, begin, end, _NONE) else _OTHERWISE


@njit
def find_side(block, tape, capture, side, known, says) -> int:
    """Find the rows of one side (*known*) and what it *says* of its data; return the record's status as far as they tell."""
    row = _member(block, tape, capture, _ENDPOINT_OUTPUT if side == OUTPUT else _ENDPOINT_INPUT)
    if row < 0 or tape[row, KIND] != OBJECT:
        row = _member(block, tape, capture, _BATCH_OUTPUT if side == OUTPUT else _BATCH_INPUT)
    if row < 0 or tape[row, KIND] != OBJECT:
        return NO_SIDE
    data, encoding = _member(block, tape, row, _DATA), _member(block, tape, row, _ENCODING)
    if data < 0 or tape[data, KIND] != STRING:
        return NO_SIDE
    content_type, named = _member(block, tape, row, _TYPE), UNNAMED
    if content_type >= 0 and tape[content_type, KIND] == STRING:
        named = kind_of_type(block, tape[content_type, BEGIN], tape[content_type, END])
    if encoding < 0:
        return ENCODING
    known[3 * side + DATA_ROW, 0], known[3 * side + ENCODING_ROW, 0] = data, encoding
    known[3 * side + TYPE_ROW, 0] = content_type
    says[2 * side + NAMED] = named
    says[2 * side + STATED] = _stated(block, tape[encoding, BEGIN], tape[encoding, END])
    return GOOD


@njit
def take_side(block, begin, end, side, says, record) -> int:
    """Write where the body of a side lies, whose data are block[begin:end], and what it is; return the record's status."""
    stated, named, place = says[2 * side + STATED], says[2 * side + NAMED], SIDE + 3 * side
    if stated == _AS_CSV:
        kind = CSV
    elif stated == _AS_JSON:
        kind = JSON
    elif stated == _AS_BASE64:
        if named == NO_TABLE:
            return TYPE
        end = undo_base64(block, begin, end)
        if end < 0:
            return BASE64
        kind = looks_like(block, begin, end) if named == UNNAMED else named
        if kind == NO_TABLE or not is_utf8(block, begin, end):
            return TYPE
    elif stated == _AS_NAMED:
        kind = named if named != UNNAMED else looks_like(block, begin, end)
        if kind == NO_TABLE:
            return TYPE
    else:
        return ENCODING
    while kind == CSV and end > begin and block[end - 1] in (10, 13):  # where line ends are data, the last one is none
        end -= 1
    record[place], record[place + 1], record[place + 2] = begin, end, kind
    return GOOD


@njit
def is_mixed(block, tape, known) -> bool:
    """Whether the two sides, which are there, say different encodings."""
    output, other = known[3 * OUTPUT + ENCODING_ROW, 0], known[3 * INPUT + ENCODING_ROW, 0]
    begin, end = tape[output, BEGIN], tape[output, END]
    return not has(block, tape[other, BEGIN], tape[other, END], block[begin:end])
