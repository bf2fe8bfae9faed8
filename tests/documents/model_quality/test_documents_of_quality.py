"""The documents of a model's quality."""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.documents.json.codec import dumps
from engine.documents.model_quality.constraints import GREATER, LESS, MetricConstraint, QualityConstraints
from engine.documents.model_quality.statistics import Curve, Matrix, Metric, QualityStatistics, instant
from engine.documents.model_quality.violations import MetricViolation
from engine.errors import DocumentError
from engine.job.quality import ProblemType
from engine.job.times import MonitoringWindow

REGRESSION, BINARY = ProblemType.REGRESSION, ProblemType.BINARY
SUGGESTED = {
    "version": 0.0,
    "regression_constraints": {"mae": {"threshold": 0.5, "comparison_operator": GREATER}},
}


def test_statistics_are_laid_out_as_officially():
    """An interval stands behind what is official, and only where there is one."""
    statistics = QualityStatistics(
        BINARY,
        3,
        (
            ("confusion_matrix", Matrix((("0", (("0", 2), ("1", 0))), ("1", (("0", 0), ("1", 1)))))),
            ("recall", Metric(1.0)),
            ("accuracy", Metric(0.75, 0.1, (0.5, 1.0))),
            ("precision_recall_curve", Curve(("precisions", "recalls"), (1.0, 0.5), (0.0, 1.0))),
        ),
        MonitoringWindow(datetime(2022, 12, 11, 13, tzinfo=UTC), datetime(2022, 12, 11, 14, tzinfo=UTC)),
        datetime(2022, 12, 11, 14, 10, 20, 740_999, tzinfo=UTC),
    )
    assert (
        dumps(statistics.to_json())
        == """{
  "version" : 0.0,
  "dataset" : {
    "item_count" : 3,
    "start_time" : "2022-12-11T13:00:00Z",
    "end_time" : "2022-12-11T14:00:00Z",
    "evaluation_time" : "2022-12-11T14:10:20.74Z"
  },
  "binary_classification_metrics" : {
    "confusion_matrix" : {
      "0" : {
        "0" : 2,
        "1" : 0
      },
      "1" : {
        "0" : 0,
        "1" : 1
      }
    },
    "recall" : {
      "value" : 1.0,
      "standard_deviation" : "NaN"
    },
    "accuracy" : {
      "value" : 0.75,
      "standard_deviation" : 0.1,
      "confidence_interval" : {
        "level" : 0.95,
        "lower" : 0.5,
        "upper" : 1.0
      }
    },
    "precision_recall_curve" : {
      "precisions" : [ 1.0, 0.5 ],
      "recalls" : [ 0.0, 1.0 ]
    }
  }
}"""
    )


@pytest.mark.parametrize(
    ("microsecond", "shown"), [(899_000, ".899Z"), (740_000, ".74Z"), (700_000, ".7Z"), (0, "Z"), (5_000, ".005Z")]
)
def test_an_instant_has_as_many_digits_as_it_needs(microsecond, shown):
    """As the official container prints the time of the evaluation."""
    assert instant(datetime(2023, 3, 30, 21, 8, 34, microsecond, tzinfo=UTC)) == f"2023-03-30T21:08:34{shown}"


def test_an_instant_is_in_utc():
    """Wherever the clock is."""
    assert instant(datetime(2023, 3, 30, 2, tzinfo=timezone(timedelta(hours=2)))) == "2023-03-30T00:00:00Z"


def test_constraints_are_read_and_written_back():
    """With what nobody knows in them."""
    document = {
        **SUGGESTED,
        "regression_constraints": {"mae": {"threshold": "Infinity", "comparison_operator": GREATER, "note": "ours"}},
        "author": "us",
    }
    read = QualityConstraints.from_json(document, source="c.json", problem=REGRESSION)
    assert read.constraints[0].threshold == math.inf
    assert QualityConstraints.from_json(read.to_json(), source="c.json", problem=REGRESSION) == read
    assert read.to_json()["author"] == "us"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"features": []}, "found a document of a data-quality job"),
        ({"dataset": {}, "regression_metrics": {}}, "found a statistics document"),
        ({"binary_classification_constraints": {}}, "found those of BinaryClassification"),
        ({"version": 0.0}, "regression_constraints: expected an object, found nothing"),
        ({"regression_constraints": {"mae": 0.5}}, "regression_constraints.mae: expected an object, found a number"),
        (
            {"regression_constraints": {"mae": {"threshold": "low", "comparison_operator": LESS}}},
            "regression_constraints.mae.threshold: expected a number, found text",
        ),
        (
            {"regression_constraints": {"mae": {"threshold": 1, "comparison_operator": "Less"}}},
            'expected "LessThanThreshold" or "GreaterThanThreshold", found another text',
        ),
    ],
)
def test_another_document_is_refused_by_its_place(document, said):
    """What was expected, where, and what was found."""
    with pytest.raises(DocumentError, match=r"c\.json") as refused:
        QualityConstraints.from_json(document, source="c.json", problem=REGRESSION)
    assert said in str(refused.value)


def test_a_violation_has_the_official_keys():
    """In the official order."""
    violation = MetricViolation(LESS, "Metric auc with 0.5 was LessThanThreshold '0.9'", "auc")
    assert list(violation.to_json()) == ["constraint_check_type", "description", "metric_name"]


def test_a_constraint_is_written_in_the_official_order():
    """Threshold first."""
    constraints = QualityConstraints(REGRESSION, (MetricConstraint("mae", 0.5, GREATER),))
    assert constraints.to_json() == SUGGESTED
    assert list(constraints.to_json()["regression_constraints"]["mae"]) == ["threshold", "comparison_operator"]
