"""Whether bytes are UTF-8, against Python's own decoder."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.readers.text.utf8 import is_utf8


@settings(deadline=None, max_examples=1000)
@given(
    st.lists(
        st.sampled_from([*b"\x00A\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xed\xef\xf0\xf4\xf5\xff"]),
        max_size=7,
    ).map(bytes)
)
def test_what_is_utf_8_is_what_python_says(content):
    """No surrogates, nothing longer than need be, nothing cut off."""
    try:
        content.decode()
        good = True
    except UnicodeDecodeError:
        good = False
    assert is_utf8(np.frombuffer(content, dtype=np.uint8), 0, len(content)) == good
