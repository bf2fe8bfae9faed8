"""How files are cut and put together at sizes that just fit."""

import pytest

from engine.readers.splits import plan_splits
from engine.readers.store import File

SIZE = 10


def ranges(*sizes, **options):
    """Return the (begin, end) of the segments of each split of files of these *sizes*."""
    files = [File(f"{number}.csv", size) for number, size in enumerate(sizes)]
    splits = plan_splits(files, split_bytes=SIZE, **options)
    return [[(segment.begin, segment.end) for segment in split] for split in splits]


@pytest.mark.parametrize(
    ("sizes", "splits"),
    [
        pytest.param((10,), [[(0, 10)]], id="just a split"),
        pytest.param((11,), [[(0, 10)], [(10, 11)]], id="a byte more"),
        pytest.param((4, 6), [[(0, 4), (0, 6)]], id="two that fill a split"),
        pytest.param((4, 7), [[(0, 4)], [(0, 7)]], id="two that are a byte too long"),
        pytest.param((4, 6, 1), [[(0, 4), (0, 6)], [(0, 1)]], id="a third one behind a full split"),
        pytest.param((1, 10, 1), [[(0, 1)], [(0, 10)], [(0, 1)]], id="just a split between small ones"),
        pytest.param((20, 1), [[(0, 10)], [(10, 20)], [(0, 1)]], id="just two splits"),
        pytest.param((0, 5, 0, 5, 0), [[(0, 5), (0, 5)]], id="empty files"),
    ],
)
def test_a_split_may_be_filled_to_its_last_byte(sizes, splits):
    """Files of exactly the size of a split, alone or together, are one split."""
    assert ranges(*sizes) == splits


def test_a_file_that_is_read_whole_may_be_longer_than_a_split():
    """It has a split of its own, but for the small ones that may follow it."""
    assert ranges(4, 25, 1, whole=True) == [[(0, 4)], [(0, 25)], [(0, 1)]]
