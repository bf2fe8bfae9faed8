"""JSON text as a tape of its values, compiled: one row of numbers for each value and key, in the order of the text.

Why not a library's parser: a number's own text is what types are judged and distinct values counted on, and every
parser at hand turns it into a double; records are damaged one by one, not file by file; and a captured record is JSON
inside of JSON. The grammar is RFC 8259's, and NaN and Infinity beside it, as Python's own writer prints them.

Strings are unescaped where they stand, for what an escape means is never longer than the escape: the block is changed,
and a text can be read once only.
"""

import numpy as np
from numba import njit

from engine.profile.swar import load_word, past_digits, store_word, trailing_zeros

KIND, BEGIN, END, NEXT = range(4)
"""The numbers of a row: what it is, where its text begins and ends, and the row behind the whole of the value."""

NULL, LITERAL, NUMBER, STRING, KEY, OBJECT, ARRAY = range(7)
"""What a row can be. NaN is a NULL, for that is how tables write a missing number; LITERAL is true or false. A NUMBER may
be Infinity, which the patterns of types take for text: who puts it in a column writes it anew."""

DEEPEST = 64
"""Containers may lie in one another up to so many."""

BROKEN = -1

_QUOTE, _BACKSLASH, _COMMA, _COLON, _OPEN_LIST, _CLOSE_LIST, _OPEN, _CLOSE = b'"\\,:[]{}'
_BLANK, _TAB, _LF, _CR, _MINUS, _PLUS, _DOT, _ZERO, _NINE = b" \t\n\r-+.09"
_VALUE, _KEY, _AFTER = range(3)
_REPLACEMENT = 0xFFFD

_ONES, _TOP_BITS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_BLANKS, _QUOTES, _BACKSLASHES = (_ONES * np.uint64(byte) for byte in (_BLANK, _QUOTE, _BACKSLASH))

PLAIN = np.array([byte >= _BLANK and byte not in (_QUOTE, _BACKSLASH) for byte in range(256)])
"""Which bytes a string may hold as they are."""


def rows_for(size: int) -> int:
    """Return how many rows the tape of *size* bytes of JSON may need: every second byte is a value or a key at most."""
    return size // 2 + DEEPEST + 8


@njit(inline="always")
def past_blanks(block, at, end) -> int:
    """Return where the blanks at *at* end."""
    while at < end and (block[at] == _BLANK or block[at] == _LF or block[at] == _TAB or block[at] == _CR):
        at += 1
    return at


@njit
def _hex(block, at, end) -> int:
    """Return the value of four hexadecimal digits, -1 where there are none."""
    if at + 4 > end:
        return BROKEN
    value = 0
    for i in range(at, at + 4):
        byte = block[i]
        if 48 <= byte <= 57:
            value = value * 16 + byte - 48
        elif 97 <= (byte | 32) <= 102:
            value = value * 16 + (byte | 32) - 87
        else:
            return BROKEN
    return value


@njit
def _encode(out, to, code) -> int:
    """Write *code* as UTF-8; return where the next byte goes."""
    if code < 0x80:
        out[to] = code
        return to + 1
    if code < 0x800:
        out[to], out[to + 1] = 0xC0 | code >> 6, 0x80 | code & 63
        return to + 2
    if code < 0x10000:
        out[to], out[to + 1], out[to + 2] = 0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63
        return to + 3
    out[to], out[to + 1] = 0xF0 | code >> 18, 0x80 | code >> 12 & 63
    out[to + 2], out[to + 3] = 0x80 | code >> 6 & 63, 0x80 | code & 63
    return to + 4


@njit
def past_unicode(block, at, end, out, to) -> tuple[int, int]:
    r"""Read what follows a \u, with the second half of a pair; half a pair alone becomes U+FFFD.

    Return where it ends, -1 where it is wrong, and where what goes to out[to:] does.
    """
    code = _hex(block, at, end)
    if code < 0:
        return BROKEN, to
    at += 4
    if 0xD800 <= code < 0xDC00 and at + 1 < end and block[at] == _BACKSLASH and block[at + 1] == 117:
        low = _hex(block, at + 2, end)
        if 0xDC00 <= low < 0xE000:
            return at + 6, _encode(out, to, 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00)
    if 0xD800 <= code < 0xE000:
        code = _REPLACEMENT
    return at, _encode(out, to, code)


@njit
def meant_by(byte) -> int:
    """Return what a backslash and *byte* stand for, -1 where they stand for nothing."""
    if byte in (_QUOTE, _BACKSLASH, 47):
        return byte
    if byte == 110:
        return _LF
    if byte == 116:
        return _TAB
    if byte == 114:
        return _CR
    if byte == 98:
        return 8
    return 12 if byte == 102 else BROKEN


@njit(inline="always")
def plain_bytes(word) -> np.int64:
    """Return how many bytes of a *word* a string may hold as they are, up to the first that it may not."""
    quotes, backslashes = word ^ _QUOTES, word ^ _BACKSLASHES
    below = (word - _BLANKS) & ~word  # what is wrong above a byte that is found does no harm: the first one is sought
    found = (below | ((quotes - _ONES) & ~quotes) | ((backslashes - _ONES) & ~backslashes)) & _TOP_BITS
    return np.int64(trailing_zeros(found) >> np.uint64(3))


@njit(inline="always")
def past_plain(block, at, end) -> int:
    """Return where block[at:end] has the first byte that a string may not hold as it is; *end* where it has none."""
    size = 8
    while size == 8 and at < end and at + 8 <= len(block):
        size = plain_bytes(load_word(block, at))
        at += size
    while size == 8 and at < end and PLAIN[block[at]]:
        at += 1
    return min(at, end)


@njit(inline="always")
def _move_plain(block, at, end, to) -> tuple[int, int]:
    """Move what a string may hold as it is from *at* to *to*, which is before; return where both go on."""
    size = 8
    while size == 8 and at + 8 <= end:
        word = load_word(block, at)
        size = plain_bytes(word)
        if size == 8:
            store_word(block, to, word)
            at, to = at + 8, to + 8
    while at < end and PLAIN[block[at]]:
        block[to] = block[at]
        at, to = at + 1, to + 1
    return at, to


@njit
def past_string(block, at, end) -> tuple[int, int]:
    """Read on from behind an opening quote; return (the text's end, what follows the closing quote), -1 for neither."""
    to = at = past_plain(block, at, end)
    while at < end and block[at] != _QUOTE:
        byte = block[at]
        if byte < _BLANK:
            return BROKEN, BROKEN
        if byte != _BACKSLASH:
            at, to = _move_plain(block, at, end, to)
            continue
        if at + 1 == end:
            return BROKEN, BROKEN
        if block[at + 1] == 117:
            at, to = past_unicode(block, at + 2, end, block, to)
            if at < 0:
                return BROKEN, BROKEN
            continue
        meant = meant_by(block[at + 1])
        if meant < 0:
            return BROKEN, BROKEN
        block[to] = meant
        at, to = at + 2, to + 1
    return (to, at + 1) if at < end else (BROKEN, BROKEN)


@njit
def past_number(block, at, end) -> int:
    """Return where the number at *at* ends, -1 where there is none."""
    if at < end and block[at] == _MINUS:
        at += 1
    begin = at
    at = past_digits(block, at, end)
    if at == begin or (block[begin] == _ZERO and at - begin > 1):
        return BROKEN
    if at < end and block[at] == _DOT:
        begin = at + 1
        at = past_digits(block, begin, end)
        if at == begin:
            return BROKEN
    if at < end and block[at] | 32 == 101:
        begin = at + 1
        if begin < end and (block[begin] == _PLUS or block[begin] == _MINUS):
            begin += 1
        at = past_digits(block, begin, end)
        if at == begin:
            return BROKEN
    return at


@njit
def says(block, at, end, word) -> bool:
    """Whether block[at:end] begins with *word*, an array of bytes."""
    if at + len(word) > end:
        return False
    same = 0
    while same < len(word) and block[at + same] == word[same]:
        same += 1
    return same == len(word)


_WORDS = tuple(
    np.frombuffer(word, dtype=np.uint8) for word in (b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity")
)
TRUE, FALSE, NOTHING, NAN, _INFINITY, _MINUS_INFINITY = _WORDS


@njit
def _scalar(block, at, end) -> tuple[int, int]:
    """Read what is neither text nor container; return (its kind, where it ends), -1 for both where it is nothing."""
    if block[at] <= _NINE:
        stop = past_number(block, at, end)
        if stop >= 0:
            return NUMBER, stop
    if says(block, at, end, TRUE):
        return LITERAL, at + 4
    if says(block, at, end, FALSE):
        return LITERAL, at + 5
    if says(block, at, end, NOTHING):
        return NULL, at + 4
    if says(block, at, end, NAN):
        return NULL, at + 3
    if says(block, at, end, _INFINITY):
        return NUMBER, at + 8
    if says(block, at, end, _MINUS_INFINITY):
        return NUMBER, at + 9
    return BROKEN, BROKEN


@njit(inline="always")
def _write(tape, row, kind, begin, end) -> None:
    tape[row, KIND], tape[row, BEGIN], tape[row, END], tape[row, NEXT] = kind, begin, end, row + 1


@njit
def tokenise(block, at, end, tape, row) -> tuple[int, int]:
    """Write the JSON value at *at* on the tape from *row* on; return (the row behind it, where its text ends).

    -1 for both where the text is not JSON, ends before the value does, or lies deeper than DEEPEST.
    """
    opened = np.empty(DEEPEST, dtype=np.int32)
    depth, expected = 0, _VALUE
    while True:
        at = past_blanks(block, at, end)
        if at == end:
            return BROKEN, BROKEN
        byte = block[at]
        if expected == _AFTER:
            inside = tape[opened[depth - 1], KIND]
            if byte == _COMMA:
                at, expected = at + 1, _KEY if inside == OBJECT else _VALUE
                continue
            if byte != (_CLOSE if inside == OBJECT else _CLOSE_LIST):
                return BROKEN, BROKEN
        elif expected == _KEY:
            if byte != _QUOTE:
                return BROKEN, BROKEN
            text_end, stop = past_string(block, at + 1, end)
            if stop < 0:
                return BROKEN, BROKEN
            _write(tape, row, KEY, at + 1, text_end)
            row, at = row + 1, past_blanks(block, stop, end)
            if at == end or block[at] != _COLON:
                return BROKEN, BROKEN
            at, expected = at + 1, _VALUE
            continue
        elif byte == _QUOTE:
            text_end, stop = past_string(block, at + 1, end)
            if stop < 0:
                return BROKEN, BROKEN
            _write(tape, row, STRING, at + 1, text_end)
            row, at, expected = row + 1, stop, _AFTER
        elif byte in (_OPEN, _OPEN_LIST):
            if depth == DEEPEST:
                return BROKEN, BROKEN
            _write(tape, row, OBJECT if byte == _OPEN else ARRAY, at, at)
            opened[depth] = row
            depth, row, at = depth + 1, row + 1, past_blanks(block, at + 1, end)
            if at == end or block[at] != (_CLOSE if byte == _OPEN else _CLOSE_LIST):
                expected = _KEY if byte == _OPEN else _VALUE
                continue
            expected = _AFTER
        else:
            kind, stop = _scalar(block, at, end)
            if stop < 0:
                return BROKEN, BROKEN
            _write(tape, row, kind, at, stop)
            row, at, expected = row + 1, stop, _AFTER
        while depth:  # close what ends here
            at = past_blanks(block, at, end)
            inside = tape[opened[depth - 1], KIND]
            if at == end or block[at] != (_CLOSE if inside == OBJECT else _CLOSE_LIST):
                break
            depth, at = depth - 1, at + 1
            tape[opened[depth], NEXT] = row
            expected = _AFTER
        if not depth:
            return row, at


@njit
def has(block, begin, end, word) -> bool:
    """Whether block[begin:end] is *word*, an array of bytes."""
    return end - begin == len(word) and says(block, begin, end, word)


@njit
def member(block, tape, container, word) -> int:
    """Return the row of the last value called *word* in the object at *container*, -1 where there is none."""
    found, row, stop = -1, container + 1, tape[container, NEXT]
    while row < stop:
        if has(block, tape[row, BEGIN], tape[row, END], word):
            found = row + 1
        row = tape[row + 1, NEXT]
    return found
