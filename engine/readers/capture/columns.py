"""The columns of captured traffic: output first or input first; names from the bodies, or by position from a baseline."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from engine.errors import JobError
from engine.readers.capture.envelope.statuses import INPUT, OUTPUT
from engine.readers.capture.options import CAPTURE_SIDES
from engine.readers.choice import is_position, readings, with_positions
from engine.readers.json.names import names_of, renamed
from engine.readers.tally import Found
from engine.wording import quoted

SIDE_NAMES = (CAPTURE_SIDES[1], CAPTURE_SIDES[0])
"""The sides' names, in the order of their columns."""


@dataclass(frozen=True, slots=True)
class CaptureColumns:
    """What the columns of a table are.

    `names` are all columns, in order; `layout` has, for each side, the first of its columns with a position and how many
    there are; `lookup` has (side, path in a body, column). `named` says that the names are the data's own or a
    baseline's; without it those with a position are numbered. `apart` are names that paths have got since another one has
    their own: (that one's, theirs).
    """

    names: tuple[str, ...]
    layout: tuple[tuple[int, int], tuple[int, int]]
    lookup: tuple[tuple[int, str, int], ...]
    named: bool
    apart: tuple[tuple[str, str], ...] = ()


OUTPUT_FIRST, INPUT_FIRST = (OUTPUT, INPUT), (INPUT, OUTPUT)
"""The orders of the sides."""

NO_COLUMNS = CaptureColumns((), ((0, 0), (0, 0)), (), named=False)
"""The columns of records that nobody has looked at."""


def columns_of(
    found: Found,
    sides: tuple[bool, bool],
    known: Sequence[str],
    excluded: Sequence[str],
    order: tuple[int, int] = OUTPUT_FIRST,
) -> CaptureColumns:
    """Return the columns for what was *found*, with the names *known* from a baseline, where there are any.

    *excluded* are names and positions that the baseline may have left out. *order* is that of the sides.
    """
    positions = _position_names(found, sides, known, excluded, order)
    names: dict[str, None] = {}  # in their order, for there may be thousands
    layout = [(0, 0), (0, 0)]
    lookup: list[tuple[int, str, int]] = []
    apart: list[tuple[str, str]] = []
    for side in order:
        first, width = len(names), found.widths[side]
        for place in range(width):
            names[_unique(positions[side][place] if positions else f"_c{len(names)}", side, names)] = None
        layout[side] = (first, width)
        mine = {name: first + place for place, name in enumerate(list(names)[first:])} if positions else {}
        paths = _paths(found, side)
        for name in (name for name in paths.values() if name not in mine):
            mine[name] = len(names)
            names[_unique(name, side, names)] = None
        lookup.extend((side, path, mine[name]) for path, name in paths.items())
        lookup.extend((side, name, mine[name]) for name in mine if name not in paths and _is_plain(name))
        apart.extend(renamed(paths))
    return CaptureColumns(tuple(names), (layout[0], layout[1]), tuple(lookup), positions is not None, tuple(apart))


def _paths(found: Found, side: int) -> dict[str, str]:
    """Return the names of the paths that were *found* on *side*."""
    return names_of(path for owner, path in found.names if owner == side)


def _is_plain(name: str) -> bool:
    """Whether only one path can have *name*; which one of several has it shows when it is found."""
    return "." not in name


def _unique(name: str, side: int, names: Container[str]) -> str:
    while name in names:
        name = f"{SIDE_NAMES[side]}.{name}"
    return name


def _position_names(
    found: Found, sides: tuple[bool, bool], known: Sequence[str], excluded: Sequence[str], order: tuple[int, int]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return each side's names by position; None where the numbers of columns do not fit.

    Raises JobError where a column is excluded by a name that nothing has and one side is read alone: whether the counts
    fit is chance then.
    """
    first, second = (found.widths[side] for side in order)
    count = first + second
    of_bodies = {name for side in (OUTPUT, INPUT) if not found.widths[side] for name in _paths(found, side).values()}
    if count and known and not of_bodies and sides != (True, True):
        _refuse_unplaced(known, excluded)
    if sides != (True, True) and not of_bodies:
        known = _left_for(count, known, excluded, first=sides[order[0]])
    for names in _candidates(found, known, of_bodies, excluded, order):
        if len(names) == count:
            return _by_side(order, names[:first], names[first:])
    return None if count else ((), ())


def _left_for(count: int, known: Sequence[str], excluded: Sequence[str], *, first: bool) -> Sequence[str]:
    """Return those of a baseline's names that the *count* columns of one side have, which are its *first* or its last ones.

    What is *excluded*, such as a label that no client sends, comes off first: by name, or by a position that only the
    baseline has. What is left beyond *count* is the side's that was not asked for. Where the data have the excluded
    columns too, for fewer names than columns are left, all names count.
    """
    behind = {int(word) for word in excluded if is_position(word) and int(word) >= count}
    left = [name for place, name in enumerate(known) if name not in excluded and place not in behind]
    names = left if count <= len(left) else known
    if count >= len(names):
        return names
    return names[:count] if first else names[len(names) - count :]


def _by_side(
    order: tuple[int, int], first: Sequence[str], second: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the output and those of the input, which come in *order*."""
    return (tuple(first), tuple(second)) if order[0] == OUTPUT else (tuple(second), tuple(first))


def _refuse_unplaced(known: Sequence[str], excluded: Sequence[str]) -> None:
    unplaced = [word for word in excluded if word not in known and not is_position(word.removeprefix("_c"))]
    if unplaced:
        raise JobError(
            f"The captured columns have no names, and the baseline has none of the name {quoted(unplaced[0])} to exclude: "
            f"give the column's position, from 0; the baseline's columns are {with_positions(known)}",
            code="excluded-column-without-place",
        )


def _candidates(
    found: Found, known: Sequence[str], of_bodies: set[str], excluded: Sequence[str], order: tuple[int, int]
) -> list[list[str]]:
    """Return lists of names that the columns with positions may have.

    All of the baseline's, where no body goes by name. Otherwise those that no body has; where the baseline has none of
    the bodies' names, those at the same places in the baseline's order. The data may lack what is
    *excluded*. A baseline that was made without the excluded columns has no name for them; where they are given by
    position, or by the number that a column without a name has, they are put back.
    """
    if of_bodies.isdisjoint(known) and of_bodies:
        first, last = (0, len(of_bodies)) if found.widths[order[0]] else (len(of_bodies), 0)
        return [list(known[first : len(known) - last])]
    rest = [name for name in known if name not in of_bodies]
    return readings(rest, excluded)
