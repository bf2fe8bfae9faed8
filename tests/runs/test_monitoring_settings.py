"""The settings in a baseline's constraints: what a person changes there holds for the next run."""

import json

import pytest

from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.documents.json.codec import dumps, loads
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat
from engine.spark.doubles import java_doubles

BASELINE = "n,s\n" + "".join(f"{number},{'xy'[number % 2]}\n" for number in range(400))
CURRENT = "n,s\n" + "".join(
    f"{number}{'.5' * (number % 4 == 0)},{'xyyyyyyyyz'[number % 10]}\n" for number in range(200, 600)
)
"""A quarter of the numbers has a fraction and half are larger than before; a tenth of the texts is new."""

ALL = {
    ("n", "data_type_check"),
    ("n", "baseline_drift_check"),
    ("s", "categorical_values_check"),
    ("s", "baseline_drift_check"),
}
OF_N = {("s", "categorical_values_check"), ("s", "baseline_drift_check")}
DISABLED = {"evaluate_constraints": "Disabled"}


@pytest.fixture
def monitored(session, tmp_path):
    """Give a function that monitors CURRENT against BASELINE, with *change* made to the constraints in between."""

    def monitored(change=lambda constraints: None):
        outputs = []
        for name, content in (("baseline", BASELINE), ("report", CURRENT)):
            (tmp_path / f"{name}.csv").write_text(content)
            paths = BaselinePaths(*(str(tmp_path / "baseline" / document) for document in (STATISTICS, CONSTRAINTS)))
            dataset = Dataset(str(tmp_path / f"{name}.csv"), CsvFormat(header=True))
            job = Job(dataset, str(tmp_path / name), None if name == "baseline" else paths, Semantics.CORRECTED)
            outputs.append(run(job, session=session))
            if name == "baseline":
                path = tmp_path / "baseline" / CONSTRAINTS
                constraints = json.loads(path.read_text())
                change(constraints)
                path.write_text(json.dumps(constraints))
        return {(violation.feature_name, violation.check): violation.description for violation in outputs[1].violations}

    return monitored


def with_config(**settings):
    """Return the change of general settings."""
    return lambda constraints: constraints["monitoring_config"].update(settings)


def with_distribution(**settings):
    """Return the change of settings of the comparison."""
    return lambda constraints: constraints["monitoring_config"]["distribution_constraints"].update(settings)


def test_without_a_change_everything_is_checked(monitored):
    """Types, categories, and the drift of numbers and of categories."""
    assert monitored().keys() == ALL


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        pytest.param(with_config(datatype_check_threshold=0.75), {("n", "data_type_check")}, id="types"),
        pytest.param(with_config(domain_content_threshold=0.9), {("s", "categorical_values_check")}, id="categories"),
        pytest.param(with_distribution(comparison_threshold=0.5), {("n", "baseline_drift_check")}, id="numbers"),
        pytest.param(
            with_distribution(categorical_comparison_threshold=0.5), {("s", "baseline_drift_check")}, id="shares"
        ),
        pytest.param(
            with_config(evaluate_constraints="Disabled"),
            {("n", "data_type_check"), ("s", "categorical_values_check")},
            id="no constraints",
        ),
        pytest.param(
            with_distribution(perform_comparison="Disabled"),
            {("n", "baseline_drift_check"), ("s", "baseline_drift_check")},
            id="no comparison",
        ),
        pytest.param(lambda constraints: constraints.pop("monitoring_config"), set(), id="defaults"),
    ],
)
def test_a_general_setting_changes_what_it_names(monitored, change, left_out):
    """And nothing else; a share that equals its threshold is good enough."""
    assert monitored(change).keys() == ALL - left_out


@pytest.mark.parametrize(
    "override",
    [
        pytest.param({"monitoringConfigOverrides": DISABLED}, id="documented"),
        pytest.param({"monitoring_config_overrides": DISABLED}, id="snake case"),
        pytest.param(
            {"num_constraints": {"is_non_negative": True, "monitoring_config_overrides": DISABLED}}, id="by the SDK"
        ),
    ],
)
def test_a_feature_is_taken_out_in_every_spelling(monitored, override):
    """The other one is checked as before."""
    assert monitored(lambda constraints: constraints["features"][0].update(override)).keys() == OF_N


def test_a_feature_has_thresholds_of_its_own(monitored):
    """Those that it does not state are the general ones."""
    own = {"datatype_check_threshold": 0.5, "distribution_constraints": {"comparison_threshold": 0.9}}
    change = {"monitoringConfigOverrides": own}
    assert monitored(lambda constraints: constraints["features"][0].update(change)).keys() == OF_N


def test_robust_is_simple_less_what_chance_does(monitored):
    """201 of 400 numbers lie below all others: 0.5025, less 1.8 * sqrt(800 / 160000) = 0.1273."""
    simple = monitored(with_distribution(comparison_method="Simple"))["n", "baseline_drift_check"]
    robust = monitored(with_distribution(comparison_method="Robust"))["n", "baseline_drift_check"]
    assert simple.startswith("Baseline drift distance: 0.5025")
    assert robust.startswith("Baseline drift distance: 0.3752")


def test_the_numbers_of_a_text_are_javas(monitored, spark):
    """Every number of a violation is printed as the documents print it: Java 17 has two digits where one would do."""
    text = monitored(with_distribution(categorical_drift_method="ChiSquared", categorical_comparison_threshold=2e23))
    (printed,) = java_doubles(spark)([2e23])
    assert text["s", "baseline_drift_check"].endswith(f"falls below threshold: {printed}")


def test_a_document_that_is_read_and_written_again_is_the_same(monitored, spark, tmp_path):
    """Byte for byte, whatever its numbers."""
    monitored()
    for kind, name in ((Statistics, STATISTICS), (Constraints, CONSTRAINTS)):
        text = (tmp_path / "report" / name).read_text()
        read = kind.from_json(loads(text, source=name), source=name)
        assert dumps(read.to_json(), doubles=java_doubles(spark)) == text
