"""The page of a run about a model's answers."""

import re

import pytest
from sklearn.metrics import roc_curve

from engine.documents.model_quality.constraints import GREATER, LESS, MetricConstraint, QualityConstraints
from engine.documents.model_quality.violations import MetricViolation
from engine.job.quality import ProblemType
from engine.page.given import ModelRun
from engine.page.model_page import model_page
from engine.page.render import render

TRUTHS, SCORES = [0, 0, 1, 1, 0, 1, 1, 0], [0.1, 0.4, 0.35, 0.8, 0.2, 0.9, 0.3, 0.6]


def metric(value, low=None, high=None):
    """Return a metric as documents have it."""
    interval = {} if low is None else {"confidence_interval": {"level": 0.95, "lower": low, "upper": high}}
    return {"value": value, "standard_deviation": "NaN", **interval}


def binary(recall, *, scores=SCORES):
    """Return the statistics of a binary problem with its matrix and ROC curve."""
    false, true, _ = roc_curve(TRUTHS, scores, drop_intermediate=False)
    return {
        "dataset": {"item_count": 8},
        "binary_classification_metrics": {
            "confusion_matrix": {"0": {"0": 3, "1": 1}, "1": {"0": 2, "1": 2}},
            "recall": metric(recall, 0.2, 0.8),
            "recall_best_constant_classifier": metric(1.0),
            "auc": metric(0.75),
            "receiver_operating_characteristic_curve": {
                "false_positive_rates": false.tolist(),
                "true_positive_rates": true.tolist(),
            },
        },
    }


PROMISED = QualityConstraints(ProblemType.BINARY, (MetricConstraint("recall", 0.75, LESS),))
BROKEN = (MetricViolation(LESS, "Metric recall with 0.5 was LessThanThreshold '0.75'", "recall"),)


def test_a_metric_that_is_not_good_enough_has_a_sentence():
    """With its interval, what it has to be, and what it was."""
    page = model_page(ModelRun(ProblemType.BINARY, binary(0.5), BROKEN, PROMISED, binary(0.75)))
    (told,) = page.broken
    assert told.sentence == "Recall is 0.5 (with 95% confidence 0.2 to 0.8), and has to be at least 0.75."
    assert (told.bars.bars[0].current_length, told.bars.bars[0].baseline_length, told.bars.limit) == (
        66.7,
        100.0,
        100.0,
    )
    assert page.verdict.headline == "1 violation"


def test_without_the_baselines_constraints_the_document_speaks():
    """Documents of long ago may lie alone."""
    (told,) = model_page(ModelRun(ProblemType.BINARY, binary(0.5), BROKEN)).broken
    assert told.sentence == BROKEN[0].description


def test_the_roc_curve_goes_through_scikit_learns_points():
    """Read out of the markup, in the baseline's colour: from the lower left to the upper right of a box of 100."""
    html = render(model_page(ModelRun(ProblemType.BINARY, binary(0.5))))
    (path,) = re.findall(r'<path class="line" d="M([^"]*)"', html)
    points = [tuple(map(float, point.split())) for point in path.split("L")]
    false, true, _ = roc_curve(TRUTHS, SCORES, drop_intermediate=False)
    assert set(points) == {(x * 100, 100 - y * 100) for x, y in zip(false, true, strict=True)}


def test_a_curve_of_ten_thousand_points_is_drawn_with_some_hundred():
    """An eye cannot tell more apart."""
    statistics = binary(0.5)
    steps = [index / 10_000 for index in range(10_001)]
    curve = {"false_positive_rates": steps, "true_positive_rates": steps}
    statistics["binary_classification_metrics"]["receiver_operating_characteristic_curve"] = curve
    html = render(model_page(ModelRun(ProblemType.BINARY, statistics, baseline=binary(0.5))))
    assert len(html) < 50_000
    assert "100.0 0.0" in html


def test_the_confusion_matrix_is_a_table():
    """Each row is a true class, in counts and in shares of its rows; the diagonal is what is right."""
    matrix = model_page(ModelRun(ProblemType.BINARY, binary(0.5))).model.matrix
    assert [[(cell.count, cell.share, cell.right) for cell in row.cells] for row in matrix.rows] == [
        [("3", "75%", True), ("1", "25%", False)],
        [("2", "50%", False), ("2", "50%", True)],
    ]


def test_every_metric_stands_in_the_table():
    """But those of a model that always says the same; the baseline's and the promise beside it."""
    page = model_page(ModelRun(ProblemType.BINARY, binary(0.5), BROKEN, PROMISED, binary(0.75)))
    assert [(row.name, row.value, row.before, row.promised, row.broken) for row in page.model.metrics] == [
        ("recall", "0.5", "0.75", "at least 0.75", True),
        ("AUC", "0.75", "0.75", "", False),
    ]


def test_a_regression_has_metrics_alone():
    """The greatest violation comes first, and a metric has the name that people have for it."""
    statistics = {"dataset": {"item_count": 3}, "regression_metrics": {"mae": metric(2.0), "r2": metric(-0.5)}}
    promised = QualityConstraints(
        ProblemType.REGRESSION, (MetricConstraint("mae", 1.9, GREATER), MetricConstraint("r2", 0.9, LESS))
    )
    broken = tuple(MetricViolation(each.operator, "", each.metric) for each in promised.constraints)
    page = model_page(ModelRun(ProblemType.REGRESSION, statistics, broken, promised))
    assert [each.sentence for each in page.broken] == [
        "R² is -0.5, and has to be at least 0.9.",
        "MAE is 2, and has to be at most 1.9.",
    ]
    assert page.model.matrix is None
    assert page.model.curves == ()


@pytest.mark.parametrize("classes", [2, 12, 100])
def test_a_matrix_of_many_classes_is_cut(classes):
    """The page says how many more the document has."""
    names = [f"c{index}" for index in range(classes)]
    metrics = {"confusion_matrix": {truth: dict.fromkeys(names, 1) for truth in names}}
    statistics = {"dataset": {"item_count": 9}, "multiclass_classification_metrics": metrics}
    page = model_page(ModelRun(ProblemType.MULTICLASS, statistics))
    assert (len(page.model.matrix.rows), page.model.matrix.left_out) == (min(classes, 12), max(classes - 12, 0))


@pytest.mark.parametrize(
    "damaged", [{}, {"confusion_matrix": 3, "auc": None, "precision_recall_curve": {"recalls": [1]}}]
)
def test_what_a_document_has_not_is_not_shown(damaged):
    """A document of another hand is read as far as it goes."""
    page = model_page(
        ModelRun(ProblemType.BINARY, {"binary_classification_metrics": damaged}, (), None, {"dataset": 1})
    )
    assert (page.model.metrics, page.model.matrix, page.model.curves) == ((), None, ())
    assert "<h1>No violations</h1>" in render(page)


def test_a_column_of_intervals_is_there_where_one_is():
    """The official container's documents have standard deviations alone: an empty column would ask what is missing."""
    statistics = binary(0.5)
    with_interval = render(model_page(ModelRun(ProblemType.BINARY, statistics, BROKEN, PROMISED, None)))
    del statistics["binary_classification_metrics"]["recall"]["confidence_interval"]
    without = render(model_page(ModelRun(ProblemType.BINARY, statistics, BROKEN, PROMISED, None)))

    for page, columns in (
        (with_interval, ["Metric", "Value", "95% interval", "Baseline", "Has to be"]),
        (without, ["Metric", "Value", "Baseline", "Has to be"]),
    ):
        table = page[page.index('<table class="metrics">') :]
        assert re.findall('<th scope="col">([^<]*)</th>', table) == columns
        assert re.findall('<td data-label="([^"]*)">', table.split("</tr>")[1]) == columns[1:]
