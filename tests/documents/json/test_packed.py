"""Packed doubles are a sequence as a tuple is one."""

import json

import numpy as np
import pytest

from engine.documents.json.packed import PackedDoubles, unpacked


def test_packed_doubles_are_equal_to_a_tuple_of_the_same() -> None:
    """In both directions, and their hash is the tuple's; other ones are not equal."""
    packed = PackedDoubles((1.0, 2.5))
    assert packed == (1.0, 2.5) == packed == PackedDoubles(np.array([1.0, 2.5]).tobytes())
    assert (packed[1], packed[:1], len(packed), hash(packed)) == (2.5, (1.0,), 2, hash((1.0, 2.5)))
    assert packed != (1.0,)
    assert packed != PackedDoubles()


def test_a_view_cannot_be_written() -> None:
    """Nobody changes a document by way of it."""
    with pytest.raises(ValueError, match="read-only"):
        PackedDoubles((1.0,)).view()[0] = 2.0
    assert np.asarray(PackedDoubles((1.0, 2.5)), dtype=np.float64).tolist() == [1.0, 2.5]


def test_what_is_unpacked_is_for_everybody() -> None:
    """Also for Python's own JSON."""
    packed = {"data": (PackedDoubles((1.0,)), PackedDoubles()), "names": ["a"], "c": 0.5}
    assert json.dumps(unpacked(packed)) == '{"data": [[1.0], []], "names": ["a"], "c": 0.5}'
