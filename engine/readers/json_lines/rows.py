"""The rows of JSON objects, one each; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.json.bodies import ONE_ROW, ROOT, ROWS, SHAPE
from engine.readers.json.flatten import has_container, write_named
from engine.readers.json.learning import learn
from engine.readers.json.names import Names
from engine.readers.json.tape import ARRAY, KIND, NEXT, OBJECT, past_blanks, tokenise
from engine.readers.json.tape import BEGIN as TAPE_BEGIN
from engine.readers.json.tape import END as TAPE_END
from engine.readers.json.template import (
    FAILED,
    LEARNED,
    MOST_LEARNED,
    ONE_OBJECT,
    TRIED,
    is_worth_it,
    read_alike,
    slot_to_go,
)
from engine.readers.json_lines.likely import UNLIKELY, changed_up_to, read_likely
from engine.readers.text.utf8 import is_utf8

BEGIN, END, LINE = range(3)
"""Of a record: where its text begins and ends, and the line that it begins in, from 0."""

GOOD, NOT_JSON, NO_OBJECT, NOT_TEXT, BLANK, UNFINISHED = range(6)
"""What becomes of a record. From NOT_JSON to NOT_TEXT it is bad; BLANK and UNFINISHED (what a file ends with, without a
line end, that is no object yet) it is passed over."""

STATUSES = 6

RECORD, FILLED, AT = range(3)
"""How far a reading is: the next record, the rows filled, and where in that record the next object is."""

DONE, FULL = range(2)

_OPEN = ord("{")
_ONLY_SIDE = 0

_ENOUGH = 64
"""So many objects of a block are tried as likely ones, and more as long as half of them are."""


def room_for_one(columns: int) -> tuple[np.ndarray, ...]:
    """Return what any object of a table of so many *columns* is: its shape as a body, and the columns; and room for trials.

    Not made by a compiled function, which would not hold it long enough.
    """
    body = np.zeros(4, dtype=np.int64)
    body[SHAPE], body[ROOT], body[ROWS] = ONE_ROW, 1, 1
    return body, np.array([0, columns], dtype=np.int64), np.zeros(3, dtype=np.int64)


@njit
def _note(status, line, counts, named) -> None:
    """Count a record, and keep the line of the first ones of its status."""
    if counts[status] < named.shape[1]:
        named[status, counts[status]] = line + 1
    counts[status] += 1


@njit
def _undo(block, text, at, end, place, starts, ends) -> None:
    """Empty the row *place*, and let block[at:end] be as it was."""
    for column in range(starts.shape[0]):
        starts[column, place] = ends[column, place] = 0
    for i in range(at, end):
        block[i] = text[i]


@njit
def _judge(block, text, at, end, following, is_object, ascii_only) -> tuple[int, int]:
    """Return the status of a value that ends before *following*, and where the next one of its record is, or *end*."""
    behind = past_blanks(block, following, end)
    if behind < end and not (is_object and block[behind] == _OPEN):
        return NOT_JSON, end
    if not is_object:
        return NO_OBJECT, end
    if not ascii_only and not is_utf8(text, at, following):
        return NOT_TEXT, behind
    return GOOD, behind


class Asked(NamedTuple):
    """What is read of objects: the *names* of the columns, in which *order* they are likely, and, of each column, how it spells
    a boolean (*spellings*, uint8).
    """

    names: Names
    order: np.ndarray
    spellings: np.ndarray


class Room(NamedTuple):
    """Room to read in: the *tape* of one record, the *path* to a value, and the containers that are *opened*."""

    tape: np.ndarray
    path: np.ndarray
    opened: np.ndarray


class Seen(NamedTuple):
    """What becomes of records: how many have which status (*counts*, int64), and the lines of the first ones of each (*named*)."""

    counts: np.ndarray
    named: np.ndarray


@njit
def _holds_nested(tape, stop) -> bool:
    """Whether one of the lists on the tape holds a container: it is one value then."""
    row = 1
    while row < stop and not (tape[row, KIND] == ARRAY and has_container(tape, row)):
        row += 1
    return row < stop


@njit
def _fill(
    block, text, records, progress, ascii_only, growing, asked, room, places, late, seen, templates, body, span, trials,
) -> int:  # fmt: skip
    """Do what `read_objects` says. All is borrowed: to count who holds the arrays takes longer than to read a short record."""
    block, text, records, progress = borrowed(block), borrowed(text), borrowed(records), borrowed(progress)
    starts, ends, forms = borrowed(places.starts), borrowed(places.ends), borrowed(places.forms)
    order, spellings = borrowed(asked.order), borrowed(asked.spellings)
    slots, sides, columns = borrowed(asked.names.slots), borrowed(asked.names.sides), borrowed(asked.names.columns)
    key_text, key_ends = borrowed(asked.names.text), borrowed(asked.names.ends)
    names = Names(slots, sides, columns, key_text, key_ends, borrowed(asked.names.found))
    tape, path, opened = borrowed(room.tape), borrowed(room.path), borrowed(room.opened)
    counts, named = borrowed(seen.counts), borrowed(seen.named)
    words, joints, targets = borrowed(templates.words), borrowed(templates.joints), borrowed(templates.targets)
    bare, facts, turns = borrowed(templates.bare), borrowed(templates.facts), borrowed(templates.turns)
    tried = failed = 0
    while progress[RECORD] < len(records):
        begin, end, line = (
            records[progress[RECORD], BEGIN],
            records[progress[RECORD], END],
            records[progress[RECORD], LINE],
        )
        at, place = past_blanks(block, max(begin, progress[AT]), end), progress[FILLED]
        if at < end and place == starts.shape[1]:
            return FULL
        status, following, behind, learning = BLANK, UNLIKELY, end, False
        if at < end and is_worth_it(trials):
            trials[TRIED] += 1
            rows, _, following, _ = read_alike(
                block, at, end, _ONLY_SIDE, ONE_OBJECT, words, joints, targets, bare, facts, turns, place,
                starts, ends, forms, spellings, block[:0], text, False,
            )  # fmt: skip
            if rows < 0:
                trials[FAILED] += 1
                following, learning = UNLIKELY, trials[LEARNED] < MOST_LEARNED
        if at < end and following < 0 and not learning and (failed < _ENOUGH or 2 * failed < tried):
            tried += 1
            following = read_likely(
                block, at, end, slots, sides, columns, key_text, key_ends, order, opened, place, starts, ends, spellings,
            )  # fmt: skip
            if following < 0:
                # Not all of the record: of one with many objects that would be again and again.
                failed += 1
                _undo(block, text, at, changed_up_to(following), place, starts, ends)
        if following >= 0:
            status, behind = _judge(block, text, at, end, following, True, ascii_only)
            if status != GOOD:
                _undo(block, text, at, following, place, starts, ends)
        elif at < end:
            rows, following = tokenise(block, at, end, tape, 1)
            status = NOT_JSON
            if rows > 0:
                status, behind = _judge(block, text, at, end, following, tape[1, KIND] == OBJECT, ascii_only)
            if status == GOOD:
                write_named(block, text, tape, 1, 0, _ONLY_SIDE, place, names, late, path, starts, ends, spellings)
                if learning and not _holds_nested(tape, rows):
                    trials[LEARNED] += 1
                    tape[0, KIND], tape[0, TAPE_BEGIN], tape[0, TAPE_END], tape[0, NEXT] = ARRAY, at, at, rows
                    slot = slot_to_go(turns, _ONLY_SIDE)
                    learn(
                        block, text[at:], at, following - at, tape, 0, body, body, True, _ONLY_SIDE, slot, words, joints,
                        targets, bare, facts, span, 0, 0, names, late, path, spellings,
                    )  # fmt: skip
        if status == NOT_JSON and growing and progress[RECORD] == len(records) - 1 and text[at] == _OPEN:
            status = UNFINISHED
        progress[FILLED] += status == GOOD
        _note(status, line, counts, named)
        if behind < end:
            progress[AT] = behind
        else:
            progress[RECORD] += 1
    return DONE


@njit(cache=True, nogil=True)
def read_objects(
    block, text, records, progress, ascii_only, growing, asked, room, places, late, seen, templates, scratch
) -> int:
    """Fill rows of *places*, which are empty, from *records*, as many as find room; return DONE or FULL.

    *block* is changed, and *text* is what it was. *progress* is where to begin, and then where to go on. *growing*: the
    last record may be the begin of one that somebody still writes. *late* gets the names of what has no column yet. *asked*,
    *room* and *seen* are an Asked, a Room and a Seen. Objects that are like one of the *templates* are read by it, and some
    others are made templates. *scratch* is what `room_for_one` returns.
    """
    return _fill(
        block, text, records, progress, ascii_only, growing, asked, room, places, late, seen, templates, *scratch,
    )  # fmt: skip
