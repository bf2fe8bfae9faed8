"""The values of a JSON text on their way to columns: by dotted names, each as it stands in the text; compiled."""

import numpy as np
from numba import njit

from engine.readers.json.names import COUNT, PIECE_BEGIN, PIECE_END, STOP, column_of
from engine.readers.json.tape import ARRAY, BEGIN, END, KIND, LITERAL, NEXT, NULL, NUMBER, OBJECT

AS_IT_IS, CAPITALISED, CAPITALS = range(3)
"""How a column spells a boolean: true, True or TRUE."""

SPELLINGS = {"true": AS_IT_IS, "True": CAPITALISED, "TRUE": CAPITALS}

_MINUS, _TO_CAPITAL = ord("-"), 0xDF
_QUOTE, _BACKSLASH, _OPEN_LIST, _CLOSE_LIST, _OPEN, _CLOSE = b'"\\[]{}'
_INFINITE = np.frombuffer(b"Infinity", dtype=np.uint8)
_BEYOND = np.frombuffer(b"1e999", dtype=np.uint8)


@njit
def is_container(tape, row) -> bool:
    """Whether the value at *row* is an object or an array."""
    return tape[row, KIND] == OBJECT or tape[row, KIND] == ARRAY


@njit
def has_container(tape, array) -> bool:
    """Whether an object or an array is among the values of an array."""
    row = array + 1
    while row < tape[array, NEXT]:
        if is_container(tape, row):
            return True
        row = tape[row, NEXT]
    return False


@njit
def spell(block, begin, end, spelling) -> None:
    """Write a boolean, where it stands, as its column spells one."""
    capitals = 0 if spelling == AS_IT_IS else 1 if spelling == CAPITALISED else end - begin
    for i in range(begin, begin + capitals):
        block[i] &= _TO_CAPITAL


@njit
def _end_of_number(block, begin, end) -> int:
    """Return where a number's text ends; Infinity is written anew, as a number that no double holds."""
    digits = begin + 1 if block[begin] == _MINUS else begin
    if block[digits] != _INFINITE[0]:
        return end
    for i in range(len(_BEYOND)):
        block[digits + i] = _BEYOND[i]
    return digits + len(_BEYOND)


@njit(inline="always")
def put(block, tape, value, column, place, starts, ends, spellings) -> None:
    """Write where the text of a plain value stands; that of null is empty."""
    if tape[value, KIND] == NULL:
        starts[column, place], ends[column, place] = 0, 0
        return
    if tape[value, KIND] == LITERAL:
        spell(block, tape[value, BEGIN], tape[value, END], spellings[column])
    elif tape[value, KIND] == NUMBER:
        tape[value, END] = _end_of_number(block, tape[value, BEGIN], tape[value, END])
    starts[column, place], ends[column, place] = tape[value, BEGIN], tape[value, END]


@njit
def _write_text(block, text, at) -> int:
    """Write the array that stands at *at* in *text* to the same place of *block*, without blanks; return its end."""
    to, depth, quoted = at, 0, False
    while True:
        byte = text[at]
        at += 1
        if not quoted and byte in (32, 9, 10, 13):
            continue
        block[to] = byte
        to += 1
        if quoted and byte == _BACKSLASH:
            block[to] = text[at]
            at, to = at + 1, to + 1
        elif byte == _QUOTE:
            quoted = not quoted
        elif not quoted and byte in (_OPEN, _OPEN_LIST):
            depth += 1
        elif not quoted and byte in (_CLOSE, _CLOSE_LIST):
            depth -= 1
            if not depth:
                return to


@njit
def write_named(block, text, tape, root, steps, side, place, names, late, path, starts, ends, spellings) -> None:
    """Write the value at *root* and all inside of it under their dotted names; *path* has its first *steps* already.

    *text* is *block* as it was before it was read: there an array that holds a container is one value, its text without
    blanks. Where *text* is empty, what such an array holds has dotted names as well.
    """
    if not is_container(tape, root):
        column = column_of(block, path, steps, side, names, late)
        if column >= 0:
            put(block, tape, root, column, place, starts, ends, spellings)
        return
    base = steps
    path[steps, STOP], path[steps, COUNT] = tape[root, NEXT], -1 if tape[root, KIND] == OBJECT else 0
    row = root + 1
    while True:
        if row == path[steps, STOP]:
            if steps == base:
                return
            steps -= 1
            continue
        if path[steps, COUNT] < 0:
            path[steps, PIECE_BEGIN], path[steps, PIECE_END] = tape[row, BEGIN], tape[row, END]
            row += 1
        else:
            path[steps, PIECE_BEGIN], path[steps, PIECE_END] = -1, path[steps, COUNT]
            path[steps, COUNT] += 1
        whole = len(text) > 0 and tape[row, KIND] == ARRAY and has_container(tape, row)
        if is_container(tape, row) and not whole:
            steps += 1
            path[steps, STOP], path[steps, COUNT] = tape[row, NEXT], -1 if tape[row, KIND] == OBJECT else 0
            row += 1
            continue
        column = column_of(block, path, steps + 1, side, names, late)
        if whole:
            if column >= 0:
                starts[column, place] = tape[row, BEGIN]
                ends[column, place] = _write_text(block, text, tape[row, BEGIN])
            row = tape[row, NEXT]
            continue
        if column >= 0:
            put(block, tape, row, column, place, starts, ends, spellings)
        row += 1
