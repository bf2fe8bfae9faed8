"""What a captured text holds: base64 undone in place, its kind from the content type or a look at it; compiled."""

import numpy as np
from numba import njit

from engine.profile.swar import store_word
from engine.readers.json.tape import BROKEN
from engine.readers.text.utf8 import is_utf8

CSV, JSON, NOTHING, NO_TABLE, ROW = range(5)
"""What a body can be; ROW is one flat JSON object that is one row, as a user's script returns them."""

UNNAMED = -1
"""A content type that says nothing of the kind: none, application/octet-stream, and any text: web servers call a number
text/html when nobody tells them otherwise."""

_PADDING, _SKIPPED, _WRONG = 64, 65, 66


def _sextets() -> np.ndarray:
    """Return what each byte is worth in base64 (RFC 4648), in the usual alphabet or in the one for addresses."""
    worth = np.full(256, _WRONG, dtype=np.uint8)
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for value, byte in enumerate(alphabet):
        worth[byte] = value
    worth[ord("-")], worth[ord("_")] = 62, 63
    worth[ord("=")] = _PADDING
    worth[[*b"\r\n"]] = _SKIPPED
    return worth


_SEXTETS = _sextets()


def _groups() -> np.ndarray:
    """Return what each byte at each place of a group of four adds to three bytes, the first of them the lowest of a number.

    A bit above them where it is no sextet.
    """
    worth = _SEXTETS.astype(np.uint32)
    of_three = [worth << (18 - 6 * place) for place in range(4)]
    lowest_first = [each >> 16 | each & 0xFF00 | (each & 0xFF) << 16 for each in of_three]
    return np.stack([np.where(worth < _PADDING, each, 1 << 24) for each in lowest_first]).astype(np.uint32)


_FIRST, _SECOND, _THIRD, _FOURTH = _groups()
_JSON = np.frombuffer(b"json", dtype=np.uint8)
_CSV = np.frombuffer(b"csv", dtype=np.uint8)
_TEXT = np.frombuffer(b"text/", dtype=np.uint8)
_OCTETS = np.frombuffer(b"application/octet-stream", dtype=np.uint8)


@njit(inline="always")
def _group(block, at):
    """Return the three bytes that a group of four stands for."""
    return _FIRST[block[at]] | _SECOND[block[at + 1]] | _THIRD[block[at + 2]] | _FOURTH[block[at + 3]]


@njit
def undo_base64(block, begin, end) -> int:
    """Decode block[begin:end] where it stands; return where the result ends, -1 where it is not base64.

    Padding may be left out; line ends between are passed over.
    """
    to, bits, have, padding = begin, 0, 0, 0
    while begin + 8 <= end:  # whole groups, which nearly all are, two at once
        one, other = _group(block, begin), _group(block, begin + 4)
        if (one | other) >> 24:
            break
        store_word(block, to, np.uint64(one) | np.uint64(other) << np.uint64(24))  # no further than what was read
        begin, to = begin + 8, to + 6
    for at in range(begin, end):
        worth = _SEXTETS[block[at]]
        if worth < _PADDING and not padding:
            bits, have = (bits << 6 | worth) & 0xFFFFFF, have + 6
            if have >= 8:
                have -= 8
                block[to] = bits >> have & 255
                to += 1
        elif worth == _PADDING and padding < 2:
            padding += 1
        elif worth != _SKIPPED:
            return BROKEN
    # A last group of one character has no whole byte; what is left of a good group are zeros.
    if have == 6 or (padding and padding * 2 != have) or bits & ((1 << have) - 1):
        return BROKEN
    return to


@njit
def _is(block, at, end, word) -> bool:
    """Whether block[at:end] begins with *word*, an array of small letters, in any case."""
    if at + len(word) > end:
        return False
    for i in range(len(word)):
        byte = block[at + i]
        if (byte | 32 if 65 <= byte <= 90 else byte) != word[i]:
            return False
    return True


@njit
def kind_of_type(block, begin, end) -> int:
    """Return what the content type block[begin:end] says of a body: CSV, JSON, NO_TABLE, or UNNAMED.

    Parameters behind a semicolon say nothing of the kind.
    """
    stop = begin
    while stop < end and block[stop] != 59:
        stop += 1
    for at in range(begin, stop):
        if _is(block, at, stop, _JSON):
            return JSON
        if _is(block, at, stop, _CSV):
            return CSV
    if stop == begin or _is(block, begin, stop, _TEXT) or _is(block, begin, stop, _OCTETS):
        return UNNAMED
    return NO_TABLE


@njit
def looks_like(block, begin, end) -> int:
    """Return what a body of no named kind seems to be: JSON where it opens like a container, CSV where it is text."""
    at = begin
    while at < end and block[at] in (32, 9, 10, 13):
        at += 1
    if at < end and block[at] in (123, 91):
        return JSON
    if at < end and block[at] == 60:  # a page of HTML or XML
        return NO_TABLE
    for i in range(begin, end):
        if block[i] < 32 and block[i] not in (9, 10, 13):
            return NO_TABLE
    return CSV if is_utf8(block, begin, end) else NO_TABLE
