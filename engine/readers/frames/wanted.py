"""What columns a DataFrame has as features, and which of them are wanted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from engine.readers.choice import is_position
from engine.readers.frames.partition import refuse_names
from engine.readers.parquet.columns import Leaf, Leaves, Shape, leaves_of, names_of_all


@dataclass(frozen=True, slots=True)
class FrameColumns:
    """The columns of a DataFrame, nested ones laid out; `selected` are those that are read. They have names of their own."""

    names: tuple[str, ...]
    selected: tuple[str, ...]
    named: bool = True
    settled: bool = True


@dataclass(frozen=True, slots=True)
class FrameLook:
    """What is read of a DataFrame: the `places` of its columns, and their leaves without what the `words` exclude.

    A word names a column, a member of a struct with all that is below it, or a position of an array (`a.0`); `strange` are
    those that name nothing.
    """

    places: tuple[int, ...]
    leaves: Leaves
    words: frozenset[str]
    strange: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether all columns are known: an array has as many as its longest value is long, which only the rows tell."""
        return all(leaf.shape is not Shape.LIST for leaf in self.leaves)

    def columns(self, leaves: Leaves) -> FrameColumns:
        """Return the columns of *leaves*, which are those of the look or wider ones."""
        names = names_of_all(leaves)
        return FrameColumns(names, tuple(name for name in names if name not in self.words))

    def excluded(self, features: Iterable[str], selected: Iterable[str]) -> tuple[str, ...]:
        """Return those of a baseline's *features* that the words exclude, and whose name none of the *selected* columns has."""
        read = frozenset(selected)
        return tuple(name for name in features if name not in read and not self.words.isdisjoint(_beginnings(name)))


def look_at_columns(names: Sequence[str], type_of: Callable[[int], pa.DataType], excluded: Sequence[str]) -> FrameLook:
    """Return what is read of a DataFrame with columns called *names*, without what the words *excluded* name.

    *type_of* gives the type of the column at a place, and is not asked for one that is excluded as a whole. Raises
    DatasetError where two columns, members of structs among them, have one name.
    """
    words = frozenset(excluded)
    places = [place for place, name in enumerate(names) if name not in words]
    refuse_names(tuple(names[place] for place in places))
    every = leaves_of(pa.schema([pa.field(names[place], type_of(place)) for place in places]))
    leaves = tuple(leaf for leaf in every if words.isdisjoint(_above(leaf)))
    refuse_names(tuple(leaf.name for leaf in leaves))
    read = frozenset(leaf.path[0] for leaf in leaves)
    known = frozenset(names).union(*map(_above, every))
    arrays = frozenset(leaf.name for leaf in every if leaf.shape is Shape.LIST)
    strange = (word for word in dict.fromkeys(excluded) if word not in known and not _is_place(word, arrays))
    return FrameLook(tuple(place for place in places if names[place] in read), leaves, words, tuple(strange))


def _above(leaf: Leaf) -> Iterator[str]:
    """Yield the names of all that *leaf* is a part of, and its own."""
    return (".".join(leaf.path[:end]) for end in range(1, len(leaf.path) + 1))


def _beginnings(name: str) -> Iterator[str]:
    steps = name.split(".")
    return (".".join(steps[:end]) for end in range(1, len(steps) + 1))


def _is_place(word: str, arrays: frozenset[str]) -> bool:
    name, _, place = word.rpartition(".")
    return name in arrays and is_position(place)
