"""Texts that are folded where they stand in a block: the same states come of them as of Arrow's columns."""

import pickle
import tracemalloc

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mergeable import quick
from states import fields_of, read_dataset

from engine.profile import open_columns
from engine.profile.kll import KllSketch
from engine.profile.state import DatasetState

KNOWN = frozenset({"a", "1", "é", "v7"})
HARD = ("0." + "1" * 30, "-" + "9" * 25, "+12345678901234567890.50", "9007199254740993" + "0" * 8 + "1e-8")
LONG = "x" * 40_000


def table(rows: list[str | None]) -> pa.RecordBatch:
    texts = pa.array([row or None for row in rows], pa.string())
    return pa.RecordBatch.from_arrays([texts, texts.take(pa.array(range(len(rows))[::-1], pa.int64()))], ["a", "b"])


numbers = st.one_of(st.integers().map(str), st.floats(allow_nan=False).map(repr), st.sampled_from(HARD))
any_text = st.one_of(
    numbers, st.sampled_from(["a", "true", "- 5", " 5", "é", "1e999", LONG]), st.text(max_size=9), st.none()
)
tables = st.one_of(
    st.lists(any_text, max_size=40),
    st.lists(numbers, max_size=40),
    st.integers(250, 600).map(lambda size: [f"v{place % 300}" for place in range(size)]),
).map(table)


@quick
@given(st.lists(st.tuples(tables, st.booleans()), max_size=4))
def test_the_state_is_that_of_arrow_columns(batches):
    """Whichever of the two takes which batch, and also after a journey between two batches."""
    ours, theirs = DatasetState("ab", {"b": KNOWN}), DatasetState("ab", {"b": KNOWN})
    for batch, stands in batches:
        theirs.update(batch)
        if stands:
            ours.update_fields(fields_of(batch))
        else:
            ours = pickle.loads(pickle.dumps(ours))
            ours.update(batch)
    assert read_dataset(ours) == read_dataset(theirs)


@pytest.mark.parametrize("columns", [1, 3, 300])
def test_compiled_code_is_called_as_often_whatever_the_number_of_columns(monkeypatch, columns):
    """Once a batch to read the texts, and once to fold their numbers."""
    calls = []
    for name in ("fold_fields", "fold_numbers"):
        kernel = getattr(open_columns, name)
        monkeypatch.setattr(
            open_columns, name, lambda *given, name=name, kernel=kernel: calls.append(name) or kernel(*given)
        )
    texts = pa.array(["1.5", "x", None, "7"])
    batch = pa.RecordBatch.from_arrays([texts] * columns, [str(place) for place in range(columns)])
    state = DatasetState(batch.schema.names)
    for _ in range(5):
        state.update_fields(fields_of(batch))
    assert calls == ["fold_fields", "fold_numbers"] * 5
    assert state.columns[-1].types.counts.sum() == 20


def test_numbers_of_several_batches_are_sketched_together(monkeypatch):
    """A sketch costs each batch some time: batches of few rows wait for others, whatever their sizes, and nothing is lost."""
    calls, update = [], KllSketch.update
    ours, theirs = DatasetState("ab"), DatasetState("ab")
    batches = [
        table([f"{row}.5" if row % 7 else HARD[row % 4] for row in range(size, 3 * size)])
        for size in (*range(150, 200), 3_000)
    ]
    for batch in batches:
        theirs.update(batch)
    monkeypatch.setattr(KllSketch, "update", lambda sketch, values: calls.append(len(values)) or update(sketch, values))
    for batch in batches:
        ours.update_fields(fields_of(batch))
    assert read_dataset(ours) == read_dataset(theirs)
    assert len(calls) < len(batches) // 2


def test_fields_of_another_number_of_columns_are_refused():
    """Nothing says which of them would be which."""
    with pytest.raises(ValueError, match="not one column of fields for each name"):
        DatasetState("abc").update_fields(fields_of(table(["1"])))


def test_a_state_without_columns_counts_records():
    """As one that takes batches does."""
    state = DatasetState(())
    state.update_fields(fields_of(table(["1", "2"]).select([])))
    assert (state.records, state.columns) == (2, ())


def test_settling_takes_little_room_beside_the_state():
    """A wide table of categories is not there twice, as bytes and as texts."""
    names = [str(place) for place in range(100)]
    texts = [pa.array([f"category {row % 200} of column {name}" for row in range(400)]) for name in names]
    fields, state = fields_of(pa.RecordBatch.from_arrays(texts, names)), DatasetState(names)
    state.update_fields(fields)  # compiled code is loaded by now
    state = DatasetState(names)
    tracemalloc.start()
    try:
        state.update_fields(fields)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        assert len(state.columns) == 100
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1.25 * held
