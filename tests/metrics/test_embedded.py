"""The embedded metric format, read back as CloudWatch reads it."""

from dataclasses import replace

from emf import read_emf

from engine.analysis.metric import Metric, Summary
from engine.metrics.embedded import embedded_lines
from engine.metrics.points import points_of

NAMESPACE = "aws/sagemaker/Endpoints/data-metrics"


def read(metrics, publishing):
    """Return what CloudWatch extracts of all lines, each key once."""
    parts = [read_emf(line) for line in embedded_lines(points_of(metrics, publishing), publishing.time)]
    together = {key: value for part in parts for key, value in part.items()}
    assert len(together) == sum(map(len, parts))
    return together


def test_what_cloudwatch_extracts(metrics, hourly):
    """Each number under both sets of dimensions; the four numbers of a summary by themselves, the part before the feature."""
    hour = (("Endpoint", "churn"), ("MonitoringSchedule", "hourly"))
    by_feature = (hour[0], ("Feature", "income.monthly"), hour[1])
    numbers = {
        "feature_data_sample_count_income.monthly": 3.0,
        "feature_data_sum_income.monthly": 6.5,
        "feature_data_minimum_income.monthly": -1.0,
        "feature_data_maximum_income.monthly": 4.5,
        "feature_baseline_drift_income.monthly": 0.356,
    }
    expected = {(NAMESPACE, name, keys): value for name, value in numbers.items() for keys in (hour, by_feature)}
    assert read(metrics, hourly) == {**expected, (NAMESPACE, "auc", hour): 0.9}


def test_the_time_is_in_milliseconds(metrics, hourly):
    """Since 1970, as a whole number."""
    line = next(embedded_lines(points_of(metrics, hourly), hourly.time))
    assert line.startswith('{"_aws":{"Timestamp":1710766800000,')


def test_a_line_defines_a_hundred_metrics_at_most(hourly):
    """More of them go on in another line, and none is lost."""
    many = [Metric(f"metric_{number}", Summary(1, 1.0, 1.0, 1.0)) for number in range(130)]
    assert len(read(many, hourly)) == 520


def test_thirty_dimensions_at_most(metrics, hourly):
    """The feature's is one of them."""
    dimensions = tuple((f"D{number}", "x" * 1024) for number in range(29))
    assert len(read(metrics, replace(hourly, dimensions=dimensions))) == 11


def test_without_dimensions(metrics, hourly):
    """An empty set of dimensions is one."""
    assert (NAMESPACE.replace("Endpoints", "ModelMonitoring"), "auc", ()) in read(
        metrics, replace(hourly, dimensions=())
    )


def test_names_of_any_kind(hourly):
    """Each of them is a metric of its own that CloudWatch takes."""
    names = ["größe", "grösse", "a\nb", "a b", '"', "\\", "x" * 300, "x" * 301, " ", "", "_aws", "sum_a", "Endpoint"]
    metrics = [Metric("feature_data", Summary(1, 1.0, 1.0, 1.0), name) for name in names]
    assert len(read(metrics, hourly)) == len(names) * 4 * 2
