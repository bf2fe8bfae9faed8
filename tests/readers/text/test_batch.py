"""How much text a batch of columns holds."""

import numpy as np
import pytest

from engine.readers.text.batch import BATCH_BYTES, TextBatch


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
