"""Which neighbouring splits one task reads together. The bytes of the result do not depend on it, only the time does."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.readers.splits import Split

_BYTES_OF_A_STATE = 16 * 1024
"""How much text a core reads while the driver takes home and joins the state of one column: 0.1 ms, measured."""

_FEWEST_FOR_A_CORE = 4
"""With fewer groups for each core one slow task would keep the others waiting."""

_FEWEST_OF_A_CLUSTER = 64
"""Executors come when they come: with fewer groups those that are not counted yet could be left without one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Splits that one task reads on `host`, from the offset `begin` of the first one's file where that is known."""

    number: int
    host: str
    splits: tuple[Split, ...]
    begin: int | None = None

    @property
    def size(self) -> int:
        """How many bytes of files it is."""
        return sum(segment.end - segment.begin for split in self.splits for segment in split)


def grouped(splits: Mapping[str, Sequence[Split]], most: int, *, fewest: int = 1) -> list[Group]:
    """Put the splits of each host into groups of a power of two of neighbours, *fewest* or more: at most *most*, or one a host."""
    size = fewest
    while sum(-(-len(own) // size) for own in splits.values()) > max(most, len(splits)):
        size *= 2
    pieces = ((host, own[first : first + size]) for host, own in splits.items() for first in range(0, len(own), size))
    return [Group(number, host, tuple(piece)) for number, (host, piece) in enumerate(pieces)]


def soonest(splits: Mapping[str, Sequence[Split]], most: int, *, columns: int, cores: int) -> list[Group]:
    """Group the *splits* of one host, at most *most* groups, so that so many *cores* are done with so many *columns* soonest.

    Each group's state is taken home and joined by the driver alone, which costs more than reading where tables are wide; a
    task joins the states of its splits beside the others. Few groups leave cores without work at the end instead.
    """
    best = grouped(splits, most)
    size = 2 * max((len(each.splits) for each in best), default=1)
    while len(larger := grouped(splits, most, fewest=size)) >= _FEWEST_FOR_A_CORE * cores:
        best = min(best, larger, key=lambda groups: _duration(groups, columns, cores))
        size *= 2
    return best


def enough(cores: int) -> int:
    """Return how many groups are enough for a cluster of so many *cores*, or more that are not known yet.

    Each task has a cost of its own: with twice as many the scan of 10 million rows took a quarter longer on two cores.
    """
    return max(_FEWEST_OF_A_CLUSTER, _FEWEST_FOR_A_CORE * cores)


def _duration(groups: Sequence[Group], columns: int, cores: int) -> float:
    """Estimate how long *groups* take, as bytes that a core reads in that time.

    Half of the largest one is added: tasks never take quite as long as their bytes say.
    """
    sizes = [each.size for each in groups]
    busy = [0] * cores
    for size in sizes:
        heapq.heapreplace(busy, busy[0] + size)
    return max(busy) + max(sizes) / 2 + len(groups) * columns * _BYTES_OF_A_STATE
