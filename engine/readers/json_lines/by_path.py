"""JSON objects as a table of what paths lead to in them, where these are no columns: into lists of objects, or computed."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.job.quality import ModelQuality
from engine.readers.answers.attributes import find_attribute, words_of
from engine.readers.answers.paths import refuse_no_paths, text_of, value_at
from engine.readers.choice import is_position
from engine.readers.json_lines.records import DAMAGES
from engine.readers.json_lines.rows import BEGIN, END, LINE, NO_OBJECT, NOT_JSON, NOT_TEXT
from engine.readers.json_lines.split import read_segment
from engine.readers.json_lines.table import JsonTable
from engine.readers.json_lines.taker import JsonTaker
from engine.readers.splits import SPLIT_BYTES, Segment, Split
from engine.readers.store import File, Store
from engine.readers.stretch import Stretch
from engine.readers.tables import Fold, SettledTable
from engine.readers.tally import MOST_NAMED, Bad, Found, Tally
from engine.readers.text.taking import read_lines

_ROWS = 1 << 14
"""Rows of a batch: enough for what is done with a batch at once, and no more than some MB."""


def by_paths(table: JsonTable, asked: ModelQuality) -> "JsonTable | PathTable":
    """Return *table* where its columns hold all attributes that are *asked* for, else one of what the paths lead to.

    Raises JobError for an attribute that is no path.
    """
    words = words_of(asked)
    absent = [word for word in words.values() if not find_attribute(word, table.names).columns]
    if not table.names or not absent or any(word.isidentifier() or is_position(word) for word in absent):
        return table  # a name that is not there is told beside those that are
    refuse_no_paths(words)
    return PathTable(table, tuple(dict.fromkeys(words.values())))


@dataclass(frozen=True, slots=True)
class PathTable(SettledTable):
    """The objects of the table `of` as rows of what `names`, which are paths, lead to."""

    of: JsonTable
    names: tuple[str, ...]

    @property
    def store(self) -> Store:
        """Where the files lie."""
        return self.of.store

    @property
    def described_by(self) -> str:
        """The path of the file whose first records were looked at."""
        return self.of.described_by

    @property
    def selected(self) -> tuple[str, ...]:
        """All columns: nothing else is read."""
        return self.names

    @property
    def named(self) -> bool:
        """Say that the columns have names of their own."""
        return True

    def splits(self, files: tuple[File, ...], *, split_bytes: int = SPLIT_BYTES) -> tuple[Split, ...]:
        """Cut *files* as those of the objects are cut."""
        return self.of.splits(files, split_bytes=split_bytes)

    def read(self, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
        """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
        taker = JsonTaker(PathRows(self.names, fold))
        return read_lines(self.of.store, self.of.encoding, split, taker, begin, read_segment)

    def line_of(self, file: Segment, row: int) -> int | None:
        """Return the line that a *row* of a *file* is in, from 0 and 1; None where it has none."""
        return self.of.line_of(file, row)

    def remarks(self, tally: Tally) -> Iterator[str]:
        """Yield a sentence for the log on each thing that was odd about the records."""
        yield from self.of.remarks(tally)

    def refuse(self, tally: Tally, *, rows: int) -> None:
        """Raise DatasetError where too many records are bad, or too many files end within one."""
        self.of.refuse(tally, rows=rows)


class PathRows:
    """Rows of what *paths* lead to in JSON objects, handed to *fold*."""

    __slots__ = ("_fold", "_paths", "_rows")

    def __init__(self, paths: tuple[str, ...], fold: Fold) -> None:
        self._paths, self._fold = paths, fold
        self._rows: list[tuple[str | None, ...]] = []

    def take(self, text: np.ndarray, records: np.ndarray, path: str, *, growing: bool = False) -> Tally:
        """Take the objects of *records*, (begin, end, line) in *text* each; *growing*: the last may not be finished."""
        content, bad, unfinished, blank = text.tobytes(), list[Bad](), 0, 0
        for number, record in enumerate(records.tolist()):
            piece = content[record[BEGIN] : record[END]]
            if not piece.strip():
                blank += 1
                continue
            status = self._take_object(piece)
            if status == NOT_JSON and growing and number == len(records) - 1:
                unfinished += 1
            elif status is not None:
                bad.append(Bad(path, record[LINE] + 1, DAMAGES[status].name))
        kinds = Counter(each.kind for each in bad)
        count = len(records) - blank - unfinished
        return Tally(path=path, records=count, kinds=kinds, bad=tuple(bad[:MOST_NAMED]), unfinished=unfinished)

    def _take_object(self, piece: bytes) -> int | None:
        """Take one object; return what is wrong with it, None where nothing is."""
        try:
            value = json.loads(piece.decode().removeprefix("\ufeff"))
        except UnicodeDecodeError:
            return NOT_TEXT
        except (ValueError, RecursionError):
            return NOT_JSON
        if not isinstance(value, dict):
            return NO_OBJECT
        self._rows.append(tuple(text_of(value_at(value, path)) for path in self._paths))
        if len(self._rows) >= _ROWS:
            self.flush()
        return None

    def flush(self) -> None:
        """Hand on what was taken."""
        if self._rows:
            columns = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
            self._fold(pa.RecordBatch.from_arrays(columns, list(self._paths)))
            self._rows = []

    def found(self) -> Found:
        """Return that nothing was found that the table has not."""
        return Found()
