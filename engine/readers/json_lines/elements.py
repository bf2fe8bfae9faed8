"""Where the elements of a JSON document begin and end, found without reading them; compiled."""

import numpy as np
from numba import njit

AT, LINE, PLACE, FOUND = range(4)
"""How far a search is: where in the block, in which of its lines, at which place of the grammar, and what was found."""

TOP, FIRST, ITEM, BEHIND = range(4)
"""The places: between values, behind the bracket that opens a list, behind a comma, and behind an element."""

NEEDS_MORE, NO_ROOM, BROKEN = range(3)
"""Why a search ends: the block does, *elements* are full, or there is what cannot be there."""

_QUOTE, _BACKSLASH, _COMMA, _OPEN_LIST, _CLOSE_LIST, _OPEN, _CLOSE = b'"\\,[]{}'
_LF, _BLANK = 10, 32

_MARKS = np.array([byte < _BLANK or byte in b'"\\,[]{}' for byte in range(256)])
"""Which bytes mean something, in a string or outside of one."""


@njit
def _end_of_value(block, at) -> int:
    """Return where the value at *at* ends, by its brackets and quotes; -1 where the block ends before, -2 where no
    string can be so."""
    depth, quoted = 0, False
    begin = at
    while at < len(block):
        byte = block[at]
        if not _MARKS[byte] and (depth or quoted or byte != _BLANK):
            at += 1
            continue
        if quoted:
            if byte == _BACKSLASH:
                at += 2
                continue
            if byte < _BLANK:
                return -2
            if byte == _QUOTE:
                quoted = False
                if not depth:
                    return at + 1
        elif byte == _QUOTE:
            quoted = True
        elif byte in (_OPEN, _OPEN_LIST):
            depth += 1
        elif not depth and at > begin and (byte <= _BLANK or byte in (_COMMA, _CLOSE, _CLOSE_LIST)):
            return at
        elif byte in (_CLOSE, _CLOSE_LIST):
            depth -= 1
            if depth <= 0:
                return at + 1
        at += 1
    return -1


@njit
def _past_blanks(block, state) -> None:
    while state[AT] < len(block) and block[state[AT]] in (_BLANK, 9, _LF, 13):
        state[LINE] += block[state[AT]] == _LF
        state[AT] += 1


@njit
def _next_place(place, byte) -> int:
    """Return the place behind *byte* where that is part of a list's grammar; -1 for an element, -2 for what cannot be."""
    if place == TOP:
        return FIRST if byte == _OPEN_LIST else -1 if byte == _OPEN else -2
    if place == BEHIND:
        return ITEM if byte == _COMMA else TOP if byte == _CLOSE_LIST else -2
    if byte == _CLOSE_LIST:
        return TOP if place == FIRST else -2
    return -2 if byte in (_COMMA, _CLOSE) else -1


@njit(cache=True, nogil=True)
def find_elements(block, state, elements) -> int:
    """Write into *elements* where those of *block* begin and end, and in which line; return why the search has ended.

    *state* is where to begin, and then where to go on: at the begin of an element that is not whole.
    """
    while True:
        _past_blanks(block, state)
        if state[AT] == len(block):
            return NEEDS_MORE
        following = _next_place(state[PLACE], block[state[AT]])
        if following == -2:
            return BROKEN
        if following >= 0:
            state[PLACE], state[AT] = following, state[AT] + 1
            continue
        if state[FOUND] == len(elements):
            return NO_ROOM
        begin, end = state[AT], _end_of_value(block, state[AT])
        if end < 0:
            return NEEDS_MORE if end == -1 else BROKEN
        elements[state[FOUND], 0], elements[state[FOUND], 1], elements[state[FOUND], 2] = begin, end, state[LINE]
        state[FOUND] += 1
        for i in range(begin, end):
            state[LINE] += block[i] == _LF
        state[PLACE], state[AT] = TOP if state[PLACE] == TOP else BEHIND, end
