"""Metrics are those of scikit-learn, on the same rows."""

import numpy as np
import pytest
from analysis.model_quality.measured import BINARY, MULTICLASS, REGRESSION, binary_rows, measured, values
from sklearn import metrics as sk

CLASSES = np.array(["anger", "fear", "joy", "love", "sadness"])


@pytest.mark.parametrize(("size", "decimals"), [(300, 12), (2000, 2), (7, 12)])
def test_a_binary_classification(size, decimals):
    """Counts, rates, F-scores, areas and the Brier score, with and without equal scores."""
    truths, answers, scores = binary_rows(size, size, decimals=decimals)
    found = values(measured(BINARY, truths, answers, scores))

    recalls, precisions = _pr_points(truths, scores)
    expected = {
        "recall": sk.recall_score(truths, answers),
        "precision": sk.precision_score(truths, answers, zero_division=0),
        "accuracy": sk.accuracy_score(truths, answers),
        "true_positive_rate": sk.recall_score(truths, answers),
        "true_negative_rate": sk.recall_score(truths, answers, pos_label=0),
        "false_positive_rate": 1 - sk.recall_score(truths, answers, pos_label=0),
        "false_negative_rate": 1 - sk.recall_score(truths, answers),
        "auc": sk.roc_auc_score(truths, scores),
        "au_prc": sk.auc(recalls, precisions),
        **{name: sk.fbeta_score(truths, answers, beta=beta) for name, beta in (("f0_5", 0.5), ("f1", 1), ("f2", 2))},
        "brier_score": sk.brier_score_loss(truths, scores),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)


def _pr_points(truths, scores):
    """Return scikit-learn's curve up to where it first has all positives, and on to the last score, as Spark has it."""
    precisions, recalls, _ = sk.precision_recall_curve(truths, scores)
    return [0.0, *recalls[-2::-1]], [precisions[-2], *precisions[-2::-1]]


def test_a_classification_of_several_classes():
    """Also one that is never answered, and one that is never true."""
    numbers = np.random.default_rng(7)
    truths, answers = CLASSES[numbers.integers(0, 4, 500)], CLASSES[numbers.integers(1, 5, 500)]
    found = values(measured(MULTICLASS, truths, answers))

    weighted = {"average": "weighted", "zero_division": 0}
    assert found["accuracy"] == sk.accuracy_score(truths, answers)
    assert found["weighted_recall"] == pytest.approx(sk.recall_score(truths, answers, **weighted))
    assert found["weighted_precision"] == pytest.approx(sk.precision_score(truths, answers, **weighted))
    for name, beta in (("f0_5", 0.5), ("f1", 1), ("f2", 2)):
        assert found[f"weighted_{name}"] == pytest.approx(sk.fbeta_score(truths, answers, beta=beta, **weighted))


def test_a_regression():
    """Far from 0, where sums of squares would lose the spread."""
    numbers = np.random.default_rng(3)
    truths = numbers.normal(1e6, 1, 1000)
    answers = truths + numbers.normal(0, 0.5, 1000)
    found = values(measured(REGRESSION, map(repr, truths.tolist()), map(repr, answers.tolist())))

    assert found == pytest.approx(
        {
            "mae": sk.mean_absolute_error(truths, answers),
            "mse": sk.mean_squared_error(truths, answers),
            "rmse": sk.root_mean_squared_error(truths, answers),
            "r2": sk.r2_score(truths, answers),
        },
        rel=1e-9,
    )


def test_the_confusion_matrix():
    """By the true class and the answered one."""
    numbers = np.random.default_rng(5)
    truths, answers = CLASSES[numbers.integers(0, 5, 200)], CLASSES[numbers.integers(0, 5, 200)]
    matrix = dict(measured(MULTICLASS, truths, answers)["confusion_matrix"].counts)

    expected = sk.confusion_matrix(truths, answers, labels=CLASSES)
    assert [[dict(matrix[truth])[answer] for answer in CLASSES] for truth in CLASSES] == expected.tolist()
