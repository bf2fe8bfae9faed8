"""A dataset cut into pieces of work that do not depend on the machine, so that neither do the bytes of the result."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from engine.readers.compression import compression_named
from engine.readers.store import File

SPLIT_BYTES = 32 * 1024 * 1024
_LOOKED_AT_TOGETHER = 16


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


def plan_splits(
    files: Iterable[File],
    *,
    whole: bool = False,
    split_bytes: int = SPLIT_BYTES,
    compression: Callable[[str], str | None] = compression_named,
) -> tuple[Split, ...]:
    """Cut large files into ranges of *split_bytes*, and put consecutive smaller ones together up to that size.

    A compressed file is never cut, nor is any file when *whole*. *compression* says of a path how its file is compressed, as
    `Store.compression` does by its first bytes. It is asked for large files alone, many at a time: small ones are never cut,
    however many there are, and who reads them will see.
    """
    files = tuple(files)
    cut = frozenset() if whole else _plain((file.path for file in files if file.size > split_bytes), compression)
    splits: list[Split] = []
    together: list[Segment] = []
    for file in files:
        if not file.size:
            continue
        large = file.size > split_bytes
        if together and (large or sum(segment.size for segment in together) + file.size > split_bytes):
            splits.append(tuple(together))
            together = []
        if large and file.path in cut:
            splits.extend(
                (Segment(file.path, begin, min(begin + split_bytes, file.size), file.size),)
                for begin in range(0, file.size, split_bytes)
            )
        else:
            together.append(Segment(file.path, 0, file.size, file.size))
    if together:
        splits.append(tuple(together))
    return tuple(splits)


def _plain(paths: Iterable[str], compression: Callable[[str], str | None]) -> frozenset[str]:
    """Return those of *paths* whose files are not compressed."""
    asked = tuple(paths)
    with ThreadPoolExecutor(_LOOKED_AT_TOGETHER) as pool:
        return frozenset(path for path, kind in zip(asked, pool.map(compression, asked), strict=True) if kind is None)
