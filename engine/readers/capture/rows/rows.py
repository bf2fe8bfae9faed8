"""The rows of captured records: both sides next to each other, output first; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.capture.envelope.statuses import BODY, EMPTY, GOOD, STATUS
from engine.readers.capture.rows.alike import (
    has_json,
    keep_texts,
    learn_sides,
    read_sides,
    undo,
)
from engine.readers.capture.rows.one_record import UNLIKE, read_one, tokenise_bodies
from engine.readers.capture.rows.plain_rows import are_all_spanned, first_bytes, plain_row
from engine.readers.csv.stops import Dialect, borrowed_dialect
from engine.readers.csv.tokeniser import COUNTS
from engine.readers.json.names import Names
from engine.readers.json.template import FAILED, LEARNED, MOST_LEARNED, TRIED, is_worth_it
from engine.readers.text.gather import Places

RECORD, FILLED, ON_TAPE = range(3)
"""How far a reading is: the next record, the rows filled, and whether that record's bodies are on the tape already."""

DONE, FULL = range(2)

_WIDTHS_KEPT = 64


def room_for_widths() -> np.ndarray:
    """Return room for the widths of the first rows with positions, of each side; -1 stands for none."""
    return np.full((2, _WIDTHS_KEPT), -1, dtype=np.int64)


def room_for_one() -> tuple[np.ndarray, ...]:
    """Return what is needed of one record, made once; not by a compiled function, which would not hold it long enough."""
    shapes = ((2,), (2, 2), (3,), (2, COUNTS), (2, 1, 2), (2, 2), (2, 4))
    return tuple(np.zeros(shape, dtype=np.int64) for shape in shapes)


class Asked(NamedTuple):
    """What rows are made of: which *sides* are read, each side's columns with positions (*layout*) and all of its columns
    (*spans*), the *dialect* of its CSV, the names that payloads may begin with (*headers*), the *names* of columns, and, of
    each, how it spells a JSON boolean.
    """

    sides: np.ndarray
    layout: np.ndarray
    spans: np.ndarray
    dialect: Dialect
    headers: tuple[tuple[np.ndarray, np.ndarray], ...]
    names: Names
    spellings: np.ndarray


class Room(NamedTuple):
    """Room to read one record in: the *tape* and the *bodies* of its JSON, the *path* to a value, the *widths* of each side's rows,
    and what its bodies were before they were read (*saved*).
    """

    tape: np.ndarray
    bodies: np.ndarray
    path: np.ndarray
    widths: np.ndarray
    saved: np.ndarray


class Seen(NamedTuple):
    """What was odd: a *tally*, the first *ragged* rows, and of each side the widths that were *found* (`room_for_widths`)."""

    tally: np.ndarray
    ragged: np.ndarray
    found: np.ndarray


@njit
def _fill(
    block, records, progress, asked, room, places, late, seen, templates,
    rows, kept, trials, counts, odd, fitting, described,
) -> int:  # fmt: skip
    """Do what `read_rows` says, with what is needed of one record but made once.

    All that a short record needs is borrowed: to count who holds the arrays takes longer than to read it.
    """
    sides, layout, spans = borrowed(asked.sides), borrowed(asked.layout), borrowed(asked.spans)
    dialect, spellings = borrowed_dialect(asked.dialect), borrowed(asked.spellings)
    (first_text, first_ends), (second_text, second_ends) = asked.headers
    headers = ((borrowed(first_text), borrowed(first_ends)), (borrowed(second_text), borrowed(second_ends)))
    names = Names(
        borrowed(asked.names.slots), borrowed(asked.names.sides), borrowed(asked.names.columns),
        borrowed(asked.names.text), borrowed(asked.names.ends), borrowed(asked.names.found),
    )  # fmt: skip
    tape, bodies, path = borrowed(room.tape), borrowed(room.bodies), borrowed(room.path)
    widths, saved = borrowed(room.widths), borrowed(room.saved)
    tally, ragged, found = borrowed(seen.tally), borrowed(seen.ragged), borrowed(seen.found)
    words, joints, targets = borrowed(templates.words), borrowed(templates.joints), borrowed(templates.targets)
    bare, facts, turns = borrowed(templates.bare), borrowed(templates.facts), borrowed(templates.turns)
    block, records, progress = borrowed(block), borrowed(records), borrowed(progress)
    places = Places(borrowed(places.starts), borrowed(places.ends), borrowed(places.forms))
    rows, kept, trials, counts, odd = borrowed(rows), borrowed(kept), borrowed(trials), borrowed(counts), borrowed(odd)
    fitting, described = borrowed(fitting), borrowed(described)
    firsts, (columns, room_for_rows) = first_bytes(layout, headers), places.starts.shape
    all_spanned = are_all_spanned(sides, spans, columns)
    while progress[RECORD] < len(records):
        record = records[progress[RECORD]]
        good, of_json = record[STATUS] == GOOD, has_json(record)
        tried = good and of_json and not progress[ON_TAPE] and is_worth_it(trials)
        alike = tried and read_sides(
            block, record, words, joints, targets, bare, facts, turns, bodies, progress[FILLED],
            places[0], places[1], places[2], widths, spellings, saved, fitting,
        )  # fmt: skip
        trials[TRIED] += tried
        if (
            good
            and all_spanned
            and (alike or not of_json)
            and progress[FILLED] < room_for_rows
            and plain_row(
                block, record, sides, layout, spans, dialect.kinds, dialect.stops, dialect.quote, firsts, bodies, facts,
                fitting, progress[FILLED], places.starts, places.ends, places.forms,
            )
        ):  # fmt: skip
            progress[FILLED] += 1
            progress[RECORD] += 1
            progress[ON_TAPE] = 0
            continue
        while record[STATUS] == GOOD:
            if tried and not alike:
                trials[FAILED] += 1
                keep_texts(block, record, saved)
            if not alike and not progress[ON_TAPE] and not tokenise_bodies(block, record, tape, bodies):
                record[STATUS] = BODY
                break
            progress[ON_TAPE], described[:] = not alike, bodies
            status, added = read_one(
                block, record, sides, layout, dialect, headers, tape, bodies, progress[FILLED], places, names,
                late, path, widths, tally, ragged, found, rows, kept, counts, odd, spellings, alike, spans, facts,
                fitting,
            )  # fmt: skip
            if alike and (status == UNLIKE or added < 0):
                undo(block, record, fitting, saved)
                alike = False
                if added == 0:
                    continue
            if added < 0:
                return FULL
            if tried and not alike and status == GOOD and added and trials[LEARNED] < MOST_LEARNED:
                trials[LEARNED] += 1
                learn_sides(
                    block, record, tape, described, bodies, layout, spans, words, joints, targets, bare, facts, turns,
                    names, late, path, spellings, saved, fitting,
                )  # fmt: skip
            record[STATUS] = EMPTY if status == GOOD and not added else status
            progress[FILLED] += added
            break
        progress[ON_TAPE] = 0
        progress[RECORD] += 1
    return DONE


@njit(cache=True, nogil=True)
def read_rows(block, records, progress, asked, room, places, late, seen, templates, scratch) -> int:
    """Fill rows of *places* from good *records*, as many as find room; return DONE or FULL.

    A record whose bodies are no JSON, or whose sides have different numbers of rows, gets that status. *progress* is
    where to begin, and then where to go on. *asked*, *room* and *seen* are an Asked, a Room and a Seen; *late* gets the names of
    what has no column yet. Bodies that are like one of the *templates* are read by it, and others are made templates.
    *scratch* is what `room_for_one` returns.
    """
    return _fill(block, records, progress, asked, room, places, late, seen, templates, *scratch)
