"""What the two settings mean for a whole run: which violations and files there are, through Spark and Deequ."""

import csv
import os
from contextlib import nullcontext

import pytest
from profiles import checked

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.errors import NoRecords
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat

BOTH = list(Semantics)


@pytest.fixture
def job(spark, tmp_path):
    """Give a function that runs the data of a baseline, if any, and then other data against it."""

    def run_both(known, current, **settings):
        """Return the outcome of the second run; `settings` are those of its Job, `header` that of both datasets."""
        header = settings.pop("header", True)
        paths = None
        if known is not None:
            first = Job(dataset_of(tmp_path / "known.csv", known, header), str(tmp_path / "baseline"))
            run(first, session=lambda _, **_sizing: nullcontext(spark))
            paths = BaselinePaths(str(tmp_path / "baseline" / STATISTICS), str(tmp_path / "baseline" / CONSTRAINTS))
        dataset = dataset_of(tmp_path / "current.csv", current, header)
        second = Job(dataset, str(tmp_path / "report"), paths, **settings)
        return run(second, session=lambda _, **_sizing: nullcontext(spark))

    return run_both


def dataset_of(path, columns, header):
    """Write *columns* to the CSV file *path*; no columns make an empty file."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        if header and columns:
            writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return Dataset(str(path), CsvFormat(header=header))


A_B_C = {"a": ["1", "2"], "b": ["1", "2"], "c": ["x", "x"]}
A_AND_ANOTHER_C = {"a": ["1", "2"], "c": ["z", "z"]}


class TestAnotherNumberOfColumns:
    """One column of three is gone, and another one has changed."""

    OFFICIAL = (
        "There are missing columns in current dataset. Number of columns in current dataset: 2, "
        "Number of columns in baseline constraints: 3"
    )

    def test_observed_it_is_the_only_violation_and_the_only_file(self, job, tmp_path):
        """Everything else is skipped."""
        outcome = job(A_B_C, A_AND_ANOTHER_C, semantics=Semantics.OBSERVED)
        assert checked(outcome.violations) == [("Missing columns", "missing_column_check")]
        assert outcome.violations[0].description == self.OFFICIAL
        assert os.listdir(tmp_path / "report") == [VIOLATIONS]

    def test_corrected_the_columns_in_common_are_checked_and_all_files_written(self, job, tmp_path):
        """A sentence names what is missing."""
        outcome = job(A_B_C, A_AND_ANOTHER_C)
        assert checked(outcome.violations) == [
            ("Missing columns", "missing_column_check"),
            ("c", "categorical_values_check"),
        ]
        assert outcome.violations[0].description == f"{self.OFFICIAL}. Missing: b."
        assert sorted(os.listdir(tmp_path / "report")) == [VIOLATIONS, CONSTRAINTS, STATISTICS]

    def test_corrected_without_names_only_the_number_is_a_violation(self, job, tmp_path):
        """Nobody can say which one is missing; the files describe the data all the same."""
        outcome = job(A_B_C, A_AND_ANOTHER_C, header=False)
        assert [violation.description for violation in outcome.violations] == [self.OFFICIAL]
        assert sorted(os.listdir(tmp_path / "report")) == [VIOLATIONS, CONSTRAINTS, STATISTICS]


ID_AND_ID = {"id": ["1", "2"], "ID": ["x", "y"]}
THE_OTHER_WAY_ROUND = {"ID": ["x", "y"], "id": ["1", "2"]}


class TestNamesThatDifferInCase:
    """`id` is numbers and `ID` texts, once in this order and once in the other."""

    def test_observed_they_are_renamed_and_go_by_position(self, job):
        """Each is compared with the other."""
        outcome = job(ID_AND_ID, THE_OTHER_WAY_ROUND, semantics=Semantics.OBSERVED)
        assert [feature.name for feature in outcome.statistics.features] == ["ID0", "id1"]
        assert ("id", "data_type_check") in checked(outcome.violations)

    def test_corrected_they_are_exact(self, job):
        """Each finds itself."""
        outcome = job(ID_AND_ID, THE_OTHER_WAY_ROUND)
        assert [feature.name for feature in outcome.statistics.features] == ["ID", "id"]
        assert outcome.violations == ()


@pytest.mark.parametrize("semantics", BOTH)
def test_excluded_features_are_in_no_document_and_no_count(job, semantics):
    """One that only the baseline has, one that only the data have, and one that both have."""
    known = {"a": ["1", "2"], "old": ["1", "2"], "both": ["1", "2"]}
    current = {"both": ["x", "x"], "a": ["1", "2"], "new": ["1", "2"]}
    outcome = job(known, current, semantics=semantics, excluded=("old", "new", "both"))
    assert outcome.violations == ()
    assert [feature.name for feature in outcome.statistics.features] == ["a"]
    assert [feature.name for feature in outcome.constraints.features] == ["a"]


@pytest.mark.parametrize("semantics", BOTH)
def test_the_drift_method_of_the_job_is_written_and_used(job, semantics):
    """It wins over the baseline's."""
    known, current = {"a": ["x", "y"] * 50}, {"a": ["x"] * 60 + ["y"] * 40}
    outcome = job(known, current, semantics=semantics, categorical_drift_method="ChiSquared")
    assert outcome.constraints.monitoring.distribution.categorical_drift_method == "ChiSquared"
    assert [violation.description.partition(":")[0] for violation in outcome.violations] == ["Baseline drift p-value"]


@pytest.mark.parametrize("current", [{}, {"a": [], "b": []}], ids=["an empty file", "a header alone"])
def test_monitoring_nothing_completes(job, tmp_path, current):
    """No violation, and no statistics of nothing."""
    outcome = job({"a": ["1"], "b": ["x"]}, current)
    assert (outcome.records, outcome.violations) == (0, ())
    assert (tmp_path / "report" / VIOLATIONS).read_text() == '{\n  "violations" : [ ]\n}'
    assert os.listdir(tmp_path / "report") == [VIOLATIONS]


def test_a_baseline_of_nothing_is_a_mistake(job):
    """The sentence names the dataset."""
    with pytest.raises(NoRecords, match=r"current\.csv"):
        job(None, {"a": []})
