"""Rows of a DataFrame as states: nested columns laid out, and states of different widths joined."""

import pickle
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.data_quality.describe import describe
from engine.documents.json.codec import dumps
from engine.errors import DatasetError
from engine.profile.state import DatasetState
from engine.readers.frames.partition import Rows
from engine.readers.frames.wanted import look_at_columns
from engine.spark.scan import join


def rows_for(table, *, exclude=()):
    """Return how the rows of an Arrow table are folded, as it is for a DataFrame of these columns."""
    look = look_at_columns(table.column_names, lambda place: table.schema.field(place).type, exclude)
    assert look.places == tuple(range(table.num_columns))
    return Rows(tuple(table.column_names), look.leaves, look.words)


def text_of(part):
    return dumps(describe(part.state).to_json())


def summaries(part):
    """Return for each column the values that are there and that are missing."""
    return {
        feature.name: (
            (feature.numerical or feature.string).num_present,
            (feature.numerical or feature.string).num_missing,
        )
        for feature in describe(part.state).features
    }


def test_members_of_structs_have_dotted_names():
    """A member of a missing struct is missing."""
    table = pa.table({"customer": [{"age": 30, "home": {"city": "Oslo"}}, None, {"age": 41, "home": None}]})

    part = rows_for(table).fold(table.to_batches())

    assert summaries(part) == {"customer.age": (2, 1), "customer.home.city": (1, 2)}


def test_values_of_arrays_stand_by_their_position():
    """As many columns as the longest array has values; what a shorter one lacks is missing."""
    table = pa.table({"scores": [[1.5], None, [2.5, 3.5, 4.5], []]})

    part = rows_for(table).fold(table.to_batches())

    assert summaries(part) == {"scores.0": (2, 2), "scores.1": (1, 3), "scores.2": (1, 3)}


def test_an_array_that_is_always_empty_is_no_column():
    """It has no position, so there is nothing to name."""
    table = pa.table({"scores": pa.array([[], None], pa.list_(pa.int64())), "n": [1, 2]})

    assert summaries(rows_for(table).fold(table.to_batches())) == {"n": (2, 0)}


def test_arrays_of_structs_and_maps_are_json_text():
    """One column each, in the order of the DataFrame."""
    maps = pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64()))
    table = pa.table({"items": [[{"q": 1}], [{"q": 1}, {"q": 2}]], "tags": maps})

    part = rows_for(table).fold(table.to_batches())

    categories = [dict(column.categories.counts) for column in part.state.columns]
    assert categories == [{'[{"q":1}]': 1, '[{"q":1},{"q":2}]': 1}, {'{"a":1}': 1, "{}": 1}]


def test_excluded_members_and_positions_are_left_out():
    """A word may name a member of a struct, or one position of an array."""
    table = pa.table({"a": [{"x": 1, "y": 2}], "b": [[1, 2]]})

    part = rows_for(table, exclude=["a.x", "b.0"]).fold(table.to_batches())

    assert part.state.names == ("a.y", "b.1")


def test_what_only_one_part_has_was_missing_in_the_other():
    """Partitions with longer arrays widen those without, before or after them."""
    table = pa.table({"a": [[1], [1, 2], [], [1, 2, 3]], "n": ["x", "y", "z", "x"]})
    rows = rows_for(table)

    parts = [rows.fold(table.slice(row, 1).to_batches()) for row in range(4)]

    assert text_of(join(parts)) == text_of(rows.fold(table.to_batches()))


VALUES = st.one_of(st.none(), st.integers(-5, 5))
ROW = st.fixed_dictionaries(
    {
        "n": st.one_of(st.none(), st.floats(width=32)),
        "l": st.one_of(st.none(), st.lists(VALUES, max_size=4)),
        "s": st.one_of(st.none(), st.fixed_dictionaries({"t": st.one_of(st.none(), st.sampled_from("abc"))})),
    }
)
SCHEMA = pa.schema({"n": pa.float64(), "l": pa.list_(pa.int64()), "s": pa.struct({"t": pa.string()})})


@given(rows=st.lists(ROW, min_size=1, max_size=30), cuts=st.lists(st.integers(0, 30), max_size=5))
@settings(max_examples=60, deadline=None)
def test_counts_and_extremes_do_not_depend_on_the_partitions(rows, cuts):
    """However the rows are cut, each column has the same present and missing values, extremes, distinct count and categories."""
    table = pa.Table.from_pylist(rows, SCHEMA)
    edges = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    fold = rows_for(table)

    whole = fold.fold(table.to_batches())
    cut = join(
        pickle.loads(pickle.dumps(fold.fold(table.slice(begin, end - begin).to_batches())))
        for begin, end in pairwise(edges)
    )

    assert cut.state.names == whole.state.names
    assert cut.state.records == whole.state.records == len(rows)
    for one, other in zip(cut.state.columns, whole.state.columns, strict=True):
        assert one.types.counts.tolist() == other.types.counts.tolist()
        assert one.categories.counts == other.categories.counts
        assert one.distinct.estimate() == other.distinct.estimate()
        assert one.numbers.moments.minimum == other.numbers.moments.minimum
        assert one.numbers.moments.maximum == other.numbers.moments.maximum


@given(rows=st.lists(ROW, min_size=1, max_size=30), size=st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_the_bytes_do_not_depend_on_the_batches(rows, size):
    """A session may hand rows over in batches of any size: not a bit of the documents changes."""
    table = pa.Table.from_pylist(rows, SCHEMA)
    fold = rows_for(table)

    assert text_of(fold.fold(table.to_batches(max_chunksize=size))) == text_of(fold.fold(table.to_batches()))


def test_flat_columns_give_the_state_of_the_same_columns_in_a_table():
    """A DataFrame's state is the profile's own, whatever the types."""
    table = pa.table({"i": [1, 2, None], "f": [0.5, None, 2.0], "s": ["a", "b", "a"], "b": [True, None, False]})
    (batch,) = table.to_batches()
    state = DatasetState(table.column_names)
    state.update(batch)

    assert text_of(rows_for(table).fold([batch])) == dumps(describe(state).to_json())


def test_two_columns_of_one_name_are_refused():
    """A member of a struct may be called as another column is."""
    table = pa.table([pa.array([{"b": 1}]), pa.array([2])], names=["a", "a.b"])

    with pytest.raises(DatasetError, match=r"called a\.b"):
        rows_for(table)


def test_a_position_that_is_called_as_another_column_is_refused_when_it_comes():
    """The length of arrays shows in the rows only."""
    table = pa.table([pa.array([[1]]), pa.array([2])], names=["a", "a.0"])

    with pytest.raises(DatasetError, match=r"called a\.0"):
        rows_for(table).fold(table.to_batches())
