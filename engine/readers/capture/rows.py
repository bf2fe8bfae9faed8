"""The rows of captured records: both sides next to each other, output first; compiled."""

from typing import NamedTuple

import numpy as np
from numba import njit

from engine.profile.swar import borrowed
from engine.readers.capture.alike import (
    are_all_spanned,
    are_paired_alike,
    has_json,
    keep_texts,
    learn_sides,
    read_sides,
    row_alike,
    undo,
)
from engine.readers.capture.csv_payloads import csv_rows, one_line_of_rows
from engine.readers.capture.envelope.decode import CSV, JSON, ROW
from engine.readers.capture.envelope.statuses import BODY, EMPTY, GOOD, LINE, SIDE, STATUS
from engine.readers.capture.envelope.statuses import ROWS as ROWS_DIFFER
from engine.readers.capture.pairs import leave_columns, pair_flat_lists
from engine.readers.capture.plain_rows import FIRST, POSITIONS, are_all_positions, first_bytes, plain_row
from engine.readers.csv.stops import Dialect, borrowed_dialect
from engine.readers.csv.tokeniser import COUNTS, LONG, OPEN, SHORT
from engine.readers.json.bodies import ROWS, read_body, write_rows
from engine.readers.json.names import Names
from engine.readers.json.template import FAILED, LEARNED, MOST_LEARNED, TRIED, is_worth_it
from engine.readers.text.gather import PLAIN, Places

HEADERS, NAMED, QUOTES, QUOTE_LINE = range(2, 6)
"""The places of a tally, beside SHORT and LONG, that count payloads which began with the names of the columns, rows of
another width that are named, and payloads with a quote that never closes; and the line of the first of these."""

ODD = 6
"""How many places such a tally has."""

RECORD, FILLED, ON_TAPE = range(3)
"""How far a reading is: the next record, the rows filled, and whether that record's bodies are on the tape already."""

DONE, FULL = range(2)

UNLIKE = -1

_WIDTHS_KEPT = 64


def room_for_widths() -> np.ndarray:
    """Return room for the widths of the first rows with positions, of each side; -1 stands for none."""
    return np.full((2, _WIDTHS_KEPT), -1, dtype=np.int64)


def room_for_one() -> tuple[np.ndarray, ...]:
    """Return what is needed of one record, made once; not by a compiled function, which would not hold it long enough."""
    shapes = ((2,), (2, 2), (3,), (2, COUNTS), (2, 1, 2), (2, 2), (2, 4))
    return tuple(np.zeros(shape, dtype=np.int64) for shape in shapes)


@njit
def _keep_width(found, side, width) -> None:
    for i in range(found.shape[1]):
        if found[side, i] < 0:
            found[side, i] = width
            return


@njit
def _clear(places, row, rows, kept) -> None:
    """Empty the columns of new rows but for the *kept* ranges of columns (first, behind the last), a CSV side's own."""
    starts, ends, forms = places
    for column in range(starts.shape[0]):
        if kept[0, 0] <= column < kept[0, 1] or kept[1, 0] <= column < kept[1, 1]:
            continue
        for i in range(row, row + rows):
            starts[column, i], ends[column, i], forms[column, i] = 0, 0, PLAIN


@njit
def _note_width(record, side, fields, width, tally, ragged, found) -> None:
    """Count a row of another width than the side has, or keep the width where the side has none yet."""
    if not width:
        _keep_width(found, side, fields)
        return
    if tally[NAMED] < len(ragged):
        ragged[tally[NAMED], 0], ragged[tally[NAMED], 1] = record[LINE] + 1, fields
        tally[NAMED] += 1
    tally[SHORT if fields < width else LONG] += 1


@njit(inline="always")
def _tokenise(block, record, tape, bodies) -> bool:
    """Put the record's JSON bodies on the tape; return whether they are JSON."""
    row = 0
    for side in range(2):
        begin, end, kind = record[SIDE + 3 * side], record[SIDE + 3 * side + 1], record[SIDE + 3 * side + 2]
        if kind in (JSON, ROW):
            row = read_body(block, begin, end, kind == ROW, tape, row, bodies[side])
            if row < 0:
                return False
    return True


@njit(inline="always")
def _read(
    block, record, sides, layout, dialect, headers, tape, bodies, row, places, names, late, path,
    widths, tally, ragged, found, rows, kept, counts, odd, spellings, alike, spans, facts, fitting,
) -> tuple[int, int]:  # fmt: skip
    """Fill the rows of one record from *row* on; return (its status, rows), -1 for no room.

    Its JSON is on the tape, or *alike* to what was read before: its values are in their rows then. UNLIKE in place of the
    status where that does not hold for the two sides next to each other; nothing is noted of them then.
    """
    room, passed, one_each = places[0].shape[1] - row, 0, False
    rows[:], kept[:], counts[:], odd[:] = 0, 0, 0, 0
    for side in range(2):
        begin, end, kind = record[SIDE + 3 * side], record[SIDE + 3 * side + 1], record[SIDE + 3 * side + 2]
        first, width = layout[side, FIRST], layout[side, POSITIONS]
        if kind in (JSON, ROW):
            rows[side] = bodies[side, ROWS]
            if alike:
                kept[side, 0], kept[side, 1] = spans[side, 0], spans[side, 1]
        elif kind == CSV and sides[side]:
            rows[side], header = csv_rows(
                block, begin, end, dialect, first, width, headers[side], row, places, counts[side], odd[side]
            )
            passed += header
            kept[side, 0], kept[side, 1] = first, first + width
        if rows[side] < 0 or rows[side] > room:
            return GOOD, -1
    if sides[0] and sides[1]:
        pair_flat_lists(record, bodies, rows)
        if rows.max() > room:
            return GOOD, -1
        if rows[0] == 1 and rows[1] > 1 and record[SIDE + 2] == CSV:
            begin, end = record[SIDE], record[SIDE + 1]
            if layout[0, POSITIONS] == 0 and odd[0, 0, 1] == rows[1]:
                one_each = True
                rows[0], counts[0] = rows[1], 0
            elif layout[0, POSITIONS] == 1 and one_line_of_rows(
                block, begin, end, dialect, layout[0, FIRST], row, rows[1], places
            ):
                rows[0], counts[0] = rows[1], 0
        if rows[0] != rows[1]:
            leave_columns(record, bodies, rows)
        if rows[0] != rows[1]:
            return ROWS_DIFFER, 0
    if alike and not are_paired_alike(record, bodies, facts, fitting):
        return UNLIKE, 0
    if one_each:
        _keep_width(found, 0, 1)
    total = rows[0] if sides[0] else rows[1]
    _clear(places, row, total, kept)
    tally[HEADERS] += passed
    for side in range(2):
        kind, width = record[SIDE + 3 * side + 2], layout[side, POSITIONS]
        if not sides[side]:
            continue
        if kind == CSV:
            if counts[side, OPEN]:
                tally[QUOTE_LINE] = tally[QUOTE_LINE] if tally[QUOTES] else record[LINE] + 1
                tally[QUOTES] += 1
            if counts[side, SHORT] + counts[side, LONG]:
                _note_width(record, side, odd[side, 0, 1], width, tally, ragged, found)
            more = counts[side, SHORT] + counts[side, LONG] - 1
            if width and more > 0:  # the others of one payload are counted, the first is named
                tally[SHORT] += counts[side, SHORT] - (odd[side, 0, 1] < width)
                tally[LONG] += counts[side, LONG] - (odd[side, 0, 1] > width)
            continue
        if not alike:
            write_rows(
                block, tape, bodies[side], side, row, layout[side, FIRST], width, widths[side], names, late, path,
                places[0], places[1], spellings,
            )  # fmt: skip
        for i in range(total):
            if widths[side, i] >= 0 and widths[side, i] != width:
                _note_width(record, side, widths[side, i], width, tally, ragged, found)
    return GOOD, total


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
    firsts, columns = first_bytes(layout, headers), places.starts.shape[0]
    all_positions, all_spanned = are_all_positions(sides, layout, columns), are_all_spanned(sides, spans, columns)
    while progress[RECORD] < len(records):
        record = records[progress[RECORD]]
        if (
            record[STATUS] == GOOD
            and all_positions
            and progress[FILLED] < places.starts.shape[1]
            and plain_row(
                block, records, progress[RECORD], sides, layout, dialect.kinds, dialect.stops, dialect.quote, firsts,
                progress[FILLED], places.starts, places.ends, places.forms,
            )
        ):  # fmt: skip
            progress[FILLED] += 1
            progress[RECORD] += 1
            progress[ON_TAPE] = 0
            continue
        tried = record[STATUS] == GOOD and not progress[ON_TAPE] and has_json(record) and is_worth_it(trials)
        alike = tried and read_sides(
            block, record, words, joints, targets, bare, facts, turns, bodies, progress[FILLED],
            places[0], places[1], places[2], widths, spellings, saved, fitting,
        )  # fmt: skip
        trials[TRIED] += tried
        if (
            alike
            and all_spanned
            and row_alike(
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
            if not alike and not progress[ON_TAPE] and not _tokenise(block, record, tape, bodies):
                record[STATUS] = BODY
                break
            progress[ON_TAPE], described[:] = not alike, bodies
            status, added = _read(
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
