"""The template of a body that was read by way of a tape, for the bodies to come; compiled."""

import numpy as np
from numba import njit

from engine.readers.json import bodies, template
from engine.readers.json.bodies import split_of, split_parts, write_rows
from engine.readers.json.flatten import is_container
from engine.readers.json.names import LOST
from engine.readers.json.tape import BEGIN, END, KEY, KIND, NEXT, STRING, has, past_plain

_NONE = -1
_QUOTE, _BACKSLASH, _COMMA, _OPEN_LIST, _CLOSE_LIST, _OPEN, _CLOSE = b'"\\,[]{}'
_MOST_PLACES = 1 << 20


@njit
def _is_mark(byte) -> bool:
    """Whether a byte ends a number, a boolean or null, beside a blank."""
    return byte in (_COMMA, _CLOSE, _CLOSE_LIST, _OPEN, _OPEN_LIST, _QUOTE)


@njit
def _end_of_value(text, at, end) -> int:
    """Return where the plain value that is at *at* in text[:end] ends; it is known to be one."""
    if text[at] == _QUOTE:
        at = past_plain(text, at + 1, end)
        while text[at] != _QUOTE:
            at = past_plain(text, at + (2 if text[at] == _BACKSLASH else 1), end)
        return at + 1
    while at < end and text[at] > 32 and not _is_mark(text[at]):
        at += 1
    return at


@njit
def _list_of_rows(block, tape, body) -> tuple[int, int]:
    """Return the tape's row of the list that has the rows of a *body*, and that of the list of their names, -1 for none."""
    if body[bodies.SHAPE] == bodies.SPLIT:
        names, data = split_parts(block, tape, body[bodies.ROOT])
        return data, names
    return body[bodies.ROOT] if body[bodies.SHAPE] == bodies.LIST_OF_ROWS else _NONE, _NONE


@njit
def _find_joints(text, begin, size, tape, root, rows, names, slot, joints, facts) -> bool:
    """Write where in text[:size], a body that began at *begin*, the joints of its values are: (begin, end) each.

    What is on the tape behind *root* is numbered: the values as texts from 1 on, and 0 those of rows behind the first
    one. Return whether the *rows*, where there is a list of them, are like each other. The *names* are no values.
    """
    most, stop = joints.shape[1] - 2, tape[root, NEXT]
    behind = tape[rows, NEXT] if rows >= 0 else _NONE
    item = rows + 1 if rows >= 0 else _NONE
    count, at, number, taken, width, first, opened, opening = 0, 0, -1, 0, -1, -1, 0, (0, 0)
    back = (0, 0)
    row = root + 1
    while row < stop:
        inside = rows < row < behind
        plain = not is_container(tape, row) and tape[row, KIND] != KEY
        place = tape[row, BEGIN] - begin - (tape[row, KIND] == STRING)
        if inside and row == item:
            if number == 0:
                width = taken
            if number >= 0 and (taken != width or not width):
                return False
            number, taken, opened, item = number + 1, 0, place, tape[item, NEXT]
        if row == names:
            row = tape[row, NEXT]
            continue
        row += 1
        if not plain:
            continue
        value, known = row - 1, inside and number > 0
        if place < at:  # bodies one behind the other, with nothing between a number or a word and the next one
            return False
        if known and not taken:
            if number == 1:
                back = (at, place)
                if not has(text, opened, place, text[opening[0] : opening[1]]):
                    return False
            if not has(text, at, place, text[back[0] : back[1]]):
                return False
        elif known:
            if taken >= width:
                return False
            like = joints[slot, first + taken]
            if not has(text, at, place, text[like[0] : like[1]]):
                return False
        else:
            if count == most:
                return False
            if inside and not taken:
                first, opening = count, (opened, place)
            joints[slot, count, 0], joints[slot, count, 1] = at, place
            count += 1
        taken += inside
        at = _end_of_value(text, place, size)
        number_of = 0 if known else count
        tape[value, KIND], tape[value, BEGIN], tape[value, END] = STRING, number_of, number_of
    if number == 0:
        width = taken
    if not count or (rows >= 0 and (number < 0 or not width or taken != width)):
        return False
    joints[slot, count, 0], joints[slot, count, 1] = at, size
    joints[slot, count + 1, 0], joints[slot, count + 1, 1] = back
    facts[slot, template.COUNT], facts[slot, template.AGAIN] = count, number > 0
    facts[slot, template.FIRST], facts[slot, template.LAST] = first, first + width - 1 if rows >= 0 else _NONE
    return True


@njit
def _keep_joints(text, count, slot, words, joints) -> bool:
    """Keep the texts of the joints, *count* of them, and say of each where it is; return whether there is room."""
    word = 0
    for joint in range(count):
        at, end = joints[slot, joint, 0], joints[slot, joint, 1]
        joints[slot, joint, template.FIRST_WORD], joints[slot, joint, template.SIZE] = word, end - at
        while at < end:
            if word == words.shape[1]:
                return False
            mask = ~np.uint64(0) if end - at >= 8 else (np.uint64(1) << np.uint64(8 * (end - at))) - np.uint64(1)
            words[slot, word, template.WORD], words[slot, word, template.MASK] = 0, mask
            for i in range(min(8, end - at)):
                words[slot, word, template.WORD] |= np.uint64(text[at + i]) << np.uint64(8 * i)
            at, word = at + 8, word + 1
    return True


@njit
def _find_targets(starts, span, slot, targets, bare, facts) -> bool:
    """Write to which column and row of *starts* each value went, by its number; return whether all rows have the same."""
    count, free = facts[slot, template.COUNT], 0
    for value in range(count):
        targets[slot, value, template.COLUMN], targets[slot, value, template.ROW] = _NONE, 0
    for column in range(span[0], span[1]):
        rows = 0
        for row in range(starts.shape[1]):
            value = starts[column, row] - 1
            if value >= 0:
                targets[slot, value, template.COLUMN], targets[slot, value, template.ROW] = column, row
                rows += 1
        if not rows:
            bare[slot, free] = column
            free += 1
        elif rows < starts.shape[1] and facts[slot, template.LAST] < 0:
            return False
    facts[slot, template.BARE] = free
    return True


@njit
def learn(
    block, text, begin, size, tape, root, described, body, one_row, side, slot, words, joints, targets, bare, facts,
    span, first, width, names, late, path, spellings,
) -> None:  # fmt: skip
    """Make the template *slot* that of a body that was read: on the tape behind *root*, which is of no use afterwards.

    text[:size] is what it was at *begin* of *block* before it was read; *described* is what it
    was by itself, and *body* when it was paired with the other side. *span* are the columns of its side, *first* and
    *width* those with positions. There is no template then where none is possible.
    """
    facts[slot, template.BODY] = 0
    several = tape[root + 1, NEXT] < tape[root, NEXT]
    rows, named = _list_of_rows(block, tape, body)
    if late[4][LOST] or (not several and not one_row and named < 0 and split_of(block, tape, root + 1) >= 0):
        return
    written = body.copy()
    if named < 0 and rows >= 0:
        written[bodies.ROWS] = 1
    if span[1] * written[bodies.ROWS] > _MOST_PLACES:
        return
    if not _find_joints(text, begin, size, tape, root, rows, named, slot, joints, facts):
        return
    if not _keep_joints(text, facts[slot, template.COUNT] + 2, slot, words, joints):
        return
    starts = np.zeros((span[1], written[bodies.ROWS]), np.int32)
    ends, widths = np.zeros_like(starts), np.zeros(written[bodies.ROWS], np.int64)
    write_rows(
        block, tape, written, side, 0, first, width, widths, names, late, path, starts, ends, spellings,
    )  # fmt: skip
    if not _find_targets(starts, span, slot, targets, bare, facts):
        return
    facts[slot, template.LEAST], facts[slot, template.WIDTH] = 2 if several else 1, widths[0]
    facts[slot, template.SHAPE], facts[slot, template.ROWS] = described[bodies.SHAPE], described[bodies.ROWS]
    facts[slot, template.VALUES] = described[bodies.VALUES]
    facts[slot, template.PAIRED_SHAPE], facts[slot, template.PAIRED_ROWS] = body[bodies.SHAPE], body[bodies.ROWS]
    facts[slot, template.BODY] = template.ONE_OBJECT if one_row else template.BY_SHAPE
