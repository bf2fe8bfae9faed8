"""The JSON bodies of captured records that are like those before; compiled."""

from numba import njit

from engine.readers.capture.envelope.decode import JSON, ROW
from engine.readers.capture.envelope.statuses import SIDE
from engine.readers.json import bodies as shapes
from engine.readers.json import template
from engine.readers.json.learning import learn
from engine.readers.json.tape import NEXT
from engine.readers.json.template import UNCHANGED, read_alike, restore, save, slot_to_go

_NONE = -1

SLOT, CHANGED = range(2)
"""Of each side of a record that is read in this way: the template that fits (-1 for none), and where its text is changed
from on."""


@njit
def is_json(record, side) -> bool:
    """Whether a *side* of the record is JSON."""
    return record[SIDE + 3 * side + 2] == JSON or record[SIDE + 3 * side + 2] == ROW


@njit
def has_json(record) -> bool:
    """Whether a side of the record is JSON."""
    return is_json(record, 0) or is_json(record, 1)


@njit
def undo(block, record, fitting, saved) -> None:
    """Let the record's bodies be as they were."""
    for side in range(2):
        if is_json(record, side):
            begin, end = record[SIDE + 3 * side], record[SIDE + 3 * side + 1]
            restore(block, begin, fitting[side, CHANGED], end, saved[side])
            fitting[side, CHANGED] = UNCHANGED


@njit
def read_sides(
    block, record, words, joints, targets, bare, facts, turns, bodies, place, starts, ends, forms, widths, spellings,
    saved, fitting,
) -> bool:  # fmt: skip
    """Write the values of the record's JSON bodies to the rows from *place* on; return whether they are like those before.

    *bodies* get their shapes then, *widths* how many positions each row has, and *fitting* what `undo` needs. Otherwise
    the record is as it was.
    """
    alike = True
    for side in range(2):
        fitting[side, SLOT], fitting[side, CHANGED] = _NONE, UNCHANGED
        if not is_json(record, side):
            continue
        begin, end = record[SIDE + 3 * side], record[SIDE + 3 * side + 1]
        kind = template.ONE_OBJECT if record[SIDE + 3 * side + 2] == ROW else template.BY_SHAPE
        rows, slot, _, fitting[side, CHANGED] = read_alike(
            block, begin, end, side, kind, words, joints, targets, bare, facts, turns, place,
            starts, ends, forms, spellings, saved[side], block, True,
        )  # fmt: skip
        if rows < 0:
            alike = False
            continue
        fitting[side, SLOT] = slot
        bodies[side, shapes.SHAPE], bodies[side, shapes.VALUES] = (
            facts[slot, template.SHAPE],
            facts[slot, template.VALUES],
        )
        bodies[side, shapes.ROWS] = rows if facts[slot, template.LAST] >= 0 else facts[slot, template.ROWS]
        widths[side, :rows] = facts[slot, template.WIDTH]
    if not alike:
        undo(block, record, fitting, saved)
    return alike


@njit
def _is_paired_alike(bodies, facts, fitting, side) -> bool:
    """Whether a body that is like one before has become the same as that one when the sides were paired."""
    slot = fitting[side, SLOT]
    return facts[slot, template.LAST] >= 0 or (
        bodies[side, shapes.SHAPE] == facts[slot, template.PAIRED_SHAPE]
        and bodies[side, shapes.ROWS] == facts[slot, template.PAIRED_ROWS]
    )


@njit
def are_paired_alike(record, bodies, facts, fitting) -> bool:
    """Whether bodies that are like those before are still so when the sides are paired."""
    for side in range(2):
        if is_json(record, side) and not _is_paired_alike(bodies, facts, fitting, side):
            fitting[side, SLOT] = _NONE
            return False
    return True


@njit
def is_row_alike(bodies, facts, fitting, side, width) -> bool:
    """Whether a body that is like one before is one row, whatever the other side is, and none of another *width*."""
    positions = facts[fitting[side, SLOT], template.WIDTH]
    return (
        bodies[side, shapes.ROWS] == 1 and positions in (-1, width) and _is_paired_alike(bodies, facts, fitting, side)
    )


@njit
def keep_texts(block, record, saved) -> None:
    """Keep the record's bodies as they are before they are read."""
    for side in range(2):
        if is_json(record, side):
            begin = record[SIDE + 3 * side]
            save(block, begin, begin, record[SIDE + 3 * side + 1], saved[side])


@njit
def learn_sides(
    block, record, tape, described, bodies, layout, spans, words, joints, targets, bare, facts, turns, names, late,
    path, spellings, saved, fitting,
) -> None:  # fmt: skip
    """Make templates of the record's JSON bodies that are like none before.

    They were read by way of the *tape*, and kept in *saved* before. *described* are their shapes by
    themselves, and *bodies* those after the sides were paired.
    """
    root = 0
    for side in range(2):
        if not is_json(record, side):
            continue
        begin, size = record[SIDE + 3 * side], record[SIDE + 3 * side + 1] - record[SIDE + 3 * side]
        following = tape[root, NEXT]
        if fitting[side, SLOT] < 0:
            slot = slot_to_go(turns, side)
            learn(
                block, saved[side], begin, size, tape, root, described[side], bodies[side],
                record[SIDE + 3 * side + 2] == ROW, side, slot, words, joints, targets, bare, facts, spans[side],
                layout[side, 0], layout[side, 1], names, late, path, spellings,
            )  # fmt: skip
        root = following
