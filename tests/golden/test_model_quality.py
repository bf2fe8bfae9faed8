"""The official documents about models, from the same input."""

import json

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.quality import ModelQuality, ProblemType
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat


def _ran(session, data, out, quality, **more):
    job = Job(
        Dataset(str(data), CsvFormat(header=True)), str(out), quality=quality, semantics=Semantics.OBSERVED, **more
    )
    return run(job, session=session)


def test_the_sdks_regression_is_equal_as_text(golden, session, tmp_path):
    """Below 200 rows nothing is random: both documents, but for the time of the run. Their bad baseline violates once."""
    case = golden / "sdk_model_quality_regression_100"
    quality = ModelQuality(ProblemType.REGRESSION, "Label", ground_truth="Prediction")
    data = case / "input" / "baseline_dataset.csv"
    _ran(session, data, tmp_path / "out", quality)

    statistics = json.loads((tmp_path / "out" / STATISTICS).read_text())
    at = f',\n    "evaluation_time" : "{statistics["dataset"]["evaluation_time"]}"'
    assert (tmp_path / "out" / STATISTICS).read_text().replace(at, "") == (case / "expected" / STATISTICS).read_text()
    assert (tmp_path / "out" / CONSTRAINTS).read_text() == (case / "expected" / CONSTRAINTS).read_text()

    bad = BaselinePaths(None, str(case / "input" / "baseline_constraints_bad.json"))
    (violation,) = _ran(session, data, tmp_path / "bad", quality, baseline=bad).violations
    assert (violation.metric_name, violation.check) == ("mse", "GreaterThanThreshold")
    assert violation.description == (
        "Metric mse with 0.33364933609800973 was GreaterThanThreshold '0.03364933609800973'"
    )


def test_churn_has_the_official_metrics(golden, session, tmp_path):
    """Every value that was published, to as many digits as were; keys and their order; thresholds."""
    case = golden / "churn_model_quality_baseline"
    quality = ModelQuality(ProblemType.BINARY, "prediction", "probability", ground_truth="label")
    _ran(session, case / "input" / "validation_with_predictions.csv", tmp_path, quality)

    metrics = json.loads((tmp_path / STATISTICS).read_text())["binary_classification_metrics"]
    table = json.loads((case / "expected" / "statistics_table_2023-03_spark33.json").read_text())
    assert [key for key in metrics if key in table["_key_order"]] == table["_key_order"]
    expected = json.loads((case / "expected" / "statistics_values.json").read_text())["binary_classification_metrics"]
    matrix = expected.pop("confusion_matrix")
    assert metrics["confusion_matrix"] == matrix
    rounded = {name: round(table["values"][name], 6) for name in table["values"]}
    assert {name: round(metrics[name]["value"], 6) for name in rounded} == rounded
    exact = {name: value for name, value in expected.items() if len(repr(value)) > 8}
    assert {
        name: metrics[name]["value"] for name in exact if name not in ("f0_5", "accuracy_best_constant_classifier")
    } == {name: value for name, value in exact.items() if name not in ("f0_5", "accuracy_best_constant_classifier")}
    roc = metrics["receiver_operating_characteristic_curve"]
    assert (len(roc["true_positive_rates"]), roc["true_positive_rates"][1]) == (203, 0.03571428571428571)
    assert len(metrics["precision_recall_curve"]["recalls"]) == 202

    constraints = json.loads((tmp_path / CONSTRAINTS).read_text())["binary_classification_constraints"]
    official = json.loads((case / "expected" / "constraints_values.json").read_text())[
        "binary_classification_constraints"
    ]
    assert list(constraints) == list(official)
    for name, (threshold, operator) in official.items():
        assert constraints[name]["comparison_operator"] == operator
        assert round(constraints[name]["threshold"], 6) == round(threshold, 6)
