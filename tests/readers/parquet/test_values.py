"""Values of every type come back as they were written, to the profile as to the reader."""

import datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.profile.column import ColumnState

EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001
NEAR = st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2200, 1, 1))  # noqa: DTZ001
SIGNED, UNSIGNED = (pa.int8(), pa.int16(), pa.int32(), pa.int64()), (pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())
TYPES = {
    **{kind: st.integers(-(2 ** (kind.bit_width - 1)), 2 ** (kind.bit_width - 1) - 1) for kind in SIGNED},
    **{kind: st.integers(0, 2**kind.bit_width - 1) for kind in UNSIGNED},
    pa.float16(): st.floats(width=16),
    pa.float32(): st.floats(width=32),
    pa.float64(): st.floats(),
    pa.bool_(): st.booleans(),
    pa.string(): st.text(max_size=5),
    pa.large_string(): st.text(max_size=5),
    pa.binary(): st.binary(max_size=5),
    pa.binary(3): st.binary(min_size=3, max_size=3),
    pa.date32(): st.dates(),
    pa.date64(): st.dates(),
    pa.time32("ms"): st.times().map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000)),
    pa.time64("ns"): st.times(),
    pa.timestamp("ms"): NEAR.map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000)),
    pa.timestamp("us", "Europe/Berlin"): NEAR,
    pa.timestamp("ns"): NEAR,
    pa.duration("s"): st.integers(-(10**9), 10**9).map(lambda seconds: datetime.timedelta(seconds=seconds)),
    pa.duration("ns"): st.integers(-(10**12), 10**12).map(lambda seconds: datetime.timedelta(microseconds=seconds)),
    pa.decimal128(9, 2): st.decimals(-9999999, 9999999, places=2),
    pa.decimal128(38, 10): st.decimals(-(10**20), 10**20, places=10),
    pa.decimal256(50, 3): st.decimals(-(10**20), 10**20, places=3),
    pa.dictionary(pa.int8(), pa.string()): st.sampled_from(["a", "b", "1"]),
}  # fmt: skip


def read_state(state):
    categories = state.categories.counts
    numbers = state.numbers
    return (
        state.types.counts.tolist(),
        (state.types.negative, state.types.whole),
        state.distinct.registers.tobytes(),
        None if categories is None else list(categories.items()),
        repr([level.tolist() for level in numbers.sketch.levels]),
        repr((numbers.moments.sum, numbers.moments.std_dev, numbers.moments.minimum, numbers.moments.maximum)),
    )


def state_of(*batches):
    state = ColumnState()
    for batch in batches:
        state.update(batch)
    return state


@pytest.mark.parametrize("kind", TYPES, ids=str)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_column_of_a_file_is_the_column_that_was_written(parquet, read, kind, data):
    """Of any type, alone, in a struct and as the positions of lists, in row groups of any size: to the bit."""
    rows = data.draw(st.lists(st.one_of(st.none(), TYPES[kind]), min_size=1, max_size=30))
    values = pa.array(rows, kind)
    lists = pa.ListArray.from_arrays(pa.array(range(len(rows) + 1), pa.int32()), values)
    table = pa.table({"a": values, "s": pa.StructArray.from_arrays([values], ["x"]), "l": lists})
    folder = parquet(table, row_group_size=data.draw(st.integers(1, 30)))

    reading = read(folder, split_bytes=data.draw(st.sampled_from([50, 1 << 25])))
    expected = read_state(state_of(values))
    for name in ("a", "s.x", "l.0"):
        assert read_state(state_of(*(batch.column(name) for batch in reading.batches))) == expected


def test_views_of_texts_are_texts(parquet, read):
    """Alone and in lists; Arrow writes only whole ones."""
    views = pa.array(["a", None, "a text that is longer than twelve bytes"], pa.string_view())
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 3]), views)
    assert [row["v"] for row in read(parquet(pa.table({"v": views}))).rows] == views.to_pylist()
    assert read(parquet(pa.table({"l": lists}))).rows == [
        {"l.0": "a", "l.1": None},
        {"l.0": None, "l.1": "a text that is longer than twelve bytes"},
    ]
