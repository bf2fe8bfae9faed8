"""The rows of one captured record by all the rules, however many they are and in whatever its sides are written; compiled."""

from numba import njit

from engine.readers.capture.envelope.decode import CSV, JSON, ROW
from engine.readers.capture.envelope.statuses import GOOD, LINE, SIDE
from engine.readers.capture.envelope.statuses import ROWS as ROWS_DIFFER
from engine.readers.capture.rows.alike import are_paired_alike
from engine.readers.capture.rows.csv_payloads import csv_rows, one_line_of_rows
from engine.readers.capture.rows.pairs import leave_columns, pair_flat_lists
from engine.readers.capture.rows.plain_rows import FIRST, POSITIONS
from engine.readers.csv.tokeniser import LONG, OPEN, SHORT
from engine.readers.json.bodies import ROWS, read_body, write_rows
from engine.readers.text.gather import PLAIN

HEADERS, NAMED, QUOTES, QUOTE_LINE = range(2, 6)
"""The places of a tally, beside SHORT and LONG, that count payloads which began with the names of the columns, rows of
another width that are named, and payloads with a quote that never closes; and the line of the first of these."""

ODD = 6
"""How many places such a tally has."""

UNLIKE = -1


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
def tokenise_bodies(block, record, tape, bodies) -> bool:
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
def read_one(
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
