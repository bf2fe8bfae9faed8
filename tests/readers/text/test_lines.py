"""Where lines end, found many bytes at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.readers.text.lines import line_ends

LENGTHS = (0, 1, 2, 7, 63, 64, 65, 127, 128, 129, 1000)


def _ends(content):
    found = [place for place, byte in enumerate(content) if byte == 10]
    return found + [len(content)] * (content[-1:] not in (b"", b"\n"))


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("line", [b"\n", b"a\n", b"a", b"\r\n", b"\x8a\n", b"a" * 63 + b"\n", b"a" * 64 + b"\n"])
def test_every_line_end_is_found(line, length):
    """However short the lines are, and wherever the block ends: there is room for many more ends than are usual."""
    content = (line * length)[:length]
    assert line_ends(np.frombuffer(content, dtype=np.uint8)).tolist() == _ends(content)


@given(st.lists(st.sampled_from([b"\n", b"\r", b"\x0b", b"a", b"\xc3\xa9", b"a" * 40, b"\n" * 70]), max_size=40))
def test_lines_of_any_lengths(pieces):
    """Short and long ones, side by side."""
    content = b"".join(pieces)
    assert line_ends(np.frombuffer(content, dtype=np.uint8)).tolist() == _ends(content)
