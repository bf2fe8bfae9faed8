"""What a batch transform has read and written, joined to one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.job.listing import File
from engine.readers.choice import readings
from engine.readers.splits import SPLIT_BYTES, Segment, Split
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known, OtherNames, RowsWithoutLines, Table
from engine.readers.tally import Found, Tally, partner_remarks
from engine.readers.transform.joining import joined_pairs, renamed
from engine.readers.transform.manifests import Pair
from engine.readers.transform.options import INPUT, OUTPUT

PLACES = (OUTPUT, INPUT)
"""The sides, by the numbers that columns found later have."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its `name`, its files as a table of their own, and the columns of its id and time, which are no data."""

    name: str
    table: Table
    tags: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are data, by the names that they have in the side's own table."""
        return tuple(name for name in self.table.names if name not in self.tags)


@dataclass(frozen=True, slots=True)
class TransformTable(RowsWithoutLines):
    """The records of a transform: those of each pair of files joined by their place or by their ids.

    `sides` stand in the order of their columns. `called` has the names of each side's columns here, by their own ones.
    """

    sides: tuple[Side, ...]
    by_id: bool
    known: Known
    source: str
    called: tuple[Mapping[str, str], ...]
    selected: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return tuple(name for called in self.called for name in called.values())

    @property
    def described_by(self) -> str:
        """The file whose first records gave the columns of the first side."""
        return self.sides[0].table.described_by

    @property
    def named(self) -> bool:
        """Whether the columns of a side have names of their own."""
        return any(side.table.named for side in self.sides)

    @property
    def settled(self) -> bool:
        """Whether the first look has shown all columns of both sides."""
        return all(side.table.settled for side in self.sides)

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Put whole pairs together up to about *split_bytes*; the files of one side alone are cut as its format does.

        Raises DatasetError where a pair has another side than the first ones, as where hosts have shards of the manifests.
        """
        pairs = [file for file in files if isinstance(file, Pair)]
        for pair in pairs:
            pair.refuse_other_sides([side.name for side in self.sides])
        if len(self.sides) == 1:
            own = ((pair.input or pair.output) for pair in pairs)
            return self.sides[0].table.splits(tuple(file for file in own if file), split_bytes=split_bytes)
        splits: list[Split] = []
        together, size = list[Segment](), 0
        for pair in (pair for pair in pairs if pair.size):
            if together and size + pair.size > split_bytes:
                splits.append(tuple(together))
                together, size = [], 0
            together += [Segment(file.path, 0, file.size, file.size) for file in (pair.input, pair.output) if file]
            size += pair.size
        return (*splits, tuple(together)) if together else tuple(splits)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in the order of the input; *begin* is for a side that is read alone."""
        if len(self.sides) == 1:
            stretch = self.sides[0].table.read(split, renamed(self.called[0], self.selected, fold), begin=begin)
            return replace(stretch, tally=self.tally_of(self.sides[0], stretch.tally))
        return joined_pairs(self, split, fold)

    def tally_of(self, side: Side, tally: Tally) -> Tally:
        """Return the *tally* of a side's own table as one of the whole."""
        names = tuple((PLACES.index(side.name), path) for _, path in tally.found.names)
        wider = tuple((side.name, column) for column in tally.found.wider)
        return replace(tally, found=replace(tally.found, names=names, wider=wider)) if names or wider else tally

    def widened(self, found: Found) -> "TransformTable":
        """Return the table with the columns that were *found* beside its own; itself where there is none."""
        sides = tuple(replace(side, table=side.table.widened(_of_side(side, found))) for side in self.sides)
        if all(new.table is old.table for new, old in zip(sides, self.sides, strict=True)):
            return self
        return transform_table(sides, by_id=self.by_id, known=self.known, source=self.source)

    def otherwise_named(self) -> OtherNames | None:
        """Return None: the columns have the names that they have."""
        return None

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records of the wider side, and on partners."""
        yield from max(self.sides, key=lambda side: len(side.table.names)).table.remarks(tally)
        yield from partner_remarks(tally)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too much is wrong with the records of a side."""
        for side in self.sides:
            side.table.refuse(tally, rows=rows)


def transform_table(sides: tuple[Side, ...], *, by_id: bool, known: Known, source: str) -> TransformTable:
    """Return the table of *sides*, which stand in the order of their columns.

    Columns without names take those that a baseline has beside the other side's, where there are as many.
    """
    called = _called(sides, known)
    names = tuple(name for each in called for name in each.values())
    return TransformTable(sides, by_id, known, source, called, known.selected(names))


def _called(sides: Sequence[Side], known: Known) -> tuple[Mapping[str, str], ...]:
    named = {name for side in sides if side.table.named for name in side.columns}
    without = sum(len(side.columns) for side in sides if not side.table.named)
    rest = [name for name in known.names if name not in named]
    fitting = next((names for names in readings(rest, known.excluded) if len(names) == without), None)
    given, taken, called = iter(fitting or ()), list[str](), list[Mapping[str, str]]()
    for side in sides:
        own: dict[str, str] = {}
        for column in side.columns:
            name = column if side.table.named else next(given, f"_c{len(taken)}")
            while name in taken:
                name = f"{side.name}.{name}"
            taken.append(name)
            own[column] = name
        called.append(own)
    return tuple(called)


def _of_side(side: Side, found: Found) -> Found:
    """Return what was *found* of *side*, as its own table has it."""
    mine = PLACES.index(side.name)
    names = tuple((0, path) for place, path in found.names if place == mine)
    return replace(found, names=names, wider=tuple(column for name, column in found.wider if name == side.name))
