"""Shares that are too small, columns that are not there, and a model's metrics: the numbers, and what would pass."""

import json
from pathlib import Path

import pytest
from profiles import promised

from engine.explain.run_explained import explain


def only(explained):
    """Return the one explanation that there is, and its numbers by what they are."""
    (one,) = explained
    return one, dict(one.numbers)


def test_values_that_the_baseline_does_not_know_are_named(written):
    """With their rows' share, the most frequent first."""
    baseline = promised('{"name": "a", "inferred_type": "String", "string_constraints": {"domains": ["x"]}}')
    folders = written({"a": ["x"] * 96 + ["y"] * 3 + ["z"]}, baseline=baseline)
    one, numbers = only(explain(folders[0], baseline=folders[1]))
    assert numbers["now"] == "4 of 100 values are not among the known ones"
    assert [(share.place, share.now) for share in one.where.shares] == [("y", 0.03), ("z", 0.01)]
    assert one.threshold == "With a domain_content_threshold of 0.96 this would pass."


@pytest.mark.parametrize(
    "other", ['{"name": "b", "inferred_type": "String"}', '{"name": "a", "inferred_type": "String"}']
)
def test_a_baseline_without_the_categories_is_not_the_one_of_the_run(other, written):
    """It has no such feature, or promises no categories of it: that is said, and not that the run has too many values."""
    known = '{"name": "a", "inferred_type": "String", "string_constraints": {"domains": ["x"]}}'
    now = {"a": ["x"] * 96 + ["y"] * 4}
    run, folder = written(now, baseline=promised(known))
    (Path(folder) / "constraints.json").write_text(f'{{"features": [{other}]}}')
    one, _ = only(explain(run, baseline=folder))
    assert one.notes == ("The baseline has no categories of this feature: is it the one that the run was judged by?",)


def test_missing_values_are_counted(written):
    """97.85 % are there, so a completeness of 0.97 would do."""
    baseline = promised('{"name": "a", "inferred_type": "Integral", "completeness": 1.0}')
    folders = written({"a": ["1"] * 91 + [None] * 2}, baseline=baseline)
    one, numbers = only(explain(folders[0], baseline=folders[1]))
    assert numbers["now"] == "2 of 93 records are without a value"
    assert one.threshold == "With a completeness of the feature in constraints.json of 0.97 this would pass."


def test_values_of_another_type_are_counted(written):
    """Which ones they are, the documents do not tell."""
    folders = written({"a": ["1"] * 97 + ["x"] * 3}, baseline=promised('{"name": "a", "inferred_type": "Integral"}'))
    one, numbers = only(explain(folders[0], baseline=folders[1]))
    assert (numbers["type now"], numbers["now"]) == ("String", "3 of 100 values are of another type")
    assert one.threshold == "With a datatype_check_threshold of 0.97 this would pass."
    assert "rows alone" in one.notes[0]


def test_negative_values_are_counted(written):
    """There is no threshold to change."""
    baseline = promised('{"name": "a", "inferred_type": "Integral", "num_constraints": {"is_non_negative": true}}')
    folders = written({"a": ["-7", "1", "2"]}, baseline=baseline)
    one, numbers = only(explain(folders[0], baseline=folders[1]))
    assert (numbers["least value"], numbers["now"]) == ("-7", "1 of 3 values are below 0")
    assert one.threshold.startswith("It has no threshold")


def test_columns_of_one_side_are_named(written):
    """A renamed column is on both sides."""
    baseline = promised('{"name": "a", "inferred_type": "Integral"}, {"name": "b", "inferred_type": "Integral"}')
    folders = written({"a": ["1"], "c": ["1"]}, baseline=baseline)
    explained = explain(folders[0], baseline=folders[1])
    assert [each.check for each in explained] == ["missing_column_check", "extra_column_check"]
    assert dict(explained[0].numbers)["only in the baseline"] == "b"
    assert dict(explained[1].numbers)["only now"] == "c"


@pytest.mark.parametrize(
    ("metric", "check", "sentence", "passes"),
    [
        ("auc", "LessThanThreshold", "Metric auc with 0.5127 +/- 0.007 was LessThanThreshold '0.9395'", "0.51"),
        ("mae", "GreaterThanThreshold", "Metric mae with 48.736 was GreaterThanThreshold '38.295'", "48.74"),
        ("mse", "GreaterThanThreshold", "Metric mse with 1.0E30 was GreaterThanThreshold '1.0'", "1e+30"),
        ("r2", "LessThanThreshold", "Metric r2 with -0.256 was LessThanThreshold '0.5'", "-0.26"),
    ],
)
def test_a_metric_of_a_model(metric, check, sentence, passes, tmp_path):
    """As the official container words it; the sentence alone tells the numbers where no statistics are there."""
    violation = {"constraint_check_type": check, "description": sentence, "metric_name": metric}
    (tmp_path / "constraint_violations.json").write_text(json.dumps({"violations": [violation]}))
    one, numbers = only(explain(str(tmp_path)))
    assert one.threshold == f"With a threshold in constraints.json of {passes} this would pass."
    assert numbers["threshold"] in sentence


def test_a_sentence_of_an_older_container_is_left_as_it_is(tmp_path):
    """It has one number, and of what nobody says."""
    violation = {
        "feature_name": "a",
        "constraint_check_type": "categorical_values_check",
        "description": "Value: 0.009009009009009009 does not meet the constraint requirement! ",
    }
    (tmp_path / "constraint_violations.json").write_text(json.dumps({"violations": [violation]}))
    one, numbers = only(explain(str(tmp_path)))
    assert (numbers, one.threshold) == ({}, "")
