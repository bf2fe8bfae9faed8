"""Bodies that are like one before, but for their plain values: read by what stands between these; compiled.

One client writes all its bodies alike: names, brackets and blanks are the same bytes every time. Where they are, the
body has the shape that the one before had, and each value goes where that one's went, whatever the shape means. So a
body's *template* are the texts around its values, the joints, and the column and the row of each. Where the values of
a row come again and again, in a list of rows, there is a joint that leads back to the first of them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import load_word, store_word
from engine.readers.json.flatten import AS_IT_IS, spell
from engine.readers.json.tape import (
    FALSE,
    NAN,
    NOTHING,
    TRUE,
    past_number,
    past_plain,
    past_string,
    says,
)

SLOTS = 4
"""How many templates each side has: so many kinds of bodies may come by turns."""

WORD, MASK = range(2)
"""Of each eight bytes of a joint: what they are, and which of them count, for the last ones may be fewer."""

FIRST_WORD, SIZE = range(2)
"""Of each joint: the first of its words, and how many bytes it has. There is one before each value, one behind the last
one, and behind these the one that leads back."""

COLUMN, ROW = range(2)
"""Of each value: its column, -1 for none, and its row, counted from that of the first one."""

(
    BODY,
    COUNT,
    FIRST,
    LAST,
    AGAIN,
    LEAST,
    BARE,
    SHAPE,
    ROWS,
    VALUES,
    PAIRED_SHAPE,
    PAIRED_ROWS,
    WIDTH,
) = range(13)
"""What is known of a template: the kind of body (0 where there is no template), how many values there are, which of them are
the first and the last one of a row that may come again (-1 for none), whether a joint leads back, how many rows there are at
least, how many columns have no value; shape, rows and values of the body, shape and rows when it was paired with the other
side, and how many positions a row has (-1: it has names)."""

BY_SHAPE, ONE_OBJECT = 1, 2
"""The kinds of bodies: whatever shape it has says what a row is, or an object is a row whatever its members."""

NOT_ALIKE = -1
UNCHANGED = -1

TRIED, FAILED, LEARNED = range(3)
"""How much was tried, how much of it was not like what came before, and how many templates were made of that."""

MOST_LEARNED = 64
"""So many templates are made in one block."""

_ENOUGH = 64
"""So much of a block is tried, and more as long as half of it is like what came before."""

LAST_USED, NEXT_TO_GO = range(2)
"""Of each side: which template fitted last, and which one is given up for the next one."""

_MOST_VALUES, _MOST_WORDS = 1 << 13, 1 << 15
_QUOTE, _NINE = b'"9'


class Templates(NamedTuple):
    """The templates of both sides, SLOTS of each.

    *words* (uint64) are the texts of *joints*, *targets* say where values go, *bare* which columns have none; *facts* and
    *turns* are what the constants above say.
    """

    words: np.ndarray
    joints: np.ndarray
    targets: np.ndarray
    bare: np.ndarray
    facts: np.ndarray
    turns: np.ndarray


def room_for_templates(columns: int) -> Templates:
    """Return room for the templates of a table of so many *columns*, with none in it."""
    return Templates(
        words=np.empty((2 * SLOTS, _MOST_WORDS, 2), dtype=np.uint64),
        joints=np.empty((2 * SLOTS, _MOST_VALUES + 2, 2), dtype=np.int32),
        targets=np.empty((2 * SLOTS, _MOST_VALUES, 2), dtype=np.int32),
        bare=np.empty((2 * SLOTS, columns), dtype=np.int32),
        facts=np.zeros((2 * SLOTS, WIDTH + 1), dtype=np.int64),
        turns=np.zeros((2, 2), dtype=np.int64),
    )


def room_for_text(longest: int) -> np.ndarray:
    """Return room for the bodies of both sides as they were before they were read, of *longest* bytes each at most."""
    return np.zeros((2, longest + 16), dtype=np.uint8)


@njit
def is_worth_it(trials) -> bool:
    """Whether enough of what was tried is like what came before, or little was tried yet."""
    return trials[FAILED] < _ENOUGH or 2 * trials[FAILED] < trials[TRIED]


@njit
def slot_to_go(turns, side) -> int:
    """Return which template of its *side* is given up for a new one; the next time it is the one behind it."""
    turn = turns[side, NEXT_TO_GO]
    turns[side, NEXT_TO_GO] = (turn + 1) % SLOTS
    return side * SLOTS + turn


@njit
def save(block, begin, at, end, saved) -> None:
    """Keep block[at:end], of a body that begins at *begin*."""
    while at < end and at + 8 <= len(block):
        store_word(saved, at - begin, load_word(block, at))
        at += 8
    while at < end:
        saved[at - begin] = block[at]
        at += 1


@njit
def restore(block, begin, changed, end, saved) -> None:
    """Let block[changed:end] be as it was when it was kept; where nothing was *changed*, nothing is done."""
    if changed == UNCHANGED:
        return
    for i in range(changed, end):
        block[i] = saved[i - begin]


@njit(inline="always")
def _past_joint(block, at, end, slot, joint, words, joints) -> int:
    """Return where a *joint* ends that begins at *at*, NOT_ALIKE where something else stands there."""
    word, size = joints[slot, joint, FIRST_WORD], joints[slot, joint, SIZE]
    stop = at + size
    if stop > end:
        return NOT_ALIKE
    differing = np.uint64(0)
    while at + 8 <= len(block) and at < stop:
        differing |= (load_word(block, at) ^ words[slot, word, WORD]) & words[slot, word, MASK]
        at, word = at + 8, word + 1
    if at < stop:  # less than a word before the end of the block
        for i in range(stop - at):
            differing |= np.uint64(block[at + i]) ^ ((words[slot, word, WORD] >> np.uint64(8 * i)) & np.uint64(255))
    return stop if differing == 0 else NOT_ALIKE


@njit
def _word_size(block, at, end) -> int:
    """Return the size of the boolean at *at*, that of null or NaN below zero, and 0 where there is none of these."""
    if says(block, at, end, TRUE):
        return 4
    if says(block, at, end, FALSE):
        return 5
    return -4 if says(block, at, end, NOTHING) else -3 if says(block, at, end, NAN) else 0


@njit
def _read(
    block, begin, end, slot, words, joints, targets, bare, facts, place, room, starts, ends, forms, spellings, saved,
    whole,
) -> tuple[int, int, int]:  # fmt: skip
    """Read a body as `read_alike` does by the template *slot*; where it is not like it, return where it may be changed."""
    count, first, last = facts[slot, COUNT], facts[slot, FIRST], facts[slot, LAST]
    rows, changed, at, value = 1 if last >= 0 else facts[slot, PAIRED_ROWS], UNCHANGED, begin, 0
    while rows <= room:
        following = NOT_ALIKE
        if value == last + 1 and facts[slot, AGAIN]:  # first, for it may begin with what ends the body
            following = _past_joint(block, at, end, slot, count + 1, words, joints)
        if following >= 0:
            value, rows = first, rows + 1
        else:
            following = _past_joint(block, at, end, slot, value, words, joints)
        if following < 0 or (value < count and following == end) or rows > room:
            break
        at = following
        if value == count and rows < facts[slot, LEAST]:
            break
        if value == count:
            if whole:
                _leave_bare(slot, bare, facts[slot, BARE], place, rows, starts, ends, forms)
            return rows, at, changed
        column, begun = targets[slot, value, COLUMN], at
        if block[at] == _QUOTE:
            begun += 1
            stop = past_plain(block, begun, end)
            following = stop + 1
            if stop == end or block[stop] != _QUOTE:
                changed = _save_once(block, begin, changed, begun, end, saved, whole)
                at = end
                stop, following = past_string(block, begun, end)
        elif block[at] <= _NINE:
            stop = following = past_number(block, at, end)
        else:
            size = _word_size(block, at, end)
            stop, following = at + max(size, 0), at + abs(size) if size else NOT_ALIKE
            if size > 0 and column >= 0 and spellings[column] != AS_IT_IS:
                changed = _save_once(block, begin, changed, at, end, saved, whole)
                spell(block, at, stop, spellings[column])
        if following < 0:
            break
        if column >= 0:
            row = place + targets[slot, value, ROW] + (rows - 1 if last >= 0 else 0)
            starts[column, row], ends[column, row], forms[column, row] = begun, stop, 0
        at, value = following, value + 1
    if not whole:
        _empty(slot, value, targets, place, starts, ends)
    return NOT_ALIKE, at, changed


@njit
def read_alike(
    block, begin, end, side, body, words, joints, targets, bare, facts, turns, place,
    starts, ends, forms, spellings, saved, text, whole,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Write the values of block[begin:end] to the rows from *place* on, where it is like a template of its *side*.

    Return how many rows it has, which template that is, where its text ends, and where it is changed from on (UNCHANGED
    where it is not). The *body* is of this kind, and the *whole* text is one: *saved* is given a copy of what is changed
    then, counted from *begin* on. Otherwise the block begins with one there, *text* is what it was, and the row is empty.

    NOT_ALIKE for the number of rows where it is another one, or has more rows than there is room: its text is as it was
    then, and what the rows have is of no use, or they are empty again where they were.
    """
    for turn in range(SLOTS):
        slot = side * SLOTS + (turns[side, LAST_USED] + turn) % SLOTS
        if facts[slot, BODY] != body:
            continue
        rows, at, changed = _read(
            block, begin, end, slot, words, joints, targets, bare, facts, place, starts.shape[1] - place,
            starts, ends, forms, spellings, saved, whole,
        )  # fmt: skip
        if rows >= 0 and (at == end or not whole):
            turns[side, LAST_USED] = slot % SLOTS
            return rows, slot, at, changed
        if whole:
            restore(block, begin, changed, at, saved)
        else:
            restore(block, 0, changed, at, text)
    return NOT_ALIKE, 0, begin, UNCHANGED


@njit
def _save_once(block, begin, changed, at, end, saved, whole) -> int:
    """Keep block[at:end] where nothing was *changed* before; return where the text is changed from on."""
    if changed != UNCHANGED:
        return changed
    if whole:
        save(block, begin, at, end, saved)
    return at


@njit
def _leave_bare(slot, bare, count, place, rows, starts, ends, forms) -> None:
    """Empty the columns that have no value, of *rows* rows from *place* on."""
    for i in range(count):
        for row in range(place, place + rows):
            starts[bare[slot, i], row], ends[bare[slot, i], row], forms[bare[slot, i], row] = 0, 0, 0


@njit
def _empty(slot, count, targets, place, starts, ends) -> None:
    """Empty where the first *count* values have gone."""
    for value in range(count):
        column, row = targets[slot, value, COLUMN], place + targets[slot, value, ROW]
        if column >= 0:
            starts[column, row], ends[column, row] = 0, 0
