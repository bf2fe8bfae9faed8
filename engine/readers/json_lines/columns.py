"""The columns of JSON objects: their dotted names, in the order in which they first appear."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.readers.json.names import names_of, renamed
from engine.readers.tally import Found

ONLY_SIDE = 0
"""All names are on one side: that of captured traffic which stands first."""


@dataclass(frozen=True, slots=True)
class JsonColumns:
    """What the columns of a table are.

    `names` are all columns, in order; `lookup` has (side, path, column). `apart` are names that paths have got since
    another one has their own: (that one's, theirs).
    """

    names: tuple[str, ...]
    lookup: tuple[tuple[int, str, int], ...]
    apart: tuple[tuple[str, str], ...]


def json_columns(found: Found) -> JsonColumns:
    """Return the columns for what was *found*; none where nothing was."""
    paths: Mapping[str, str] = names_of(path for _, path in found.names)
    lookup = tuple((ONLY_SIDE, path, place) for place, path in enumerate(paths))
    return JsonColumns(tuple(paths.values()), lookup, renamed(paths))
