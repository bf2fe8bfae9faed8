"""The rows of a JSON body, whatever its shape; compiled.

A body is an object (one row), an object of lists of one length (columns), a list of rows, or a list under `instances`,
`inputs`, `predictions`, `outputs` or `dataframe_records`, or names and rows under `dataframe_split`; other members
beside these are the protocol's and not read. Several bodies one after the other are rows too (JSON lines). Nested
values have dotted names. A row that is a list has positions, as a CSV row has.
"""

import numpy as np
from numba import njit

from engine.readers.json.flatten import has_container, is_container, put, write_named
from engine.readers.json.names import PIECE_BEGIN, PIECE_END, first_hash, hash_on
from engine.readers.json.tape import ARRAY, BEGIN, END, KEY, KIND, NEXT, OBJECT, has, tokenise

ONE_ROW, LIST_OF_ROWS, COLUMNS, FLAT_LIST, SPLIT = range(5)
"""The shapes of a body. FLAT_LIST is a bare list of plain values: one row, or one value for each row of the other side.
SPLIT is a data frame in two parts, as MLflow has it: names under `columns`, and rows of as many values under `data`."""

SHAPE, ROOT, ROWS, VALUES = range(4)
"""What is known of a body: its shape, the tape's row of what has that shape, and the numbers of rows and values."""

_WRAPPERS = tuple(
    np.frombuffer(word, dtype=np.uint8)
    for word in (b"instances", b"inputs", b"predictions", b"outputs", b"dataframe_records")
)
_INSTANCES, _INPUTS, _PREDICTIONS, _OUTPUTS, _RECORDS = _WRAPPERS
_DATAFRAME_SPLIT = np.frombuffer(b"dataframe_split", dtype=np.uint8)
_COLUMNS_KEY = np.frombuffer(b"columns", dtype=np.uint8)
_DATA_KEY = np.frombuffer(b"data", dtype=np.uint8)


@njit
def _length(tape, array) -> int:
    count, row = 0, array + 1
    while row < tape[array, NEXT]:
        count, row = count + 1, tape[row, NEXT]
    return count


@njit
def _wrapped(block, tape, container) -> int:
    """Return the row of the container that an object wraps, -1 where it wraps none."""
    row = container + 1
    while row < tape[container, NEXT]:
        begin, end = tape[row, BEGIN], tape[row, END]
        if is_container(tape, row + 1) and (
            has(block, begin, end, _INSTANCES)
            or has(block, begin, end, _INPUTS)
            or has(block, begin, end, _PREDICTIONS)
            or has(block, begin, end, _OUTPUTS)
            or has(block, begin, end, _RECORDS)
        ):
            return row + 1
        row = tape[row + 1, NEXT]
    return -1


@njit
def _column_length(tape, container) -> int:
    """Return the length that all members of an object have as lists, -1 where they are no columns."""
    length, row = -1, container + 1
    while row < tape[container, NEXT]:
        if tape[row + 1, KIND] != ARRAY:
            return -1
        size = _length(tape, row + 1)
        if length >= 0 and size != length:
            return -1
        length, row = size, tape[row + 1, NEXT]
    return length


@njit
def _member(block, tape, container, key, kind) -> int:
    """Return the row of an object's member *key*, -1 where there is none of that *kind*."""
    row = container + 1
    while row < tape[container, NEXT]:
        if tape[row + 1, KIND] == kind and has(block, tape[row, BEGIN], tape[row, END], key):
            return row + 1
        row = tape[row + 1, NEXT]
    return -1


@njit
def split_of(block, tape, root) -> int:
    """Return the row of the data frame in two parts that the value at *root* holds, -1 where it holds none."""
    return _member(block, tape, root, _DATAFRAME_SPLIT, OBJECT) if tape[root, KIND] == OBJECT else -1


@njit
def split_parts(block, tape, split) -> tuple[int, int]:
    """Return the rows of the two parts of a data frame, the names and the data; -1 for one that it has not."""
    return _member(block, tape, split, _COLUMNS_KEY, ARRAY), _member(block, tape, split, _DATA_KEY, ARRAY)


@njit
def _has_repeated(block, tape, array, length) -> bool:
    """Whether two of the *length* texts of an array are equal, by their hashes: then one column would hide another."""
    size = 4
    while size < 2 * length:
        size *= 2
    slots, row = np.zeros(size, dtype=np.uint64), array + 1
    while row < tape[array, NEXT]:
        value = hash_on(first_hash(0), block, tape[row, BEGIN], tape[row, END], False) | np.uint64(1)
        slot = (value >> np.uint64(1)) & np.uint64(size - 1)
        while slots[slot] != 0:
            if slots[slot] == value:
                return True
            slot = (slot + np.uint64(1)) & np.uint64(size - 1)
        slots[slot] = value
        row = tape[row, NEXT]
    return False


@njit
def _describe_split(block, tape, split, body) -> None:
    """Write into *body* what a data frame in two parts is: rows by position where the names are not as many as
    values, or not each another one."""
    names, data = split_parts(block, tape, split)
    body[SHAPE], body[ROOT], body[ROWS], body[VALUES] = ONE_ROW, split, 1, 0
    if data < 0:
        return
    body[SHAPE], body[ROOT], body[ROWS] = LIST_OF_ROWS, data, _length(tape, data)
    if names < 0 or has_container(tape, names):
        return
    width, row = _length(tape, names), data + 1
    if _has_repeated(block, tape, names, width):
        return
    while row < tape[data, NEXT]:
        if tape[row, KIND] != ARRAY or _length(tape, row) != width:
            return
        row = tape[row, NEXT]
    body[SHAPE], body[ROOT] = SPLIT, split


@njit
def _describe(block, tape, root, body) -> None:
    """Write into *body* which shape the value at *root* has."""
    split = split_of(block, tape, root)
    if split >= 0:
        _describe_split(block, tape, split, body)
        return
    wrapped = _wrapped(block, tape, root) if tape[root, KIND] == OBJECT else -1
    inner = wrapped if wrapped >= 0 else root
    body[SHAPE], body[ROOT], body[ROWS], body[VALUES] = ONE_ROW, inner, 1, 0
    if tape[inner, KIND] == OBJECT:
        length = _column_length(tape, inner)
        if length >= 0:
            body[SHAPE], body[ROWS] = COLUMNS, length
    elif tape[inner, KIND] == ARRAY:
        length = _length(tape, inner)
        body[SHAPE], body[ROWS] = LIST_OF_ROWS, length
        if wrapped < 0 and length and not has_container(tape, inner):
            body[SHAPE], body[ROWS], body[VALUES] = FLAT_LIST, 1, length


@njit
def read_body(block, begin, end, one_row, tape, row, body) -> int:
    """Write a body on the tape from *row* on and its shape into *body*; return the row behind, -1 where it is no JSON.

    *one_row*: an object is a row, whatever its members look like.
    """
    first, count, at, stop = row + 1, 0, begin, row + 1
    while True:
        while at < end and block[at] in (32, 9, 10, 13):
            at += 1
        if at == end:
            break
        stop, at = tokenise(block, at, end, tape, stop)
        if stop < 0:
            return -1
        count += 1
    if not count:
        return -1
    tape[row, KIND], tape[row, BEGIN], tape[row, END], tape[row, NEXT] = ARRAY, begin, begin, stop
    if count > 1:
        body[SHAPE], body[ROOT], body[ROWS], body[VALUES] = LIST_OF_ROWS, row, count, 0
    elif one_row:
        body[SHAPE], body[ROOT], body[ROWS], body[VALUES] = ONE_ROW, first, 1, 0
    else:
        _describe(block, tape, first, body)
    return stop


@njit
def _positions(block, tape, root, place, first, width, starts, ends, spellings) -> int:
    """Write the plain values of a row without names, in their order; return how many there are."""
    count, row = 0, root
    while row < tape[root, NEXT]:
        if tape[row, KIND] != KEY and not is_container(tape, row):
            if count < width:
                put(block, tape, row, first + count, place, starts, ends, spellings)
            count += 1
        row += 1
    return count


@njit
def _split_rows(block, tape, split, side, place, names, late, path, starts, ends, spellings) -> None:
    """Write the rows of a data frame in two parts, from *place* on."""
    columns, data = split_parts(block, tape, split)
    line = data + 1
    while line < tape[data, NEXT]:
        item, name = line + 1, columns + 1
        while item < tape[line, NEXT]:
            path[0, PIECE_BEGIN], path[0, PIECE_END] = tape[name, BEGIN], tape[name, END]
            write_named(block, block[:0], tape, item, 1, side, place, names, late, path, starts, ends, spellings)
            item, name = tape[item, NEXT], tape[name, NEXT]
        line, place = tape[line, NEXT], place + 1


@njit
def write_rows(
    block, tape, body, side, place, first, width, widths, names, late, path, starts, ends, spellings
) -> None:
    """Write the rows of a body, which have been cleared, from *place* on.

    Rows with positions go to *width* columns from *first* on; *spellings* says of each column how it spells a boolean,
    and Infinity becomes a number beyond the doubles (1e999), both where they stand in *block*. *widths* gets how many
    values each row has, -1 for a row
    that goes by names.
    """
    root = body[ROOT]
    widths[: body[ROWS]] = -1
    if body[SHAPE] == SPLIT:
        _split_rows(block, tape, root, side, place, names, late, path, starts, ends, spellings)
        return
    if body[SHAPE] == COLUMNS:
        row = root + 1
        while row < tape[root, NEXT]:
            path[0, PIECE_BEGIN], path[0, PIECE_END] = tape[row, BEGIN], tape[row, END]
            item = row + 2
            for i in range(body[ROWS]):
                write_named(
                    block, block[:0], tape, item, 1, side, place + i, names, late, path, starts, ends, spellings
                )
                item = tape[item, NEXT]
            row = tape[row + 1, NEXT]
        return
    item, count = root, 1
    if body[SHAPE] == LIST_OF_ROWS or (body[SHAPE] == FLAT_LIST and body[ROWS] > 1):
        item, count = root + 1, body[ROWS]
    for i in range(count):
        if tape[item, KIND] == OBJECT:
            write_named(block, block[:0], tape, item, 0, side, place + i, names, late, path, starts, ends, spellings)
        else:
            widths[i] = _positions(block, tape, item, place + i, first, width, starts, ends, spellings)
        item = tape[item, NEXT]
