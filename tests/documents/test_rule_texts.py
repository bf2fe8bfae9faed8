"""The user's own rules as texts: in a file, and in the constraints."""

import pytest

from engine.documents.baseline import read_baseline
from engine.documents.data_quality.monitoring import NO_CONFIG, MonitoringConfig
from engine.documents.rule_texts import RuleText, rules_in_constraints, rules_in_file
from engine.errors import DocumentError
from engine.job.definition import BaselinePaths
from engine.job.thresholds import thresholds_in

SOURCE = "constraints.json"


def config(**members):
    """Return the settings of a document that has those *members*."""
    return MonitoringConfig.from_json(members, source=SOURCE)


def test_a_file_is_one_document(tmp_path):
    """As it stands there, but for a byte order mark."""
    path = tmp_path / "rules.dqdl"
    path.write_bytes(b"\xef\xbb\xbfRules = [ RowCount > 0 ]")
    assert rules_in_file(str(path)) == (RuleText(str(path), "Rules = [ RowCount > 0 ]"),)


def test_constraints_have_a_document_or_a_list_of_rules():
    """Of a list each rule is a document of its own, with a line before it that nobody has written."""
    place = f"{SOURCE}: monitoring_config.rules"
    assert rules_in_constraints(SOURCE, NO_CONFIG) == ()
    assert rules_in_constraints(SOURCE, config(rules="Rules = [ ]")) == (RuleText(place, "Rules = [ ]"),)
    assert rules_in_constraints(SOURCE, config(rules=["RowCount > 0", "ColumnCount = 2"])) == (
        RuleText(f"{place}[0]", "Rules = [\nRowCount > 0\n]", 1),
        RuleText(f"{place}[1]", "Rules = [\nColumnCount = 2\n]", 1),
    )


def test_rules_are_written_back_as_they_came():
    """A text stays a text and a list a list, and neither is an unknown key."""
    for rules in ("Rules = [ RowCount > 0 ]", ["RowCount > 0"]):
        read = config(rules=rules)
        assert not read.extra
        assert list(read.to_json()["rules"]) == list(rules)


def test_what_is_no_rule_is_refused():
    """A number is neither a text nor a list of texts."""
    with pytest.raises(DocumentError, match="rules: expected text, found a number"):
        config(rules=3)


def test_settings_of_a_baseline_run_may_have_rules():
    """They stand in the constraints that are suggested, for the data to come."""
    given = thresholds_in('{"rules": ["RowCount > 0"]}', name="config").general
    assert NO_CONFIG.overridden(given).rules == ("RowCount > 0",)


def test_rules_of_one_feature_have_no_effect_and_are_named(tmp_path, caplog):
    """Rules are the whole dataset's, and say themselves what they are about."""
    document = """{"features": [{"name": "a", "inferred_type": "String", "monitoringConfigOverrides": {"rules": ["RowCount > 0"]}}]}"""
    (tmp_path / "constraints.json").write_text(document)
    baseline = read_baseline(BaselinePaths(constraints=str(tmp_path / "constraints.json")))
    assert baseline.constraints.features[0].monitoring(NO_CONFIG).rules is None
    assert "unknown keys have no effect: features[0].monitoringConfigOverrides.rules" in caplog.text
