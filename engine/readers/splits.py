"""A dataset cut into pieces of work that do not depend on the machine, so that neither do the bytes of the result."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.readers.store import File, compression

SPLIT_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Segment:
    """The bytes [begin, end) of a file of *size* bytes: the records that begin in it belong to it."""

    path: str
    begin: int
    end: int
    size: int

    @property
    def continues(self) -> bool:
        """Whether the file goes on behind this segment."""
        return self.end < self.size


Split = tuple[Segment, ...]
"""Segments that are read one after the other as one stream: a range of one file, or some whole small files."""


def plan_splits(files: Iterable[File], *, whole: bool = False, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
    """Cut large files into ranges of *split_bytes*, and put consecutive smaller ones together up to that size.

    A compressed file is never cut, nor is any file when *whole*.
    """
    splits: list[Split] = []
    together: list[Segment] = []
    for file in files:
        if not file.size:
            continue
        large = file.size > split_bytes
        if together and (large or sum(segment.size for segment in together) + file.size > split_bytes):
            splits.append(tuple(together))
            together = []
        if large and not whole and compression(file.path) is None:
            splits.extend(
                (Segment(file.path, begin, min(begin + split_bytes, file.size), file.size),)
                for begin in range(0, file.size, split_bytes)
            )
        else:
            together.append(Segment(file.path, 0, file.size, file.size))
    if together:
        splits.append(tuple(together))
    return tuple(splits)
