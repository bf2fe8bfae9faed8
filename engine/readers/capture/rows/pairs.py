"""Bodies whose rows can be read in two ways: the number of rows of a record's other side decides; compiled."""

from numba import njit

from engine.readers.capture.envelope.decode import JSON
from engine.readers.capture.envelope.statuses import SIDE
from engine.readers.json.bodies import COLUMNS, FLAT_LIST, ONE_ROW, ROWS, SHAPE, VALUES


@njit
def _is(record, bodies, side, shape) -> bool:
    return record[SIDE + 3 * side + 2] == JSON and bodies[side, SHAPE] == shape


@njit
def pair_flat_lists(record, bodies, rows) -> None:
    """Let a bare list stand for one value a row where the other side has as many rows as it has values."""
    for side in range(2):
        other = 1 - side
        if not _is(record, bodies, side, FLAT_LIST) or _is(record, bodies, other, FLAT_LIST):
            continue
        if rows[other] == bodies[side, VALUES] and rows[other] > 1:
            bodies[side, ROWS] = rows[side] = rows[other]


@njit
def leave_columns(record, bodies, rows) -> None:
    """Let an object of lists be one row where its columns do not fit the other side: {"probabilities": [0.1, 0.9]}."""
    both = _is(record, bodies, 0, COLUMNS) and _is(record, bodies, 1, COLUMNS)
    for side in range(2):
        if _is(record, bodies, side, COLUMNS) and rows[side] != 1 and (both or rows[1 - side] == 1):
            bodies[side, SHAPE] = ONE_ROW
            bodies[side, ROWS] = rows[side] = 1
