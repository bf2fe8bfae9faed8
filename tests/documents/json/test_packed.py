"""Packed doubles are a sequence as a tuple is one."""

import json
import pickle

import numpy as np
import pytest

from engine.documents.json.packed import PackedDoubles, pack_sketch, unpacked


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


def test_a_memory_view_is_not_copied() -> None:
    """The sketches of a wide table are large: what shows them shares their memory, and is like any other."""
    items = np.array([1.0, 2.5, -0.0])
    packed = PackedDoubles(items.data)
    assert np.shares_memory(packed.view(), items)
    assert packed == PackedDoubles((1.0, 2.5, -0.0)) == (1.0, 2.5, -0.0)
    assert (packed[1], packed[1:], hash(packed)) == (2.5, (2.5, -0.0), hash((1.0, 2.5, -0.0)))
    assert PackedDoubles(items[:0].data) == ()


def test_packed_doubles_travel() -> None:
    """Whether they are their own or somebody else's."""
    for packed in (PackedDoubles((1.0, 2.5)), PackedDoubles(np.array([1.0, 2.5]).data)):
        assert pickle.loads(pickle.dumps(packed)) == packed


def test_what_is_unpacked_is_for_everybody() -> None:
    """Also for Python's own JSON."""
    packed = {"data": (PackedDoubles((1.0,)), PackedDoubles()), "names": ["a"], "c": 0.5}
    assert json.dumps(unpacked(packed)) == '{"data": [[1.0], []], "names": ["a"], "c": 0.5}'


def test_levels_of_floats_are_packed_while_a_document_is_read() -> None:
    """Others stay lists, for what is wrong with them is told later, and so does what is no sketch."""
    read = json.loads(
        '{"sketch": {"parameters": {}, "data": [[1.5, -0.0], [1, 2.0], ["NaN"], [], 3]}, "data": [[1.5]], "b": {"data": 1.5}}',
        object_hook=pack_sketch,
    )

    assert read["sketch"]["data"] == [PackedDoubles((1.5, -0.0)), [1, 2.0], ["NaN"], [], 3]
    assert [type(level) for level in read["sketch"]["data"]] == [PackedDoubles, list, list, list, int]
    assert (read["data"], read["b"]) == ([[1.5]], {"data": 1.5})
