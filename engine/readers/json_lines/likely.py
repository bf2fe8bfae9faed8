"""JSON objects whose values come in an order that is likely, read without a tape; compiled.

Nearly all values stand where the object before had them. So the path of each is compared with the name that is likely, and
no more; what lies deeper in the same container goes on behind the bytes that are known to be the same.
"""

from itertools import pairwise

import numpy as np
from numba import njit

from engine.readers.json.flatten import spell
from engine.readers.json.names import name_at
from engine.readers.json.tape import (
    DEEPEST,
    FALSE,
    NAN,
    NOTHING,
    PLAIN,
    TRUE,
    past_blanks,
    past_number,
    past_plain,
    past_string,
    says,
)

UNLIKELY = -1

_QUOTE, _COMMA, _COLON, _OPEN, _CLOSE, _OPEN_LIST, _CLOSE_LIST, _ZERO, _NINE = b'",:{}[]09'
_STEP = 0xFF
_ONLY_SIDE = 0
_TRIES = 4

_SHARED, _LAST_STEP = range(2)
"""What is known of a name: how much of it is as in the one before, and where its last step begins."""

_OFFSET, _COUNT = range(2)
"""Of a container that is open: how many bytes of the path lead into it, and, for a list, how many values were taken (-1
for an object)."""


def room_for_containers() -> np.ndarray:
    """Return room for those that are open at a time."""
    return np.zeros((DEEPEST + 1, 2), dtype=np.int64)


def likely_order(text: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return of each name how many bytes it shares with the one before, the first one with the last, and where its last
    step begins: an array of (names, 2).

    *text* and *ends* are those of a table of names. The former is -1 where a name has a byte that stands escaped in JSON,
    for such names are not compared with what stands there.
    """
    names = [text[begin:end].tobytes() for begin, end in pairwise(ends.tolist())]
    order = np.empty((len(names), 2), dtype=np.int64)
    for place, name in enumerate(names):
        plain = all(PLAIN[byte] for byte in name)
        order[place, _SHARED] = _shared(name, names[place - 1]) if plain else -1
        order[place, _LAST_STEP] = name.rfind(_STEP) + 1
    return order


def _shared(name: bytes, other: bytes) -> int:
    """Return with how many equal bytes the two begin."""
    pairs = enumerate(zip(name, other, strict=False))
    return next((place for place, (one, another) in pairs if one != another), min(len(name), len(other)))


@njit(inline="always")
def _is_key(block, at, end, begin, stop, text) -> bool:
    """Whether the key at *at* is text[begin:stop]."""
    same = at + stop - begin < end and block[at + stop - begin] == _QUOTE
    i = 0
    while same and i < stop - begin:
        same = block[at + i] == text[begin + i]
        i += 1
    return same


@njit
def _piece_of(block, at, end, offset, begin, stop, text) -> int:
    """Return where, in text[begin:stop], the step ends that stands behind *offset* and is the key at *at*; -1 for none."""
    step = begin + offset
    while step < stop and at < end and text[step] == block[at]:
        step, at = step + 1, at + 1
    if at < end and block[at] == _QUOTE and (step == stop or text[step] == _STEP):
        return step - begin
    return UNLIKELY


@njit
def _place_of(count, offset, begin, stop, text) -> int:
    """Return where, in text[begin:stop], the last step ends that stands behind *offset* and is the place *count*."""
    value, step = 0, begin + offset
    while step < stop and _ZERO <= text[step] <= _NINE:
        value, step = value * 10 + text[step] - _ZERO, step + 1
    return step - begin if step == stop and step > begin + offset and value == count else UNLIKELY


@njit
def _by_hash(block, at, end, slots, sides, text, ends) -> int:
    """Return which of the names the key at *at* is, as a path of one step; -1 where it is none, or has an escape."""
    stop = past_plain(block, at, end)
    if stop == end or block[stop] != _QUOTE:
        return UNLIKELY
    return name_at(block, at, stop, _ONLY_SIDE, slots, sides, text, ends)


@njit
def _word(block, at, end, spelling) -> tuple[int, int]:
    """Read what is neither text nor number; return (where its value ends, what follows), -1 for what is nested or nothing.

    A boolean is spelled anew where it stands.
    """
    size = 4 if says(block, at, end, TRUE) else 5 if says(block, at, end, FALSE) else 0
    if size:
        spell(block, at, at + size, spelling)
        return at + size, at + size
    if says(block, at, end, NOTHING):
        return at, at + 4
    if says(block, at, end, NAN):
        return at, at + 3
    return UNLIKELY, UNLIKELY


@njit(inline="always")
def _value(block, at, end, spelling) -> tuple[int, int, int]:
    """Read the plain value at *at*; return where its text begins and ends, and what follows, -1 for what is none."""
    if block[at] == _QUOTE:
        begin, stop = at + 1, past_plain(block, at + 1, end)
        if stop < end and block[stop] == _QUOTE:
            return begin, stop, stop + 1
        stop, following = past_string(block, begin, end)
        return begin, stop, following
    if block[at] <= _NINE:
        stop = past_number(block, at, end)
        return at, stop, stop
    stop, following = _word(block, at, end, spelling)
    return at, stop, following


@njit(inline="always")
def _close(block, at, end, opened, depth) -> tuple[int, int]:
    """Pass over what ends behind a value; return where the next one begins and how deep, -1 where all has ended.

    UNLIKELY in place of the former where something else stands there.
    """
    while True:
        at = past_blanks(block, at, end)
        if at == end:
            return UNLIKELY, depth
        byte, at = block[at], at + 1
        if byte == _COMMA:
            return past_blanks(block, at, end), depth
        if byte != (_CLOSE if opened[depth, _COUNT] < 0 else _CLOSE_LIST):
            return UNLIKELY, depth
        depth -= 1
        if depth < 0:
            return at, depth


@njit(inline="always")
def _unlikely(at) -> int:
    """Return what stands for no end of an object, of which the text before *at* may be changed."""
    return -1 - at


@njit(inline="always")
def changed_up_to(unlikely) -> int:
    """Return where the text ends that `read_likely` may have changed when it has returned the negative number *unlikely*."""
    return -1 - unlikely


@njit
def read_likely(
    block, at, end, slots, sides, columns, text, name_ends, order, opened, place, starts, ends, spellings
) -> int:
    """Write the values of the object at *at* to the row *place*; return where it ends.

    A negative number where something in it is in another order, of another shape or broken, or no column has a name: the row
    may be changed then, and *block* up to where `changed_up_to` says. *opened* is room for containers.
    """
    if block[at] != _OPEN or not len(sides):
        return _unlikely(at)
    depth, last, name, at = 0, -1, 0, past_blanks(block, at + 1, end)
    opened[0, _OFFSET], opened[0, _COUNT] = 0, -1
    while True:
        offset, count, step, tries = opened[depth, _OFFSET], opened[depth, _COUNT], UNLIKELY, 0
        if count < 0 and (at == end or block[at] != _QUOTE):
            return _unlikely(at)
        while step < 0 and tries < _TRIES and (name == last or order[name, _SHARED] >= offset):
            first, stop = name_ends[name], name_ends[name + 1]
            if count >= 0:
                step = _place_of(count, offset, first, stop, text)
            elif offset < order[name, _LAST_STEP]:
                step = _piece_of(block, at + 1, end, offset, first, stop, text)
            elif _is_key(block, at + 1, end, first + offset, stop, text):
                step = stop - first
            last = name
            if step < 0:
                name, tries = name + 1 if name + 1 < len(sides) else 0, tries + 1
        if step < 0 and not depth:
            last = name = _by_hash(block, at + 1, end, slots, sides, text, name_ends)
            step = name_ends[name + 1] - name_ends[name] if name >= 0 else UNLIKELY
        if step < 0:
            return _unlikely(at)
        if count < 0:
            at = past_blanks(block, at + step - offset + 2, end)
            if at == end or block[at] != _COLON:
                return _unlikely(at)
            at = past_blanks(block, at + 1, end)
        opened[depth, _COUNT] += count >= 0
        if at == end:
            return _unlikely(at)
        if step < name_ends[name + 1] - name_ends[name]:  # the path leads on into a container
            if depth == DEEPEST - 1 or (block[at] != _OPEN and block[at] != _OPEN_LIST):
                return _unlikely(at)
            depth += 1
            opened[depth, _OFFSET], opened[depth, _COUNT] = step + 1, -1 if block[at] == _OPEN else 0
            at = past_blanks(block, at + 1, end)
            continue
        begin, stop, following = _value(block, at, end, spellings[columns[name]])
        if following < 0:
            return _unlikely(end if block[at] == _QUOTE else at)
        starts[columns[name], place], ends[columns[name], place] = begin, stop
        at, depth = _close(block, following, end, opened, depth)
        if at < 0:
            return _unlikely(following)
        if depth < 0:
            return at
        name = name + 1 if name + 1 < len(sides) else 0
