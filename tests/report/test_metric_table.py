"""The report of a run about a model's answers, for a terminal."""

import math

from engine.documents.model_quality.constraints import GREATER, LESS, MetricConstraint, QualityConstraints
from engine.documents.model_quality.segments import Segment, Segments
from engine.documents.model_quality.statistics import Metric, QualityStatistics
from engine.documents.model_quality.violations import MetricViolation
from engine.job.quality import ProblemType
from engine.outcome import QualityOutcome
from engine.report.show import lines

BINARY = ProblemType.BINARY
MEMBERS = (
    ("accuracy", Metric(0.9402985074626866, 0.0167, (0.8986, 0.9655))),
    ("accuracy_best_constant_classifier", Metric(0.86)),
    ("false_positive_rate", Metric(0.25)),
    ("auc", Metric(math.inf)),
)
PROMISED = QualityConstraints(
    BINARY, (MetricConstraint("accuracy", 0.9, LESS), MetricConstraint("false_positive_rate", 0.125, GREATER))
)
VIOLATION = MetricViolation(
    GREATER, "Metric falsePositiveRate with 0.25 was GreaterThanThreshold '0.125'", "falsePositiveRate"
)


def outcome(**more):
    statistics = QualityStatistics(BINARY, 201, MEMBERS)
    return QualityOutcome(1201, statistics, PROMISED, more.pop("violations", None), **more)


def shown(found, colour="none"):
    return "\n".join(lines(found, colour=colour))


def test_a_baseline_run_shows_its_metrics_and_their_intervals():
    """What the best constant classifier would give stays in the document."""
    assert (
        shown(outcome())
        == """1,201 records, BinaryClassification

metric                          value       95% interval
accuracy                     0.940299     0.899 to 0.966
false_positive_rate              0.25
auc                               inf"""
    )


def test_a_monitoring_run_shows_them_beside_the_baseline_and_the_thresholds():
    """How a good enough metric stands to its threshold; violations with their texts; where the segments are."""
    segments = Segments(BINARY, "city", (Segment("Oslo", 200, ()), Segment(None, 1, ())))
    found = outcome(judged=PROMISED, before={"accuracy": 0.9}, violations=(VIOLATION,), segments=segments)
    assert (
        shown(found)
        == """1,201 records, BinaryClassification

metric                          value       95% interval   baseline    threshold
accuracy                     0.940299     0.899 to 0.966        0.9       >= 0.9
false_positive_rate              0.25                                   <= 0.125
auc                               inf

2 segments are in segments.json

1 violation
falsePositiveRate: GreaterThanThreshold
  Metric falsePositiveRate with 0.25 was GreaterThanThreshold '0.125'"""
    )


def test_a_metric_that_violates_is_red():
    """On a terminal; the others are not."""
    rows = shown(outcome(judged=PROMISED, violations=(VIOLATION,)), colour="terminal").split("\n")
    assert [row.split()[0] for row in rows if row.startswith("\x1b[31m")] == [
        "\x1b[31mfalse_positive_rate",
        "\x1b[31mfalsePositiveRate:",
    ]


def test_no_line_is_longer_than_80_places():
    """Whatever the numbers are."""
    wide = QualityStatistics(
        BINARY, 5, (("expected_calibration_error", Metric(-1.23456e-300, 1.0, (-1e-300, 1.5e300))),)
    )
    promised = QualityConstraints(BINARY, (MetricConstraint("expected_calibration_error", -1.23456e-300, LESS),))
    found = QualityOutcome(5, wide, promised, (), promised, {"expected_calibration_error": -1.2345e-300})
    assert max(map(len, lines(found, colour="none"))) <= 80
