"""JSON texts that are alike: the same but for strings in them, as records are that one program writes; compiled.

Whoever reads one of them by a tape may learn from it what they have in common. The next one is compared with that, word by
word, and is JSON of the same values where it is the same, whatever its strings say.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import copy_vector, find_below, load_word, trailing_zeros
from engine.readers.json.tape import BEGIN, KIND, PLAIN, STRING, meant_by, past_plain, past_unicode
from engine.readers.text.utf8 import is_utf8

COMMON, ANY, TIME, TEXT = -2, -1, 2, 0
"""What a string may be: in common, like a key; of no interest; one whose place is told; and, from TEXT on and below TIME, one
that is copied out."""

UNLIKE = -1

_BLANK, _QUOTE, _BACKSLASH, _UNICODE = (np.uint8(byte) for byte in b' "\\u')
_AT_ONCE, _ALL = 64, np.uint64(0xFFFFFFFFFFFFFFFF)
_MOST_BYTES, _MOST_STRINGS = 1 << 12, 64
_PLACES = 2 * (TIME + 1)


class Alike(NamedTuple):
    """What texts have in common: the pieces between their strings (*text*, uint8, one behind the other, which end at *ends*,
    int64), and what each string is (*kinds*, int64). *count* (int64) has how many pieces there are, 0 for nothing learnt.
    *places* (int64) get where the strings of interest begin and end.
    """

    text: np.ndarray
    ends: np.ndarray
    kinds: np.ndarray
    count: np.ndarray
    places: np.ndarray


def nothing_alike() -> Alike:
    """Return room for what texts have in common, with nothing in it."""
    return Alike(
        np.zeros(_MOST_BYTES, dtype=np.uint8),
        np.zeros(_MOST_STRINGS + 2, dtype=np.int64),
        np.zeros(_MOST_STRINGS + 1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(_PLACES, dtype=np.int64),
    )


@njit
def learn(block, begin, end, shift, tape, rows, known, text, ends, kinds) -> int:
    """Learn from block[begin:end], one whole value, what others may have in common with it; return how many pieces.

    The *tape* has it in so many *rows*, which say where each text stands, *shift* bytes before it. *known* has rows of strings
    and their kinds; the others are of no interest. Nothing is learnt, 0 is returned, from one that has many strings or much
    beside them.
    """
    at, pieces, size = begin, 0, 0
    for row in range(rows):
        kind = ANY
        for i in range(len(known)):
            if known[i, 0] == row:
                kind = known[i, 1]
        if tape[row, KIND] != STRING or kind == COMMON:
            continue
        string = tape[row, BEGIN] + shift
        if pieces == _MOST_STRINGS or size + string - at > _MOST_BYTES:
            return 0
        text[size : size + string - at] = block[at:string]
        size, at = size + string - at, string
        kinds[pieces], ends[pieces + 1] = kind, size
        pieces += 1
        while block[at] != _QUOTE:
            at += 2 if block[at] == _BACKSLASH else 1
    if size + end - at > _MOST_BYTES:
        return 0
    text[size : size + end - at] = block[at:end]
    ends[pieces + 1] = size + end - at
    return pieces + 1


@njit(inline="always")
def _are_same(one, at, other, place, size) -> bool:
    """Whether so many bytes are the same from one[at] on and from other[place] on."""
    done = 0
    while done + 8 <= size:
        if load_word(one, at + done) != load_word(other, place + done):
            return False
        done += 8
    while done < size:
        if one[at + done] != other[place + done]:
            return False
        done += 1
    return True


@njit(inline="always")
def _copy_most(block, at, out, to) -> tuple[int, int]:
    """Copy what a string begins with to out[to], 64 bytes at once, up to what is to be looked at; return where both go on."""
    while at + 2 * _AT_ONCE <= len(block):
        begin = at
        bits = find_below(block, begin, _BLANK, _QUOTE, _BACKSLASH)
        while bits:
            here = begin + np.int64(trailing_zeros(bits))
            copy_vector(block, at, out, to)
            to, at = to + here - at, here
            meant = meant_by(block[here + 1]) if block[here] == _BACKSLASH else UNLIKE
            if meant < 0:
                return at, to
            out[to] = meant
            to, at = to + 1, here + 2
            bits = bits & (_ALL << np.uint64(at - begin)) if at < begin + _AT_ONCE else np.uint64(0)
        if at < begin + _AT_ONCE:
            copy_vector(block, at, out, to)
            to, at = to + begin + _AT_ONCE - at, begin + _AT_ONCE
    return at, to


@njit
def _copy_string(block, at, end, out, to) -> tuple[int, int]:
    """Copy a string, which begins at *at*, to out[to], unescaped; return where its quote stands and where the copy ends.

    -1 for both where it is none. *end* is where a control character stands, or the block ends; *out* has as much room behind
    *to* as *block* has behind *at*.
    """
    while True:
        at, to = _copy_most(block, at, out, to)
        while at < end and PLAIN[block[at]]:
            out[to] = block[at]
            at, to = at + 1, to + 1
        if at >= end:
            return UNLIKE, UNLIKE
        if block[at] == _QUOTE:
            return at, to
        if block[at] != _BACKSLASH or at + 1 >= end:
            return UNLIKE, UNLIKE
        if block[at + 1] == _UNICODE:
            at, to = past_unicode(block, at + 2, end, out, to)
            if at < 0:
                return UNLIKE, UNLIKE
            continue
        meant = meant_by(block[at + 1])
        if meant < 0:
            return UNLIKE, UNLIKE
        out[to] = meant
        at, to = at + 2, to + 1


@njit
def read_like_before(block, at, end, ascii_only, text, ends, kinds, count, out, to, places) -> tuple[int, int]:
    """Read the text at *at* of block[:end] as what was learnt; return where it ends, and where in *out* the copies do.

    -1 for the former where it is not alike, or no UTF-8. Strings of a kind from TEXT on are copied to out[to:], unescaped.
    """
    for piece in range(count):
        size = ends[piece + 1] - ends[piece]
        if at + size > end or not _are_same(text, ends[piece], block, at, size):
            return UNLIKE, to
        at += size
        if piece + 1 == count:
            break
        kind, stop = kinds[piece], at
        if TEXT <= kind < TIME:
            stop, behind = _copy_string(block, at, end, out, to)
            places[2 * kind], places[2 * kind + 1] = to, behind
            if stop < 0 or (not ascii_only and not is_utf8(out, to, behind)):
                return UNLIKE, to
            to = behind
        else:
            stop = past_plain(block, at, end)
            if stop >= end or block[stop] != _QUOTE or (not ascii_only and not is_utf8(block, at, stop)):
                return UNLIKE, to
            if kind == TIME:
                places[2 * kind], places[2 * kind + 1] = at, stop
        at = stop
    return at if count else UNLIKE, to
