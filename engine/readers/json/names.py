"""Which column a name in a JSON body is, by a table of hashes; and the names that no column has yet; compiled.

A name is the path to a value: keys and places in lists, with dots between. Each side of a record has names of its own.
Two paths may give one name, as those of `{"b": {"c": 1}, "b.c": 5}` do: here a path has STEP between its steps, which no
text holds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit

PIECE_BEGIN, PIECE_END, STOP, COUNT = range(4)
"""A step of a path: where its key lies in the block (begin -1: it is the place *end* in a list), the tape's row behind
its container, and, for a list, how many of its values were taken (-1 for an object)."""

NAMES, BYTES, LOST = range(3)
"""What is counted of names that no column has: how many, in how many bytes, and how many found no room."""

MOST_NAMES = 10_000
_MOST_BYTES = 1 << 20
_SLOTS = 1 << 15

_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_STEP = 0xFF

STEP = "\udcff"
"""What stands between the steps of a path: in UTF-8 the byte 0xFF, which is never there."""


class Names(NamedTuple):
    """The names of columns, in a table of hashes.

    *slots* (int32) has which name stands where, -1 for none. Of each name *sides* and *columns* have whose it is, and *ends*
    where it begins in *text*, and the last one ends. *found* (int64) has the name that was found last: the next value has
    most likely the one behind it.
    """

    slots: np.ndarray
    sides: np.ndarray
    columns: np.ndarray
    text: np.ndarray
    ends: np.ndarray
    found: np.ndarray


@dataclass(frozen=True, slots=True)
class Late:
    """Room for names that no column has: (bytes, their ends, their sides, hashes of those seen, counts)."""

    text: np.ndarray
    ends: np.ndarray
    sides: np.ndarray
    seen: np.ndarray
    counts: np.ndarray

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Return what the compiled functions take."""
        return self.text, self.ends, self.sides, self.seen, self.counts

    def names(self) -> tuple[tuple[int, str], ...]:
        """Return (side, path) in the order in which they were found; empty for none."""
        count = int(self.counts[NAMES])
        ends = [0, *self.ends[:count].tolist()]
        texts = [_decoded(self.text[begin:end].tobytes()) for begin, end in pairwise(ends)]
        return tuple(zip(self.sides[:count].tolist(), texts, strict=True))


def _decoded(path: bytes) -> str:
    return STEP.join(step.decode("utf-8", "replace") for step in path.split(STEP.encode(errors="surrogateescape")))


def names_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the names of the values at *paths*, by path and in their order: the steps with dots between.

    Where several have one name, the path of fewest steps keeps it, for that is what a key says itself, and the others get
    names with slashes in place of these dots: which ones does not depend on the order.
    """
    dotted = {path: path.replace(STEP, ".") for path in paths}
    times = Counter(dotted.values())
    taken = set(dotted.values())
    again = sorted((path for path in dotted if times[dotted[path]] > 1), key=lambda path: (path.count(STEP), path))
    kept = set()
    for path in again:
        name, slash = dotted[path], "/"
        if name not in kept:
            kept.add(name)
            continue
        while (other := path.replace(STEP, slash)) in taken:
            slash += "/"
        taken.add(other)
        dotted[path] = other
    return dotted


def renamed(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (the name that another path has, the own one) of those of *names* that are told apart from others."""
    return tuple((path.replace(STEP, "."), name) for path, name in names.items() if path.replace(STEP, ".") != name)


def room_for_late() -> Late:
    """Return room for names, with none in it."""
    return Late(
        np.empty(_MOST_BYTES, dtype=np.uint8),
        np.zeros(MOST_NAMES, dtype=np.int32),
        np.zeros(MOST_NAMES, dtype=np.uint8),
        np.zeros(_SLOTS, dtype=np.uint64),
        np.zeros(3, dtype=np.int64),
    )


def name_table(names: Iterable[tuple[int, str, int]]) -> Names:
    """Return the table of (side, path, column) that `column_of` looks names up in."""
    known = [(side, name.encode(errors="surrogateescape"), column) for side, name, column in names]
    slots = np.full(max(16, 1 << (2 * len(known)).bit_length()), -1, dtype=np.int32)
    text = np.frombuffer(b"".join(name for _, name, _ in known) or b"\0", dtype=np.uint8)
    ends = np.cumsum([0, *(len(name) for _, name, _ in known)], dtype=np.int32)
    sides = np.array([side for side, _, _ in known], dtype=np.uint8)
    columns = np.array([column for _, _, column in known], dtype=np.int32)
    _fill(slots, sides, text, ends)
    return Names(slots, sides, columns, text, ends, np.full(1, -1, dtype=np.int64))


@njit(inline="always")
def first_hash(side):
    """Return the hash of an empty path on *side* (FNV-1a, 64 bits: Fowler, Noll and Vo)."""
    return (_BASIS ^ np.uint64(side + 1)) * _PRIME


@njit(inline="always")
def _more(value, byte):
    return (value ^ np.uint64(byte)) * _PRIME


@njit
def hash_on(value, block, begin, end, dotted):
    """Return the hash of the path with one step more; *dotted*: it is not the first."""
    if dotted:
        value = _more(value, _STEP)
    if begin >= 0:
        for i in range(begin, end):
            value = _more(value, block[i])
        return value
    scale = 1
    while end // scale >= 10:
        scale *= 10
    while scale:
        value = _more(value, 48 + end // scale % 10)
        scale //= 10
    return value


@njit(cache=True)
def _fill(slots, sides, text, ends) -> None:
    mask = len(slots) - 1
    for name in range(len(sides)):
        value = hash_on(first_hash(sides[name]), text, ends[name], ends[name + 1], False)
        slot = value & np.uint64(mask)
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & np.uint64(mask)
        slots[slot] = name


@njit
def _write(block, path, steps, text, at) -> int:
    """Write the first *steps* of *path* as a name; return where it ends, -1 where there is no room."""
    for step in range(steps):
        begin, end = path[step, PIECE_BEGIN], path[step, PIECE_END]
        size = end - begin if begin >= 0 else 20
        if at + size + 1 > len(text):
            return -1
        if step:
            text[at] = _STEP
            at += 1
        if begin >= 0:
            for i in range(begin, end):
                text[at] = block[i]
                at += 1
            continue
        scale = 1
        while end // scale >= 10:
            scale *= 10
        while scale:
            text[at] = 48 + end // scale % 10
            at += 1
            scale //= 10
    return at


@njit
def _is_name(block, path, steps, text, begin, end) -> bool:
    """Whether the first *steps* of *path* are the name text[begin:end]."""
    at = begin
    for step in range(steps):
        if step:
            if at == end or text[at] != _STEP:
                return False
            at += 1
        first, last = path[step, PIECE_BEGIN], path[step, PIECE_END]
        if first >= 0:
            if at + last - first > end:
                return False
            for i in range(first, last):
                if text[at] != block[i]:
                    return False
                at += 1
            continue
        scale = 1
        while last // scale >= 10:
            scale *= 10
        while scale:
            if at == end or text[at] != 48 + last // scale % 10:
                return False
            at += 1
            scale //= 10
    return at == end


@njit
def _hash_of(block, path, steps, side):
    value = first_hash(side)
    for step in range(steps):
        value = hash_on(value, block, path[step, PIECE_BEGIN], path[step, PIECE_END], step > 0)
    return value


@njit
def column_of(block, path, steps, side, names, late) -> int:
    """Return the column of the name that the first *steps* of *path* are; -1 where no column has it: it is late then."""
    slots, sides, columns, text, ends, found = names
    likely = found[0] + 1 if found[0] + 1 < len(sides) else 0
    if (
        likely < len(sides)
        and sides[likely] == side
        and _is_name(block, path, steps, text, ends[likely], ends[likely + 1])
    ):
        found[0] = likely
        return columns[likely]
    value, mask = _hash_of(block, path, steps, side), np.uint64(len(slots) - 1)
    slot = value & mask
    while slots[slot] >= 0:
        name = slots[slot]
        if sides[name] == side and _is_name(block, path, steps, text, ends[name], ends[name + 1]):
            found[0] = name
            return columns[name]
        slot = (slot + np.uint64(1)) & mask
    _note(block, path, steps, value, side, late)
    return -1


@njit
def name_at(block, begin, end, side, slots, sides, text, ends) -> int:
    """Return which of the names on *side* is the one step block[begin:end]; -1 where none is."""
    mask = np.uint64(len(slots) - 1)
    slot = hash_on(first_hash(side), block, begin, end, False) & mask
    while slots[slot] >= 0:
        name = slots[slot]
        if sides[name] == side and _says(block, begin, end, text, ends[name], ends[name + 1]):
            return name
        slot = (slot + np.uint64(1)) & mask
    return -1


@njit(inline="always")
def _says(block, begin, end, text, at, stop) -> bool:
    """Whether block[begin:end] and text[at:stop] are the same."""
    same = end - begin == stop - at
    if same:
        for i in range(end - begin):
            if block[begin + i] != text[at + i]:
                same = False
                break
    return same


@njit
def _note(block, path, steps, value, side, late) -> None:
    """Keep a name that no column has, once; two that share a hash of 64 bits are found one scan after the other."""
    text, ends, sides, seen, counts = late
    if value == 0:
        value = np.uint64(1)
    mask = np.uint64(len(seen) - 1)
    slot = value & mask
    while seen[slot] != 0:
        if seen[slot] == value:
            return
        slot = (slot + np.uint64(1)) & mask
    count = counts[NAMES]
    end = -1 if count == len(ends) else _write(block, path, steps, text, counts[BYTES])
    if end < 0:
        counts[LOST] += 1
        return
    seen[slot] = value
    ends[count], sides[count] = end, side
    counts[NAMES], counts[BYTES] = count + 1, end
