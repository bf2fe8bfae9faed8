"""JSON objects of consecutive blocks to batches of columns."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from engine.readers.json.flatten import AS_IT_IS
from engine.readers.json.names import LOST, name_table, room_for_late
from engine.readers.json.tape import DEEPEST, rows_for
from engine.readers.json.template import room_for_templates
from engine.readers.json_lines.columns import JsonColumns
from engine.readers.json_lines.likely import likely_order, room_for_containers
from engine.readers.json_lines.rows import (
    BEGIN,
    END,
    FILLED,
    FULL,
    GOOD,
    LINE,
    NO_OBJECT,
    NOT_JSON,
    NOT_TEXT,
    STATUSES,
    UNFINISHED,
    Asked,
    Room,
    Seen,
    read_objects,
    room_for_one,
)
from engine.readers.tables import Fold
from engine.readers.tally import MOST_NAMED, Bad, Found, Tally
from engine.readers.text.batch import TextBatch
from engine.readers.text.gather import PLAIN
from engine.readers.text.refusal import Damage

DAMAGES = {
    NOT_JSON: Damage(
        "not JSON",
        "see whether the files were copied whole and hold one object a line, or one list of objects, in text_encoding",
    ),
    NO_OBJECT: Damage(
        "JSON that is no object",
        'each row is expected to be an object with names, such as {"age": 44}; let a preprocessing script return such rows',
    ),
    NOT_TEXT: Damage("not UTF-8", "name the encoding of the files with text_encoding, or convert them"),
}
"""What a record is that cannot be read, by its status, in the order in which they are met."""

_NO_QUOTING = (-1, -1)


class JsonRows:
    """Rows of JSON objects, handed to *fold* as batches of some MB, with the columns that are *selected*.

    *spellings* say how columns spell a boolean, by name, those that leave it as it is aside.
    """

    __slots__ = ("_asked", "_batch", "_filled", "_late", "_opened", "_order", "_path", "_tape", "_templates")

    def __init__(self, columns: JsonColumns, selected: Sequence[str], spellings: Mapping[str, int], fold: Fold) -> None:
        self._batch = TextBatch(len(columns.names), selected, _NO_QUOTING, fold)
        self._filled = self._batch.room
        self._batch.places[2][:] = PLAIN
        places = {name: place for place, name in enumerate(columns.names)}
        self._order = tuple(places[name] for name in selected)
        names = name_table(columns.lookup)
        spelled = np.array([spellings.get(name, AS_IT_IS) for name in columns.names], dtype=np.uint8)
        self._asked = Asked(names, likely_order(names.text, names.ends), spelled)
        self._late, self._opened = room_for_late(), room_for_containers()
        self._path, self._templates = np.zeros((DEEPEST + 2, 4), np.int64), room_for_templates(len(columns.names))
        self._tape = np.zeros((0, 4), dtype=np.int32)

    def take(self, text: np.ndarray, records: np.ndarray, path: str, *, growing: bool = False) -> Tally:
        """Take the objects of *records*, (begin, end, line) in *text* each; *growing*: the last may not be finished."""
        longest = int((records[:, END] - records[:, BEGIN]).max()) if len(records) else 0
        if len(self._tape) < rows_for(longest):
            self._tape = np.zeros((rows_for(longest), 4), dtype=np.int32)
        seen = Seen(np.zeros(STATUSES, dtype=np.int64), np.zeros((STATUSES, MOST_NAMED), dtype=np.int64))
        room = Room(self._tape, self._path, self._opened)
        block, progress, batch = text.copy(), np.zeros(3, dtype=np.int64), self._batch
        ascii_only = len(text) == 0 or bool(text.max() < 128)

        def fill(begin: int) -> tuple[int, bool]:
            if not begin:
                self._empty()
            progress[FILLED] = begin
            full = read_objects(
                block, text, records, progress, ascii_only, growing, self._asked, room, batch.places,
                self._late.arrays(), seen, self._templates, room_for_one(len(batch.places[0])),
            ) == FULL  # fmt: skip
            self._filled = int(progress[FILLED])
            return self._filled, full

        batch.take(block, self._order, fill)
        return _tally(path, seen.counts.tolist(), seen.named)

    def _empty(self) -> None:
        """Empty the rows of the batch before: a column that an object does not have is missing in it."""
        for each in self._batch.places[:2]:
            each[:, : self._filled] = 0

    def flush(self) -> None:
        """Hand on what was taken."""
        self._batch.flush(self._order)

    def found(self) -> Found:
        """Return the columns that objects had and the table has not."""
        return Found(self._late.names(), lost=int(self._late.counts[LOST]))


def _tally(path: str, counts: list[int], named: np.ndarray) -> Tally:
    """Return what was odd, without the number of lines."""
    kinds = Counter({damage.name: counts[status] for status, damage in DAMAGES.items() if counts[status]})
    bad = [Bad(path, int(line), damage.name) for status, damage in DAMAGES.items() for line in named[status] if line]
    return Tally(
        path=path,
        records=counts[GOOD] + sum(kinds.values()),
        kinds=kinds,
        bad=tuple(sorted(bad, key=lambda each: each.line)),
        unfinished=counts[UNFINISHED],
    )


def line_records(ends: np.ndarray) -> np.ndarray:
    """Return lines that end at *ends* as records."""
    records = np.zeros((len(ends), 3), dtype=np.int64)
    records[1:, BEGIN] = ends[:-1] + 1
    records[:, END], records[:, LINE] = ends, np.arange(len(ends))
    return records
