"""The documents of a baseline as they are found: what is in them that nobody knows."""

import json
import logging

import pytest

from engine.documents.baseline import read_baseline
from engine.errors import DocumentError
from engine.job.definition import BaselinePaths


def baseline_with(folder, document):
    """Read a baseline whose constraints are *document*."""
    path = folder / "constraints.json"
    path.write_text(json.dumps({"features": [], **document}))
    return read_baseline(BaselinePaths(constraints=str(path)))


def test_unknown_keys_are_named_in_one_line(tmp_path, caplog):
    """A misspelled setting is kept and has no effect: whoever wrote it should see that."""
    baseline_with(tmp_path, {"note": 1, "monitoring_config": {"datatype_treshold": 0.9}})
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings == [
        f"{tmp_path}/constraints.json: unknown keys have no effect: monitoring_config.datatype_treshold, note"
    ]


def test_no_more_than_20_unknown_keys_are_named(tmp_path, caplog):
    """A document of another tool may have thousands."""
    baseline_with(tmp_path, {f"k{number}": 1 for number in range(21)})
    (warning,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warning.endswith(": k0, " + ", ".join(f"k{number}" for number in range(1, 20)) + ", and more")


def test_20_unknown_keys_are_all_that_there_is(tmp_path, caplog):
    """Nothing more is announced where nothing more is there."""
    baseline_with(tmp_path, {f"k{number}": 1 for number in range(20)})
    (warning,) = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert warning.endswith(": k0, " + ", ".join(f"k{number}" for number in range(1, 20)))


def test_a_document_without_unknown_keys_has_no_warning(tmp_path, caplog):
    """An ordinary baseline is read in silence."""
    baseline_with(tmp_path, {"version": 0.0, "monitoring_config": {"emit_metrics": "Enabled"}})
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_feature_that_is_there_twice_is_an_error(tmp_path):
    """Nobody can say which of the two is meant."""
    feature = {"name": "a", "inferred_type": "String"}
    with pytest.raises(DocumentError, match="expected each name once, found 1 repeated"):
        baseline_with(tmp_path, {"features": [feature, feature]})


def test_the_method_that_a_job_names_goes_before_a_features_own(tmp_path):
    """A job's word holds for every feature; without one the feature's own setting does."""
    own = {"distribution_constraints": {"categorical_drift_method": "LInfinity", "comparison_method": "Simple"}}
    feature = {"name": "a", "inferred_type": "String", "string_constraints": {"monitoring_config_overrides": own}}
    baseline = baseline_with(tmp_path, {"features": [feature]})
    methods = [
        baseline.config_of("a", categorical_drift_method=method).distribution.categorical_drift_method
        for method in ("ChiSquared", None)
    ]
    assert methods == ["ChiSquared", "LInfinity"]
    assert baseline.config_of("a", categorical_drift_method="ChiSquared").distribution.comparison_method == "Simple"
