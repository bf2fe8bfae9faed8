"""The bytes of JSON that are read by words, as they are read one by one."""

import numpy as np
import pytest
from numba import njit

from engine.profile.swar import borrowed, past_digits
from engine.readers.json.tape import PLAIN, past_plain

OTHERS = b'\x00\x1f \x7f\x80\xff"\\/:09'


@njit
def _past_plain(block, at, end):
    return past_plain(borrowed(block), at, end)


@njit
def _past_digits(block, at, end):
    return past_digits(borrowed(block), at, end)


def _first(content, at, end, goes_on):
    return next((place for place in range(at, end) if not goes_on(content[place])), end)


CASES = ((_past_plain, lambda byte: PLAIN[byte], b"a"), (_past_digits, lambda byte: 48 <= byte <= 57, b"7"))


@pytest.mark.parametrize(("kernel", "goes_on", "usual"), CASES, ids=["texts", "digits"])
@pytest.mark.parametrize("other", OTHERS)
def test_the_first_byte_of_another_kind_is_found(kernel, goes_on, usual, other):
    """Wherever it stands in a word, wherever the reading begins and ends, and however near the block's end that is."""
    for place in range(20):
        content = usual * place + bytes([other]) + usual * (19 - place)
        block = np.frombuffer(content, dtype=np.uint8)
        for at in (0, 1, 3, 8, 11):
            for end in (at, at + 1, 12, 16, 19, 20):
                assert kernel(block, at, end) == _first(content, at, max(at, end), goes_on), (place, at, end)
