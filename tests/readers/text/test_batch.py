"""How much text a batch of columns holds."""

from io import BytesIO

import numpy as np
import pyarrow as pa
import pytest

from engine.profile.in_block import Fields
from engine.readers.csv.dialect import dialect_of
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.records import RecordBatches
from engine.readers.splits import Segment
from engine.readers.text.batch import BATCH_BYTES, TextBatch
from engine.readers.text.window import Window


@pytest.mark.parametrize(("width", "batches"), [(2, 3), (2000, 1)])
def test_batches_of_many_columns_hold_more_text(width: int, batches: int) -> None:
    """Three blocks of a size that fills a batch of few columns: what is done for each column is done less often."""
    rows: list[int] = []
    names = [str(place) for place in range(width)]
    batch = TextBatch(width, names, (-1, -1), lambda each: rows.append(each.num_rows))

    def fill(begin: int) -> tuple[int, bool]:
        for places in batch.places:
            places[:, begin] = 0
        return begin + 1, False

    for _ in range(3):
        batch.take(np.zeros(BATCH_BYTES, dtype=np.uint8), range(width), fill)
    batch.flush(range(width))
    assert (len(rows), sum(rows)) == (batches, 3)


class Standing:
    """A fold that takes texts where they stand, and keeps them."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []
        self.columns: list[list[str | None]] = []

    def __call__(self, batch: pa.RecordBatch) -> None:
        raise AssertionError("a batch was made")

    def take_fields(self, fields: Fields) -> None:
        content = fields.block.tobytes()
        starts, ends = (each[fields.order, : fields.rows].T.tolist() for each in (fields.starts, fields.ends))
        for row in zip(starts, ends, strict=True):
            self.rows.append(tuple(content[begin:end].decode() for begin, end in zip(*row, strict=True)))
        self.columns = [fields.texts(place).to_pylist() for place in range(len(fields.order))]


def test_a_fold_may_take_the_fields_where_they_stand():
    """Without their quotes and escapes, in the order of the columns; no batch is made, but of a column that is asked for."""
    text = b'a,"b ""c""",1\n"d\\"e",f\\,g,"2"\n,"",x"y\n'
    fold = Standing()
    records = RecordBatches(3, ["third", "second", "first"], dialect_of(CsvFormat(quote_escape_character="\\")), fold)
    window = Window(BytesIO(text), Segment("x.csv", 0, len(text), len(text)))
    window.read(len(text))
    records.take(window, len(text), (2, 1, 0))
    records.flush()
    assert fold.rows == [("1", 'b "c"', "a"), ("2", "f,g", 'd"e'), ('x"y', "", "")]
    assert fold.columns == [["1", "2", 'x"y'], ['b "c"', "f,g", None], ["a", 'd"e', None]]
    assert window.block == text
