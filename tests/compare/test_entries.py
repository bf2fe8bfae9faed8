"""Documents are cut into their features at the right places, whatever the layout."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compare.entries import entries_of
from engine.compare.literals import Number, are_equal, ulps

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
FEATURES = st.lists(st.dictionaries(st.sampled_from(["name", "a", "b"]), VALUES, max_size=3), max_size=4)


@given(
    rest=st.dictionaries(st.text(max_size=3).filter(lambda key: key != "features"), VALUES, max_size=3),
    features=FEATURES,
    indent=st.sampled_from([None, 0, 2]),
)
def test_the_parts_are_the_whole(rest, features, indent):
    """Each feature's text is that feature, in its order, and everything else is beside them."""
    text = json.dumps({**rest, "features": features}, indent=indent)
    entries = entries_of(text, source="a")
    assert [json.loads(entry.text) for entry in entries.features.values()] == features
    assert list(entries.rest) == list(rest)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (0.0, -0.0, 0),
        (1.0, 1.0000000000000002, 1),
        (5e-324, -5e-324, 2),
        (1e308, float("inf"), float("inf")),
        (2.0**53, 2.0**53 + 2, 1),
    ],
)
def test_the_distance_is_in_doubles(one, other, apart):
    """Zero has one place, and what is not finite is nowhere near."""
    assert ulps(one, other) == ulps(other, one) == apart


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_next_double_is_one_apart(value):
    """Held against the standard library's own."""
    import math  # noqa: PLC0415 - the oracle

    following = math.nextafter(value, math.inf)
    assert ulps(value, following) == (float("inf") if math.isinf(following) else 1)


def test_numbers_are_equal_by_value():
    """Whole ones exactly, others as doubles."""
    assert are_equal(Number("1"), Number("1.0"))
    assert are_equal(Number("1E1"), Number("10"))
    assert not are_equal(Number("9007199254740992"), Number("9007199254740993"))
    assert are_equal(Number("0.1"), Number("0.1000000000000000055"))
