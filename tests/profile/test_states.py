"""The mergeable states of a profile, through the harness of all such states."""

import pickle

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mergeable import LAWS, Kind, quick
from states import (
    fields_of,
    read_categories,
    read_column,
    read_column_but_numbers,
    read_dataset,
    read_moments,
    read_numbers,
    read_sketch,
    read_types,
)

from engine.analysis.data_quality.buckets import weighted_items
from engine.profile.categories import Categories
from engine.profile.cells import ColumnScan, scan
from engine.profile.column import ColumnState, Numbers
from engine.profile.distinct.count import DistinctCount
from engine.profile.kll import KllSketch
from engine.profile.membership import Membership
from engine.profile.moments import Moments
from engine.profile.state import DatasetState
from engine.profile.typed.plain import plain
from engine.profile.typed.present import TypedValues

KNOWN = frozenset({"a", "b", "true", "1", "é", "v7"})
ODD_TEXTS = [
    "",
    " ",
    "-",
    "+",
    ".",
    "e",
    "- 5",
    " 5",
    "+5",
    "-0",
    "0.0",
    "1e999",
    "-1e999",
    "NaN",
    "true",
    "false",
    "é",
    "a",
]


def scanned(texts: pa.StringArray, registers: np.ndarray | None = None) -> ColumnScan:
    """Return what one scan finds in *texts*."""
    into = np.zeros(512, dtype=np.uint8) if registers is None else registers
    return scan(texts, type_counts=np.zeros(5, dtype=np.int64), registers=into, count_categories=True)


def moments_agree(one: Moments, other: Moments, values: np.ndarray) -> None:
    """Counts and extremes are equal; sum and spread are within 1e-9 of the size of the values."""
    assert (one.count, one.minimum, one.maximum) == (other.count, other.minimum, other.maximum)
    if len(values):
        assert one.sum == pytest.approx(other.sum, rel=0, abs=1e-9 * np.abs(values).sum(), nan_ok=True)
        assert one.std_dev == pytest.approx(other.std_dev, rel=0, abs=1e-9 * np.abs(values).max(), nan_ok=True)


def sketch_agrees(one: KllSketch, other: KllSketch, values: np.ndarray) -> None:
    """Both weigh as much as there are values, and no rank is off by more than 1 %."""
    for sketch in (one, other):
        items, weights = weighted_items(sketch.levels)
        ranks = np.append(0, np.cumsum(weights))[np.searchsorted(items, values, "right")]
        assert weights.sum() == len(values)
        assert np.abs(ranks - np.searchsorted(np.sort(values), values, "right")).max(initial=0) <= 0.01 * len(values)


def numbers_agree(one: Numbers, other: Numbers, values: np.ndarray) -> None:
    moments_agree(one.moments, other.moments, values)
    sketch_agrees(one.sketch, other.sketch, values)


def columns_agree(one: ColumnState, other: ColumnState, values: pa.Array) -> None:
    """Everything that is counted is equal."""
    assert read_column_but_numbers(one) == read_column_but_numbers(other)
    column = plain(values)
    typed = not pa.types.is_string(column.type)
    numbers_agree(one.numbers, other.numbers, TypedValues.of(column).numbers() if typed else scanned(column).numbers)


def datasets_agree(one: DatasetState, other: DatasetState, batch: pa.RecordBatch) -> None:
    assert one.records == other.records
    for ours, theirs, texts in zip(one.columns, other.columns, batch.columns, strict=True):
        columns_agree(ours, theirs, texts)


def generated(seed: int, size: int, decimals: int) -> np.ndarray:
    """Return *size* numbers, with zeros of both signs and, for few *decimals*, many equal ones."""
    return np.random.default_rng(seed).normal(0, 3, size).round(decimals)


seeds, sizes = st.integers(0, 2**32 - 1), st.sampled_from([300, 2049, 2050, 2051, 2052, 5000, 20_000])
finite = st.floats(-1e150, 1e150)
numbers = st.one_of(
    st.lists(finite, max_size=40).map(lambda values: np.array(values, dtype=np.float64)),
    st.lists(st.sampled_from([0.0, -0.0, 0.1, 1e9, 5e-324, float("inf")]), max_size=10).map(np.array).map(np.float64),
    st.builds(generated, seeds, sizes, st.integers(0, 12)),
)
number_texts = st.one_of(st.integers().map(str), st.decimals(-1000, 1000, places=3).map(str), finite.map(repr))
any_text = st.one_of(number_texts, st.sampled_from(ODD_TEXTS), st.text(max_size=40), st.none())
texts = st.one_of(
    st.lists(st.one_of(number_texts, st.none()), max_size=40),
    st.lists(any_text, max_size=40),
    st.lists(st.sampled_from(["a", "b", "c", "true", "1", None]), max_size=40),
    st.integers(250, 600).map(lambda size: [f"v{place % 300}" for place in range(size)]),
    st.builds(generated, seeds, st.just(5000), st.integers(0, 5)).map(
        lambda values: [str(value) for value in values.tolist()]
    ),
).map(lambda rows: pa.array(rows, pa.string()))
tables = texts.map(
    lambda column: pa.RecordBatch.from_arrays(
        [column, column.take(pa.array(range(len(column))[::-1], pa.int64()))], ["a", "b"]
    )
)


def without_empty_texts(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return *batch* with null for them, as a reader has it that cannot tell them apart."""
    return pa.RecordBatch.from_arrays(
        [pc.if_else(pc.equal(each, ""), None, each) for each in batch.columns], ["a", "b"]
    )


typed = st.one_of(
    st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.none()), max_size=40).map(
        lambda rows: pa.array(rows, pa.int64())
    ),
    st.integers(250, 600).map(lambda size: pa.array([place % 300 for place in range(size)], pa.uint16())),
    st.lists(
        st.one_of(finite, st.sampled_from([0.0, -0.0, 7.0, float("nan"), float("inf")]), st.none()), max_size=40
    ).map(lambda rows: pa.array(rows, pa.float64())),
    st.builds(generated, seeds, st.just(5000), st.integers(0, 5)).map(pa.array),
    st.lists(st.one_of(st.decimals(-1000, 1000, places=3), st.none()), max_size=40).map(
        lambda rows: pa.array(rows, pa.decimal128(30, 3))
    ),
    st.lists(st.one_of(st.booleans(), st.none()), max_size=40).map(lambda rows: pa.array(rows, pa.bool_())),
    st.lists(st.one_of(st.dates(), st.none()), max_size=40).map(lambda rows: pa.array(rows, pa.date32())),
    st.lists(st.datetimes(), max_size=40).map(lambda rows: pa.array(rows, pa.timestamp("us"))),
    st.lists(st.sampled_from(["a", "1", "x", None]), max_size=40).map(
        lambda rows: pa.array(rows, pa.string()).dictionary_encode()
    ),
    st.integers(0, 9).map(pa.nulls),
)

KINDS = {
    "types": Kind(texts, ColumnState, ColumnState.update, lambda column: read_types(column.types)),
    "moments": Kind(numbers, Moments, Moments.update, read_moments, moments_agree),
    "sketch": Kind(numbers, KllSketch, KllSketch.update, read_sketch, sketch_agrees),
    "numbers": Kind(numbers, Numbers, Numbers.update, read_numbers, numbers_agree),
    "distinct": Kind(
        texts,
        DistinctCount,
        lambda state, part: scanned(part, state.registers),
        lambda state: state.registers.tobytes(),
    ),
    "categories": Kind(texts, Categories, lambda state, part: state.update(scanned(part).categories), read_categories),
    "members": Kind(
        texts,
        lambda: Membership(KNOWN),
        lambda state, part: state.update(part, scanned(part).categories),
        lambda state: state.count,
    ),
    "column": Kind(texts, lambda: ColumnState(KNOWN), ColumnState.update, read_column, columns_agree),
    "typed column": Kind(typed, lambda: ColumnState(KNOWN), ColumnState.update, read_column, columns_agree),
    "fields": Kind(
        tables.map(without_empty_texts),
        lambda: DatasetState("ab", {"b": KNOWN}),
        lambda state, batch: state.update_fields(fields_of(batch)),
        read_dataset,
        datasets_agree,
    ),
    "dataset": Kind(
        tables, lambda: DatasetState("ab", {"b": KNOWN}), DatasetState.update, read_dataset, datasets_agree
    ),
}

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@every_kind
@pytest.mark.parametrize("law", LAWS)
@quick
@given(data=st.data())
def test_every_law_holds_for_every_state(kind, law, data):
    """In batches, split and merged, and joined with an empty one: the laws are those of tests/mergeable.py."""
    law(kind, data)


def test_a_state_that_has_travelled_goes_on_as_if_it_had_stayed():
    """Also in the turns of its sketches' levels, and with columns of every kind, of which some have seen nothing."""
    generator = np.random.default_rng(3)
    columns = [
        pa.array(generator.normal(size=9000).round(3).astype(str)),
        pa.array(generator.integers(-5, 5, 9000)),
        pa.array(["a", "b", None] * 3000),
        pa.nulls(9000),
    ]
    batch = pa.RecordBatch.from_arrays(columns, list("abcd"))
    states = [DatasetState("abcd", {"c": KNOWN}) for _ in range(3)]
    for state in states:
        state.update(batch)
    stayed, joined, following = states
    travelled = pickle.loads(pickle.dumps(stayed))
    for state, other in ((travelled, joined), (stayed, following)):
        state.update(batch)
        state.merge(pickle.loads(pickle.dumps(other)))
        state.update(batch)
    assert read_dataset(travelled) == read_dataset(stayed)
    assert pickle.loads(pickle.dumps(DatasetState(()))).columns == ()
