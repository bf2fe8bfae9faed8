"""The columns of rows that a script returns."""

from collections.abc import Sequence

from engine.readers.capture.columns import CaptureColumns
from engine.readers.capture.envelope.statuses import OUTPUT
from engine.readers.choice import readings
from engine.readers.json.names import names_of, renamed
from engine.readers.tally import Found

_LONGEST_KEY = 40


def row_columns(found: Found, known: Sequence[str], excluded: Sequence[str]) -> CaptureColumns:
    """Return the columns of rows that a script returns: the names in sorted order.

    Names that are all numbers, as AWS's documentation has them, are positions: their order is that of the numbers, and
    the columns have the names *known* from a baseline where there are as many, with or without the *excluded* ones.
    """
    paths = names_of(path for _, path in found.names)
    keys = sorted(paths.values())
    positions = bool(keys) and all(map(_is_position, keys)) and set(keys).isdisjoint(known)
    if positions:
        keys.sort(key=int)
    fitting = [tuple(names) for names in readings(known, excluded) if len(names) == len(keys)] if positions else []
    names = fitting[0] if fitting else tuple(keys)
    places = {key: place for place, key in enumerate(keys)}
    lookup = tuple((OUTPUT, path, places[key]) for path, key in paths.items())
    named = not positions or bool(fitting)
    return CaptureColumns(names, ((0, 0), (0, 0)), lookup, named, renamed(paths))


def _is_position(key: str) -> bool:
    """Whether a script's key is a number, with zeros before it or not."""
    return key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY
