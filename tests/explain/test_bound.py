"""Which other threshold would have let a value pass."""

import json
import sys

import pytest

from engine.analysis.evidence import Relation
from engine.explain.bound import effect, holds, passing
from engine.explain.run_explained import explain


@pytest.mark.parametrize(("value", "bound"), [(0.0567, 0.05), (1.5e-20, 1e-20), (5e-324, 5e-324), (0.0, 0.0)])
def test_a_p_value_of_any_size_has_a_threshold_that_it_does_not_fall_below(value, bound):
    """Two decimals where they are not 0, and else so many as the value's first digit needs."""
    assert passing(value, Relation.AT_LEAST, most=1.0) == bound
    assert holds(value, Relation.AT_LEAST, bound)


@pytest.mark.parametrize("value", [1e26, 1e30, sys.float_info.max, -sys.float_info.max])
@pytest.mark.parametrize("relation", Relation)
def test_a_large_metric_is_its_own_threshold(value, relation):
    """A double of that size is a whole number, so there is nothing to round."""
    assert passing(value, relation, least=-sys.float_info.max) == value


def test_a_sentence_says_no_where_the_setting_cannot_be_that_large():
    """A distance lies from 0 to 1, and what is beyond passes by none of its thresholds."""
    assert effect(1.5, Relation.AT_MOST, "threshold", most=1.0) == "No threshold lets this pass."


def test_a_drift_with_a_tiny_p_value_is_told_a_threshold(tmp_path):
    """As its sentence alone tells it, where no statistics are there."""
    violation = {
        "feature_name": "a",
        "constraint_check_type": "baseline_drift_check",
        "description": "Baseline drift p-value: 1.0E-20 falls below threshold: 0.05",
    }
    (tmp_path / "constraint_violations.json").write_text(json.dumps({"violations": [violation]}))
    (one,) = explain(str(tmp_path))
    assert " of 1e-20 this would pass." in one.threshold
