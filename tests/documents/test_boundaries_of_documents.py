"""Whatever a baseline's document is, it is read or a sentence says what is wrong with it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.documents.baseline import read_baseline
from engine.errors import EngineError
from engine.job.definition import BaselinePaths

ANY = st.text(st.characters(), max_size=8)
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), "NaN", "Infinity", 1e308])
KEYS_IN_JSON = """
name inferred_type completeness num_constraints is_non_negative string_constraints domains
monitoring_config distribution_constraints comparison_threshold comparison_method evaluate_constraints
numerical_statistics string_statistics common num_present num_missing mean sum std_dev min max
distribution kll buckets sketch parameters data c k categorical value count distinct_count lower_bound
upper_bound dataset item_count features version
"""
KEYS = st.sampled_from(KEYS_IN_JSON.split())
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | ANY | st.sampled_from(["Integral", "String", "Enabled", "Robust"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | ANY, inner, max_size=5),
    max_leaves=20,
)
COUNTS = {"num_present": NUMBERS, "num_missing": NUMBERS}
NUMERICAL = st.fixed_dictionaries(
    {"common": st.fixed_dictionaries(COUNTS), **dict.fromkeys(("mean", "sum", "std_dev", "min", "max"), NUMBERS)},
    optional={"distribution": VALUES},
)
FEATURES = st.fixed_dictionaries(
    {"name": ANY, "inferred_type": st.sampled_from(["Integral", "Fractional", "String", "Unknown"])},
    optional={"completeness": NUMBERS, "numerical_statistics": NUMERICAL, "string_constraints": VALUES},
)
DOCUMENTS = st.fixed_dictionaries(
    {"features": st.lists(FEATURES, max_size=3) | VALUES},
    optional={
        "version": NUMBERS,
        "dataset": st.fixed_dictionaries({"item_count": NUMBERS}),
        "monitoring_config": VALUES,
    },
)
TEXTS = st.one_of(
    st.binary(max_size=30),
    VALUES.map(lambda value: json.dumps(value).encode()),
    DOCUMENTS.map(lambda value: json.dumps(value).encode()),
    st.integers(1, 20_000).map(lambda depth: b'{"features":' + b"[" * depth),
    st.integers(1, 20_000).map(lambda digits: b'{"version":' + b"1" * digits + b"}"),
)


def _read(content, kind):
    told = ""
    with TemporaryDirectory() as folder:
        Path(folder, "document.json").write_bytes(content)
        try:
            read_baseline(BaselinePaths(**{kind: str(Path(folder, "document.json"))}))
        except EngineError as error:
            told = str(error)
    told.encode()
    assert len(told.splitlines()) <= 1


@pytest.mark.parametrize("kind", ["statistics", "constraints"])
def test_a_document_is_read_or_a_sentence_says_what_is_wrong(kind):
    """A fixed number of tries, the same ones each time."""
    settings(max_examples=300, derandomize=True, deadline=None)(given(TEXTS)(lambda content: _read(content, kind)))()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["statistics", "constraints"])
def test_many_documents_are_read_or_a_sentence_says_what_is_wrong(kind):
    """Other ones each time."""
    settings(max_examples=20_000, deadline=None)(given(TEXTS)(lambda content: _read(content, kind)))()
