"""A toy format, to hold that a format is one entry: lines of fields of one width, under a line that names them.

`width 3` and `id city` in the first two lines, then `1  Rom`: blanks around a field are not part of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from engine.job.dataset import Dataset
from engine.readers.format import CommandLine, Container, Flag, Format, Head, Likeness, Lines
from engine.readers.selection import all_files
from engine.readers.spelling import Options
from engine.readers.splits import SPLIT_BYTES, Split, plan_splits
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, Known, SettledTable
from engine.readers.tally import Tally


@dataclass(frozen=True, slots=True)
class FixedWidth:
    """How it is written: `fill` is what stands in the place of what a field lacks."""

    fill: str = " "


@dataclass(frozen=True, slots=True)
class FixedWidthTable(SettledTable):
    """Files that begin with the same two lines."""

    store: Store
    described_by: str
    width: int
    fill: str
    names: tuple[str, ...]
    selected: tuple[str, ...]
    named: bool = True

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut no file: each is read from its beginning."""
        return plan_splits(files, whole=True, split_bytes=split_bytes)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the rows of each file as one batch."""
        for segment in split:
            rows = _lines(self.store, segment.path)[2:]
            fields = {name: [self._field(row, place) for row in rows] for place, name in enumerate(self.names)}
            columns = [pa.array(fields[name], pa.string()) for name in self.selected]
            fold(pa.RecordBatch.from_arrays(columns, list(self.selected)))
        return Stretch(0, split[-1].end, Tally())

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Say nothing."""
        return iter(())

    def _field(self, row: str, place: int) -> str | None:
        return row[place * self.width : (place + 1) * self.width].strip(self.fill) or None


def _lines(store: Store, path: str) -> list[str]:
    with store.reading(path) as stream:
        return stream.read().decode().splitlines()


def _detect(head: Head) -> Likeness:
    return Likeness.BYTES if head.start.startswith(b"width ") else Likeness.NONE


def _describe(
    store: Store, dataset: Dataset[FixedWidth], files: tuple[File, ...], known: Known
) -> FixedWidthTable | None:
    first = next((file.path for file in files if file.size), None)
    if first is None:
        return None
    width, header = _lines(store, first)[:2]
    names = tuple(header.split())
    return FixedWidthTable(store, first, int(width.split()[1]), dataset.format.fill, names, known.selected(names))


def _no_lines(written: FixedWidth) -> Lines:
    raise NotImplementedError


def _read_words(written: FixedWidth, words: Mapping[str, Any]) -> FixedWidth:
    return FixedWidth(fill=words["fill"])


def _parse(options: Options) -> FixedWidth:
    return FixedWidth(**{name: options.text(name, value) for name, value in options.of("fill").items()})


def _shown(written: FixedWidth) -> Mapping[str, object]:
    return {"format": "fixed", "fill": written.fill}


LINES: Callable[[FixedWidth], Lines] = _no_lines

FIXED_WIDTH = Format(
    title="fields of one width",
    detect=_detect,
    describe=_describe,
    select=all_files,
    shown=_shown,
    lines=LINES,
    command_line=CommandLine(
        names={"fixed": FixedWidth()},
        flags=(Flag("--fill", {"default": " ", "metavar": "CHARACTER", "help": "what fills a field up"}),),
        read=_read_words,
        flags_choose="is for fields of one width",
        read_as="fields of one width",
    ),
    container=Container(key="fixedWidth", parse=_parse),
)
