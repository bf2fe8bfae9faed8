"""The mergeable states of a model's quality, through the harness of all such states."""

import zlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mergeable import LAWS, Kind, quick

from engine.job.quality import ModelQuality, ProblemType
from engine.quality.confusion import MOST_LABELS, Confusion
from engine.quality.evaluation import Evaluation, Roles
from engine.quality.measures import Errors
from engine.quality.regression import RegressionSums
from engine.quality.scores import ScoreTable, scores_of

LABELS = ["a", "b", "1", "1.0", "true"]


def read_confusion(state):
    return None if state.counts is None else sorted(map(repr, state.counts.items()))


def read_scores(state):
    """Also how many bits were dropped, which the scores alone decide."""
    tables = {label: (each.keys.tolist(), each.counts.tolist()) for label, each in state.tables().items()}
    return state.dropped, state.given_up, sorted(tables.items())


def read_measures(measures):
    if hasattr(measures, "sums"):
        return repr(measures.sums.read())
    return measures.rows, read_confusion(measures.confusion), read_scores(measures.scores)


def read_evaluation(state):
    segments = (
        None if state.segments is None else sorted((repr(k), read_measures(v)) for k, v in state.segments.items())
    )
    return (
        (state.records, state.unlabelled, state.unanswered, state.wrong, segments),
        read_measures(state.measures),
    )


def sums_agree(one, other, rows):
    """Counts are equal; sums are within 1e-9 of the size of the values that they are of."""
    size = max(1.0, *(np.abs(column).max() for column in rows.T)) if len(rows) else 1.0
    powers = np.array([1, 1, 2, 4, 1, 1, 2, 1, 2, 3, 4, 3, 4], dtype=float)
    assert one.rows == other.rows
    assert one.read()[4] == other.read()[4]
    difference = np.abs(np.array(one.read()) - np.array(other.read()))
    assert (difference <= 1e-9 * max(1, len(rows)) * (2 * size) ** powers).all()


def errors(seed, size):
    """Return rows of truths, of which some are 0, and of predictions near them."""
    numbers = np.random.default_rng(seed)
    truths = numbers.normal(50, 20, size).round(0) * (numbers.random(size) < 0.8)
    return np.stack([truths, truths + numbers.normal(0, 3, size)], axis=1)


def classified(seed, size, decimals):
    numbers = np.random.default_rng(seed)
    words = [*LABELS, None, "", "n/a"]
    columns = [
        pa.array([words[place] for place in numbers.integers(0, len(words), size)], pa.string()) for _ in range(2)
    ]
    scores = numbers.random(size).round(decimals)
    texts = pa.array(
        [None if score > 0.9 else "?" if score > 0.895 else repr(score) for score in scores.tolist()], pa.string()
    )
    return pa.RecordBatch.from_arrays(
        [columns[0], columns[1], texts, columns[1]], ["truth", "answer", "score", "segment"]
    )


def scores_in(batch):
    """Return a score for each row, of both signs."""
    return np.array(
        [zlib.crc32((text or "").encode()) % 1000 / 7 - 60 for text in batch["score"].to_pylist()], dtype=float
    )


seeds, sizes = st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2, 40, 300, 1500])
rows_of_errors = st.builds(errors, seeds, sizes)
rows_of_classes = st.builds(classified, seeds, sizes, st.integers(0, 12))
REGRESSION, BINARY = ModelQuality(ProblemType.REGRESSION), ModelQuality(ProblemType.BINARY)

KINDS = {
    "errors": Kind(
        rows_of_errors,
        RegressionSums,
        lambda state, rows: state.update(rows[:, 0].copy(), rows[:, 1].copy()),
        lambda state: repr(state.read()),
        sums_agree,
    ),
    "confusion": Kind(
        rows_of_classes,
        Confusion,
        lambda state, batch: state.update(batch["truth"].fill_null("x"), batch["answer"].fill_null("x")),
        read_confusion,
    ),
    "many labels": Kind(
        st.integers(MOST_LABELS - 5, MOST_LABELS + 5).map(
            lambda size: pa.RecordBatch.from_arrays([pa.array([f"l{place}" for place in range(size)])], ["truth"])
        ),
        Confusion,
        lambda state, batch: state.update(batch["truth"], batch["truth"]),
        read_confusion,
    ),
    "few scores": Kind(
        rows_of_classes,
        lambda: ScoreTable(50),
        lambda state, batch: state.update(scores_in(batch), batch["truth"].fill_null("x")),
        read_scores,
    ),
    "classification": Kind(
        rows_of_classes, lambda: Evaluation(BINARY, Roles(0, 1, (2,), segment=3)), Evaluation.update, read_evaluation
    ),
    "threshold": Kind(
        rows_of_classes, lambda: Evaluation(BINARY, Roles(0, None, (2,))), Evaluation.update, read_evaluation
    ),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("law", LAWS)
@quick
@given(data=st.data())
def test_every_law_holds_for_every_state(kind, law, data):
    """In batches, split and merged, and joined with an empty one: the laws are those of tests/mergeable.py."""
    law(kind, data)


@pytest.mark.parametrize(
    ("label", "listed", "score"),
    [
        (None, "[0.2, 0.8]", 0.8),
        ("0", "[0.2, 0.8]", 0.2),
        ("False", "[0.2, 0.8]", 0.2),
        ("true", "[0.2, 0.8]", 0.8),
        ("0.0", "[0.2, 0.8]", 0.2),
        ("cat", '{"dog": 0.3, "cat": 0.7}', 0.7),
        ("cat", "[0.2, 0.8]", 0.8),
    ],
)
def test_the_probability_in_a_list_is_the_positive_labels(label, listed, score):
    """By its name or its place, of which true is the second; the last one's where the list does not have the label."""
    state = Evaluation(ModelQuality(ProblemType.BINARY, positive_label=label), Roles(0, None, (1,)))
    state.update(pa.RecordBatch.from_pydict({"y": ["x"], "p": [listed]}))
    assert scores_of(state.measures.scores.tables()["x"].keys, 0).tolist() == [score]


def test_errors_of_a_segment_are_those_of_its_rows():
    """Rows are told apart by the segment's column, and a row without one is a segment of its own."""
    batch = pa.RecordBatch.from_pydict(
        {"y": ["1", "2", "3", "4"], "p": ["1", "3", "3", "8"], "where": ["north", None, "north", ""]}
    )
    state = Evaluation(REGRESSION, Roles(0, 1, segment=2))
    state.update(batch)

    assert state.measures.rows == 4
    assert {name: measures.rows for name, measures in state.segments.items()} == {"north": 2, None: 2}
    assert state.segments[None].sums.absolute == 1 + 4


def test_rows_chosen_are_those_of_both_columns():
    """A mask chooses truths and predictions alike."""
    rows = Errors(np.array([1.0, 2.0]), np.array([3.0, 4.0])).chosen(np.array([False, True]))
    assert (rows.truths.tolist(), rows.predictions.tolist()) == ([2.0], [4.0])
