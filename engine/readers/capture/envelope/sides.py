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


@njit
def _row_of(block, tape, capture, which) -> int:
    """Return the row of the side *which*, -1 where it is no object."""
    row = _member(block, tape, capture, _ENDPOINT_OUTPUT if which == OUTPUT else _ENDPOINT_INPUT)
    if row < 0 or tape[row, KIND] != OBJECT:
        row = _member(block, tape, capture, _BATCH_OUTPUT if which == OUTPUT else _BATCH_INPUT)
    return row if row >= 0 and tape[row, KIND] == OBJECT else -1


@njit
def find_side(block, tape, capture, record, which) -> int:
    """Write where the body of one side lies and what it is; return the record's status."""
    side, place = _row_of(block, tape, capture, which), SIDE + 3 * which
    if side < 0:
        return NO_SIDE
    data = _member(block, tape, side, _DATA)
    if data < 0 or tape[data, KIND] != STRING:
        return NO_SIDE
    begin, end = tape[data, BEGIN], tape[data, END]
    encoding, named = _member(block, tape, side, _ENCODING), UNNAMED
    content_type = _member(block, tape, side, _TYPE)
    if content_type >= 0 and tape[content_type, KIND] == STRING:
        named = kind_of_type(block, tape[content_type, BEGIN], tape[content_type, END])
    if encoding < 0:
        return ENCODING
    stated = tape[encoding, BEGIN], tape[encoding, END]
    if has(block, stated[0], stated[1], _CSV):
        kind = CSV
    elif has(block, stated[0], stated[1], _JSON):
        kind = JSON
    elif has(block, stated[0], stated[1], _BASE64):
        if named == NO_TABLE:
            return TYPE
        end = undo_base64(block, begin, end)
        if end < 0:
            return BASE64
        kind = looks_like(block, begin, end) if named == UNNAMED else named
        if kind == NO_TABLE or not is_utf8(block, begin, end):
            return TYPE
    elif has(block, stated[0], stated[1], _NONE):
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
def is_mixed(block, tape, capture) -> bool:
    """Whether the two sides, which are there, say different encodings."""
    output = _member(block, tape, _row_of(block, tape, capture, OUTPUT), _ENCODING)
    begin, end = tape[output, BEGIN], tape[output, END]
    other = _member(block, tape, _row_of(block, tape, capture, INPUT), _ENCODING)
    return not has(block, tape[other, BEGIN], tape[other, END], block[begin:end])
