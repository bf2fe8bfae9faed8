"""Rows as they may come: one class alone, labels nobody has seen, ties, many scores."""

import math

import numpy as np
import pytest
from analysis.model_quality.measured import BINARY, MULTICLASS, REGRESSION, binary_rows, measured, values

from engine.job.semantics import Semantics
from engine.quality.scores import MOST_SCORES

CURVES = ("receiver_operating_characteristic_curve", "precision_recall_curve", "auc", "au_prc")


def test_without_a_positive_row_what_is_about_them_has_no_value():
    """No recall, no area and no F-score: absent, and neither 0 nor 0.5."""
    found = measured(BINARY, [0, 0, 0], [0, 1, 0], [0.1, 0.7, 0.2])

    assert [name for name in found if "best_constant" not in name] == [
        "confusion_matrix",
        "precision",
        "accuracy",
        "true_negative_rate",
        "false_positive_rate",
        "brier_score",
        "expected_calibration_error",
    ]


def test_without_a_negative_row_what_is_about_them_has_no_value():
    """No rate of false positives, and no area."""
    found = measured(BINARY, [1, 1], [0, 1], [0.1, 0.7])

    assert not {"true_negative_rate", "false_positive_rate", *CURVES} & set(found)
    assert values(found)["recall"] == 0.5


def test_without_a_probability_there_are_no_curves():
    """And no calibration."""
    found = measured(BINARY, [0, 1], [0, 1])
    assert not {*CURVES, "brier_score", "expected_calibration_error"} & set(found)


def test_scores_that_are_no_probabilities_have_areas_and_no_calibration():
    """Such as margins or log-odds."""
    found = measured(BINARY, [0, 1, 1], [0, 1, 1], [-3, 0.5, 7])
    assert values(found)["auc"] == 1.0
    assert "brier_score" not in found


def test_a_probability_at_the_threshold_is_positive():
    """Where the answer itself is not there; 0.5 is the threshold that nobody has said."""
    rows = [0, 1, 1], None, [0.2, 0.5, 0.7]
    assert values(measured(BINARY, *rows))["recall"] == 1.0
    assert values(measured(BINARY, *rows, threshold=0.7))["recall"] == 0.5
    assert values(measured(BINARY, *rows, threshold=0.71))["recall"] == 0.0


def test_labels_in_other_spellings_are_the_same_answers():
    """1 and 1.0, true and 1."""
    assert values(measured(BINARY, ["1", "0", "1"], ["1.0", "0.0", "0"]))["accuracy"] == pytest.approx(2 / 3)
    assert values(measured(BINARY, ["1", "0"], ["true", "false"]))["accuracy"] == 1.0


def test_the_positive_label_may_be_named():
    """As it is spelled anywhere; all other labels are negative then."""
    found = values(measured(BINARY, ["ham", "spam", "junk"], ["ham", "spam", "spam"], positive_label="ham"))
    assert (found["recall"], found["false_positive_rate"]) == (1.0, 0.0)
    assert values(measured(BINARY, ["1.0", "0.0"], ["0.0", "0.0"], positive_label="0"))["recall"] == 1.0


def test_a_label_that_was_never_true_is_in_the_matrix():
    """An unseen answer is a wrong one."""
    found = measured(MULTICLASS, ["a", "a", "b"], ["a", "new", "b"])
    assert dict(dict(found["confusion_matrix"].counts)["a"]) == {"a": 1, "b": 0, "new": 1}
    assert values(found)["accuracy"] == pytest.approx(2 / 3)


def test_the_likeliest_class_is_the_answer_where_there_are_only_probabilities():
    """A list in a cell; its places are the labels from 0."""
    found = measured(MULTICLASS, [1, 0, 2], None, ["[0.1, 0.8, 0.1]", "[0.6, 0.2, 0.2]", "[0.5, 0.3, 0.2]"])
    assert values(found)["accuracy"] == pytest.approx(2 / 3)


def test_the_best_constant_is_the_most_frequent_label_and_was_the_most_frequent_answer():
    """92 zeros and 109 ones, answered by 107 zeros and 94 ones, were seen with an accuracy of 92/201."""
    truths = [0] * 92 + [1] * 109
    answers = [0] * 107 + [1] * 94
    observed = values(measured(BINARY, truths, answers, semantics=Semantics.OBSERVED))
    corrected = values(measured(BINARY, truths, answers))

    assert observed["accuracy_best_constant_classifier"] == 92 / 201
    assert observed["recall_best_constant_classifier"] == 0.0
    assert corrected["accuracy_best_constant_classifier"] == 109 / 201
    assert corrected["recall_best_constant_classifier"] == 1.0


def test_truths_that_are_one_number_have_no_r2():
    """There is no spread that could be explained."""
    assert set(measured(REGRESSION, [5, 5], [4, 6])) == {"mae", "mse", "rmse"}


def test_more_scores_than_are_told_apart_change_the_area_little():
    """All but the first digits of a score are dropped then: less than 0.0001 of the area."""
    truths, answers, scores = binary_rows(1, 3 * MOST_SCORES)
    found = values(measured(BINARY, truths, answers, map(repr, scores.tolist())))

    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    positives = truths.sum()
    exact = (ranks[truths == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(truths) - positives))
    assert found["auc"] == pytest.approx(exact, abs=1e-4)
    assert found["brier_score"] == pytest.approx(float(((scores - truths) ** 2).mean()), abs=1e-4)


@pytest.mark.parametrize(("rows", "known"), [(199, False), (200, True)])
def test_below_200_rows_there_is_no_deviation(rows, known):
    """As officially; there is no interval then either."""
    found = measured(BINARY, [0, 1] * (rows // 2) + [1] * (rows % 2), [0, 1] * (rows // 2) + [0] * (rows % 2))
    assert math.isnan(found["accuracy"].deviation) is not known
    assert (found["accuracy"].interval is not None) is known


def test_the_calibration_error_is_the_gap_in_each_bin():
    """Ten bins: 0.15 and 0.12 are in one, where one of two is positive; 0.9 is in the last, and so is 1.0."""
    found = values(measured(BINARY, [0, 1, 1, 0], [0, 0, 1, 1], [0.15, 0.12, 0.9, 1.0]))
    expected = (abs(1 - 0.27) + abs(1 - 1.9)) / 4
    assert found["expected_calibration_error"] == pytest.approx(expected)
    assert found["brier_score"] == pytest.approx((0.15**2 + 0.88**2 + 0.1**2 + 1) / 4)
