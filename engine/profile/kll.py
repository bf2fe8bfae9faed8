"""The KLL quantile sketch, in the deterministic form that Deequ and the official container use.

Items live in levels; an item of level h stands for 2**h values. A full level is sorted and every second item moves up.

Invariants
1. The weights of all items sum to `count` once an even number was compacted; a level keeps its odd item until then.
2. A level holds at most `capacity(level)` items and those that arrived since the last compaction.
3. Which half of a level moves up alternates: items 0, 2, 4, ... twice, then 1, 3, 5, ... twice. Nothing is random, so
   the same values in the same order give the same sketch, however they were batched.

Source: Karnin, Lang and Liberty, "Optimal Quantile Approximation in Streams", FOCS 2016, with Deequ's parameters: with
c = 0.64 and k = 2048 a rank is off by less than 0.3 % of the count in every order of up to a million values that the
tests try; 0.2 % was seen. Memory: some 5,700 numbers at most.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import Self

import numpy as np

SKETCH_SIZE = 2048
SHRINKING_FACTOR = 0.64


@cache
def capacity(level: int) -> int:
    """Return how many items level *level* (0 is the lowest) may hold before it is compacted; 2050 for level 0."""
    return 2 * (math.ceil(SKETCH_SIZE * math.pow(SHRINKING_FACTOR, level) / 2) + 1)


class KllSketch:
    """A sketch of double values. Empty: one level without items."""

    __slots__ = ("_compactions", "_offsets", "_pending", "_room", "_size", "levels")

    def __init__(self) -> None:
        self.levels: list[np.ndarray] = []
        self._compactions: list[int] = []
        self._offsets: list[int] = []
        self._size = 0
        self._room = 0
        self._grow()

    @classmethod
    def of(cls, levels: Sequence[np.ndarray], turns: Sequence[tuple[int, int]]) -> Self:
        """Return the sketch of *levels*, one or more, and the *turns* of each; it never changes these arrays."""
        sketch = cls()
        while len(sketch.levels) < len(levels):
            sketch._grow()
        # A view of no item would keep alive what it is a view of.
        sketch.levels = [level if len(level) else np.empty(0) for level in levels]
        sketch._size = sum(map(len, levels))
        sketch._compactions, sketch._offsets = ([turn[place] for turn in turns] for place in (0, 1))
        return sketch

    @property
    def turns(self) -> tuple[tuple[int, int], ...]:
        """How often each level was compacted, and which half of it moved up last."""
        return tuple(zip(self._compactions, self._offsets, strict=True))

    def update(self, values: np.ndarray) -> None:
        """Fold *values* (float64, no missing ones) in, in their order."""
        taken, parts = 0, [self.levels[0]]
        while taken < len(values):
            part = values[taken : taken + self._room - self._size + 1]
            parts.append(part)
            taken += len(part)
            self._size += len(part)
            if self._size > self._room:
                self.levels[0] = np.concatenate(parts)
                self._condense()
                parts = [self.levels[0]]
        # A copy, for a single part may be a view of a batch that would be kept alive.
        self.levels[0] = np.concatenate(parts)

    def merge(self, other: "KllSketch") -> None:
        """Take in the items of *other*, level by level; *other* stays as it is.

        An empty sketch changes nothing, on either side; Deequ compacts a level that is just full even then.
        """
        if not other._size:
            return
        if not self._size:
            self._become(other)
            return
        while len(self.levels) < len(other.levels):
            self._grow()
        for level, items in enumerate(other.levels):
            self.levels[level] = np.concatenate([self.levels[level], items])
        self._size = sum(map(len, self.levels))
        while self._size >= self._room:
            self._condense()

    def _become(self, other: "KllSketch") -> None:
        self.levels = [items.copy() for items in other.levels]
        self._compactions, self._offsets = list(other._compactions), list(other._offsets)
        self._size, self._room = other._size, other._room

    def _grow(self) -> None:
        self.levels.append(np.empty(0))
        self._compactions.append(0)
        self._offsets.append(0)
        self._room += capacity(len(self.levels) - 1)

    def _condense(self) -> None:
        """Compact the lowest level that is full."""
        for level, items in enumerate(self.levels):
            if len(items) >= capacity(level):
                if level + 1 == len(self.levels):
                    self._grow()
                raised = self._compact(level)
                self.levels[level + 1] = np.concatenate((self.levels[level + 1], raised))
                self._size -= len(raised)
                return

    def _compact(self, level: int) -> np.ndarray:
        """Return every second item of the level in order; the last one of an odd number, as it came, stays."""
        items = self.levels[level]
        even = len(items) - len(items) % 2
        if self._compactions[level] % 2 == 1:
            self._offsets[level] = 1 - self._offsets[level]
        self._compactions[level] += 1
        self.levels[level] = items[even:].copy()
        return _sorted(items[:even])[self._offsets[level] :: 2]


def _sorted(items: np.ndarray) -> np.ndarray:
    """Return *items* in ascending order, -0.0 before 0.0 as in Java.

    To numpy they are equal: its vectorized sort puts either in the place of the other, so they are written anew.
    """
    ordered = items.copy()
    ordered.sort()
    first = ordered.searchsorted(0.0)
    if first < len(ordered) and ordered[first] == 0.0:
        end = ordered.searchsorted(0.0, "right")
        ordered[first:end] = 0.0
        ordered[first : first + np.count_nonzero((items == 0.0) & np.signbit(items))] = -0.0
    return ordered
