"""What was odd about the records read, and where."""

from dataclasses import dataclass

MOST_NAMED = 5
"""So many records with another number of fields are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record with too few or too many fields: the line it begins at, from 1, and how many fields it has."""

    path: str
    line: int
    fields: int

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}, has {self.fields}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was odd about a stretch of records: how many had too few fields, how many too many, and the first of them.

    A stretch may begin in the middle of one file and end in the middle of another: lines of the first file count from
    the stretch's begin, and `lines` line ends were passed in the last one, `path`. So tallies add up in the order of
    their stretches, however these are grouped, and the sum of all has the true lines. `path` None: nothing was read.

    A line ends where an editor ends it (LF, CR LF, CR, in quotes too); with a record delimiter of one's own, at that.
    """

    short: int = 0
    long: int = 0
    ragged: tuple[Ragged, ...] = ()
    path: str | None = None
    lines: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        if other.path is None:
            return self
        ragged = (*self.ragged, *map(self._placed, other.ragged))[:MOST_NAMED]
        before = self.lines if other.path == self.path else 0
        return Tally(self.short + other.short, self.long + other.long, ragged, other.path, before + other.lines)

    def _placed(self, record: Ragged) -> Ragged:
        return Ragged(record.path, self.lines + record.line, record.fields) if record.path == self.path else record
