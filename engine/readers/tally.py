"""What was odd about the records read, and where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from engine.wording import foreign, listed

MOST_NAMED = 5
"""So many records that were odd in a way are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record with too few or too many fields: the line it begins at, from 1, and how many fields it has.

    `escaped` says that its first line has a backslash and a quote before text, as Spark writes a quote within quotes.
    """

    path: str
    line: int
    fields: int
    escaped: bool = False

    def __str__(self) -> str:
        return f"{foreign(self.path)}, line {self.line}, has {self.fields}"


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A quote that never closes: the line, from 1, that its record begins at, or the captured one whose payload has it."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{foreign(self.path)}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that could not be read: its line, from 1, and which kind of damage it has (a name of capture_damage)."""

    path: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{foreign(self.path)}, line {self.line}"


MOST_SAID = 2000
"""So many lines that a script has printed come home, of all splits."""

_Place = TypeVar("_Place", Ragged, OpenQuote, Bad)


@dataclass(frozen=True, slots=True)
class Found:
    """Columns that records have and the table that they were read with has not.

    `names` are (side, path) of values with names, in the order in which they came; `widths` is how many values the rows
    with positions have, a number for each side, 0 where there were none. `lost` counts names beyond the most there can be.
    `wider` are columns that a format with types of its own has found wider than the table knows them, as it writes them.
    """

    names: tuple[tuple[int, str], ...] = ()
    widths: tuple[int, int] = (0, 0)
    lost: int = 0
    wider: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or any(self.widths) or self.lost or self.wider)

    def __add__(self, other: "Found") -> "Found":
        names = dict.fromkeys((*self.names, *other.names))
        first, second = (mine or theirs for mine, theirs in zip(self.widths, other.widths, strict=True))
        wider = dict.fromkeys((*self.wider, *other.wider))
        return Found(tuple(names), (first, second), self.lost + other.lost, tuple(wider))


@dataclass(frozen=True, slots=True)
class Tally:
    """What was odd about a stretch of records: how many had too few fields, how many too many, and the first of them.

    A stretch may begin in the middle of one file and end in the middle of another: lines of the first file count from
    the stretch's begin, and `lines` line ends were passed in the last one, `path`. So tallies add up in the order of
    their stretches, however these are grouped, and the sum of all has the true lines. `path` None: nothing was read.

    A line ends where an editor ends it (LF, CR LF, CR, in quotes too); with a record delimiter of one's own, at that.

    `open_quotes` never close and are data; `opened` are the first of them.

    Of captured traffic: `records` were looked at, of which the `kinds` say how many could not be read for which reason,
    and `bad` the first of each; `headers` payloads began with the names of the columns; `empty` records hold no row;
    `unfinished` of the `files` that were read to their end, and are not empty, end within a record;
    `found` are columns that the table has not; `said` is what a script printed.

    `unpaired` are the files of a batch transform with records that no record of the other side belongs to, and how many.

    `misnamed` are files whose names are wrong about their compression: the first of them, and one where there are more.
    """

    short: int = 0
    long: int = 0
    ragged: tuple[Ragged, ...] = ()
    path: str | None = None
    lines: int = 0
    records: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    bad: tuple[Bad, ...] = ()
    headers: int = 0
    empty: int = 0
    unfinished: int = 0
    found: Found = Found()
    said: tuple[str, ...] = ()
    open_quotes: int = 0
    opened: tuple[OpenQuote, ...] = ()
    files: int = 0
    misnamed: tuple[str, ...] = ()
    unpaired: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        if other.path is None:
            return self
        return Tally(
            short=self.short + other.short,
            long=self.long + other.long,
            ragged=(*self.ragged, *map(self._placed, other.ragged))[:MOST_NAMED],
            path=other.path,
            lines=other.lines + (self.lines if other.path == self.path else 0),
            records=self.records + other.records,
            kinds=self.kinds + other.kinds,
            bad=_first_of_each(self.bad, map(self._placed, other.bad)),
            headers=self.headers + other.headers,
            empty=self.empty + other.empty,
            unfinished=self.unfinished + other.unfinished,
            found=self.found + other.found,
            said=_first_said(self.said, other.said),
            files=self.files + other.files,
            unpaired=self.unpaired + other.unpaired,
            misnamed=(*self.misnamed, *other.misnamed)[: MOST_NAMED + 1],
            open_quotes=self.open_quotes + other.open_quotes,
            opened=(*self.opened, *map(self._placed, other.opened))[:MOST_NAMED],
        )

    def _placed(self, record: _Place) -> _Place:
        return replace(record, line=self.lines + record.line) if record.path == self.path else record


def _first_said(mine: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first lines that scripts have printed, and that there were more."""
    lines = mine + others
    return lines if len(lines) <= MOST_SAID else (*lines[:MOST_SAID], "(more lines were printed)")


def _first_of_each(mine: Iterable[Bad], others: Iterable[Bad]) -> tuple[Bad, ...]:
    """Return the first bad records of each kind, in their order."""
    seen: Counter[str] = Counter()
    kept = []
    for each in (*mine, *others):
        seen[each.kind] += 1
        if seen[each.kind] <= MOST_NAMED:
            kept.append(each)
    return tuple(kept)


def ragged_remarks(tally: Tally, columns: int) -> tuple[str, ...]:
    """Return a sentence for the log on records with another number of fields than there are *columns*, if any."""
    if not tally.short + tally.long:
        return ()
    first = "; ".join(map(str, tally.ragged))
    short = f"{tally.short} records have fewer than {columns} fields (the others count as missing)"
    hint = (
        '; \\" stands before text in some of them, as Spark writes a quote within quotes: then set quote_escape_character '
        "(--quote-escape-character) to a backslash"
    )
    told = hint if any(record.escaped for record in tally.ragged) else ""
    return (f"{short}, {tally.long} have more (the rest is cut); first: {first}{told}",)


def quote_remarks(tally: Tally) -> tuple[str, ...]:
    """Return a sentence for the log on quotes that never close, if any."""
    if not tally.open_quotes:
        return ()
    first = "; ".join(map(str, tally.opened))
    said = f"{tally.open_quotes} quotes never close: each is read as data up to its line's end"
    return (f"{said}, and the lines behind it as records; first: {first}",)


def name_remarks(tally: Tally) -> tuple[str, ...]:
    """Return a sentence for the log on files whose names are wrong about their compression, if any."""
    if not tally.misnamed:
        return ()
    first = ", ".join(map(foreign, tally.misnamed[:MOST_NAMED]))
    more = " and more" if len(tally.misnamed) > MOST_NAMED else ""
    return (
        f"The names of files say that they are compressed in a way in which they are not; they are read by their bytes: {first}{more}",
    )


def partner_remarks(tally: Tally) -> tuple[str, ...]:
    """Return a sentence for the log on records of a batch transform that have no partner, if any."""
    if not tally.unpaired:
        return ()
    files = listed(f"{path} ({count})" for path, count in sorted(tally.unpaired.items()))
    total = sum(tally.unpaired.values())
    return (f"{total} records have an inference id that no record of the other file has, and are left out: {files}",)
