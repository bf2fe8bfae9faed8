"""JSON objects without anything nested, read without a tape; compiled.

Nearly all keys stand where the record before had them, so each is compared with the one that is likely, and no more.
"""

from numba import njit

from engine.readers.json.flatten import spell
from engine.readers.json.names import name_at
from engine.readers.json.tape import FALSE, NAN, NOTHING, PLAIN, TRUE, past_blanks, past_number, past_string, says

NOT_FLAT = -1

_QUOTE, _COMMA, _COLON, _OPEN, _CLOSE, _NINE = b'",:{}9'
_ONLY_SIDE = 0


@njit(inline="always")
def _likely(block, at, end, name, text, ends) -> bool:
    """Whether the key at *at* is a *name*, and ends behind it."""
    begin, size = ends[name], ends[name + 1] - ends[name]
    same = at + size < end and block[at + size] == _QUOTE
    if same:
        for i in range(size):
            if block[at + i] != text[begin + i]:
                same = False
                break
    return same


@njit
def _key(block, at, end, slots, sides, text, ends) -> int:
    """Return which of the names the key at *at* is; -1 where it is none, or has an escape."""
    stop = at
    while stop < end and PLAIN[block[stop]]:
        stop += 1
    if stop == end or block[stop] != _QUOTE:
        return NOT_FLAT
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
    return NOT_FLAT, NOT_FLAT


@njit
def read_flat(block, at, end, slots, sides, columns, text, name_ends, place, starts, ends, spellings) -> int:
    """Write the values of the object at *at* to the row *place*; return where it ends.

    NOT_FLAT where something in it is nested or broken, or no column has a name: the row and *block* may be changed then.
    """
    if block[at] != _OPEN or not len(sides):
        return NOT_FLAT
    name, at = 0, at + 1
    while True:
        at = past_blanks(block, at, end)
        if at == end or block[at] != _QUOTE:
            return NOT_FLAT
        if not _likely(block, at + 1, end, name, text, name_ends):
            name = _key(block, at + 1, end, slots, sides, text, name_ends)
            if name < 0:
                return NOT_FLAT
        at = past_blanks(block, at + name_ends[name + 1] - name_ends[name] + 2, end)
        if at == end or block[at] != _COLON:
            return NOT_FLAT
        begin = past_blanks(block, at + 1, end)
        if begin == end:
            return NOT_FLAT
        if block[begin] == _QUOTE:
            begin += 1
            stop = begin
            while stop < end and PLAIN[block[stop]]:
                stop += 1
            if stop < end and block[stop] == _QUOTE:
                at = stop + 1
            else:
                stop, at = past_string(block, begin, end)
        elif block[begin] <= _NINE:
            stop = past_number(block, begin, end)
            at = stop
        else:
            stop, at = _word(block, begin, end, spellings[columns[name]])
        if at < 0:
            return NOT_FLAT
        starts[columns[name], place], ends[columns[name], place] = begin, stop
        at = past_blanks(block, at, end)
        if at == end or (block[at] != _COMMA and block[at] != _CLOSE):
            return NOT_FLAT
        at += 1
        if block[at - 1] == _CLOSE:
            return at
        name = name + 1 if name + 1 < len(sides) else 0
