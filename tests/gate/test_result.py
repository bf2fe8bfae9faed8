"""What a run has come to: the verdict, its exit code, and what each check has said."""

from dataclasses import replace

import pytest

from engine.analysis.custom_rules import RuleOutcome, rule_violations
from engine.analysis.custom_rules import Verdict as RuleVerdict
from engine.analysis.data_quality.checks import CHECKS as OF_FEATURES
from engine.analysis.evidence import Evidence, Measure, Relation
from engine.documents.violations import Violation
from engine.errors import JobError
from engine.gate.failing import CHECKS, failing_checks
from engine.gate.result import State, Verdict, result_of
from engine.outcome import Outcome


def _evidence(feature, check):
    return Evidence(feature, check, Measure.RATIO, 0.5, Relation.AT_LEAST, 0.9, "")


DRIFT, MISSING = Violation("age", "baseline_drift_check", "far"), Violation("job", "completeness_check", "holes")
EVIDENCE = (
    _evidence("age", "baseline_drift_check"),
    _evidence("age", "data_type_check"),
    _evidence("job", "completeness_check"),
)


def _outcome(*violations, records=5, evidence=EVIDENCE):
    return Outcome(records, None, None, violations, evidence)


@pytest.mark.parametrize(
    ("outcome", "fails_by", "verdict"),
    [
        (_outcome(DRIFT, MISSING), None, Verdict.VIOLATIONS),
        (_outcome(DRIFT, MISSING), {"completeness_check"}, Verdict.VIOLATIONS),
        (_outcome(DRIFT), {"completeness_check"}, Verdict.FINE),
        (_outcome(), None, Verdict.FINE),
        (_outcome(records=0, evidence=()), None, Verdict.NO_DATA),
        (_outcome(Violation("Dataset", "custom_rule_check", "x"), records=0), None, Verdict.VIOLATIONS),
        (_outcome(Violation("Dataset", "custom_rule_check", "x"), records=0), {"anomaly_check"}, Verdict.NO_DATA),
        (
            _outcome(Violation("Missing columns", "missing_column_check", "x"), records=0),
            {"anomaly_check"},
            Verdict.FINE,
        ),
    ],
)
def test_the_verdict_follows_from_the_violations_that_count(outcome, fails_by, verdict):
    """Of the checks that the run may fail by, or of all; a window without a record has no data unless it fails, and a run that
    another number of columns has ended did have some.
    """
    assert result_of(outcome, None if fails_by is None else frozenset(fails_by)).verdict is verdict


def test_the_exit_codes_are_those_of_the_contract():
    """0 fine, 1 violations, 2 an error, 3 no data."""
    assert [verdict.exit_code for verdict in (Verdict.FINE, Verdict.VIOLATIONS, Verdict.ERROR, Verdict.NO_DATA)] == [
        0,
        1,
        2,
        3,
    ]


def test_each_check_of_a_feature_is_told_once_with_what_came_of_it():
    """In the order of the evidence, and then what has none, such as rules; two of one feature stay two."""
    rules = (Violation("job", "custom_rule_check", "first"), Violation("job", "custom_rule_check", "second"))
    result = result_of(_outcome(DRIFT, MISSING, *rules), frozenset({"completeness_check", "custom_rule_check"}))

    assert [(each.subject, each.check, each.state, each.description) for each in result.judged] == [
        ("age", "baseline_drift_check", State.TOLERATED, "far"),
        ("age", "data_type_check", State.HOLDS, ""),
        ("job", "completeness_check", State.BROKEN, "holes"),
        ("job", "custom_rule_check", State.BROKEN, "first"),
        ("job", "custom_rule_check", State.BROKEN, "second"),
    ]
    assert (result.failing, len(result.violations)) == (3, 4)


def test_each_rule_is_told_by_its_text_whether_it_holds_or_not():
    """In the order of the rules, before what has neither evidence nor a rule; each broken one has its own violation."""
    rules = (
        RuleOutcome("IsComplete  'job'", "job", RuleVerdict.HOLDS),
        RuleOutcome("RowCount > 9", None, RuleVerdict.BROKEN, "5"),
        RuleOutcome("IsUnique 'job'", "job", RuleVerdict.UNDECIDED, "why"),
    )
    anomaly = Violation("Dataset", "anomaly_check", "jump")
    outcome = replace(_outcome(*rule_violations(rules), anomaly, evidence=()), rules=rules)

    assert [
        (each.subject, each.rule, each.state, bool(each.description)) for each in result_of(outcome, None).judged
    ] == [
        ("job", "IsComplete 'job'", State.HOLDS, False),
        ("Dataset", "RowCount > 9", State.BROKEN, True),
        ("job", "IsUnique 'job'", State.BROKEN, True),
        ("Dataset", "", State.BROKEN, True),
    ]


def test_checks_are_named_as_in_the_documents():
    """One word with commas, or several words; every check of a feature has a name there."""
    assert failing_checks(["completeness_check, anomaly_check", "data_type_check"]) == {
        "completeness_check",
        "anomaly_check",
        "data_type_check",
    }
    assert failing_checks([]) is None
    assert set(OF_FEATURES) < set(CHECKS)


@pytest.mark.parametrize("word", ["completeness", "", "completeness_check,", "COMPLETENESS_CHECK"])
def test_a_name_that_no_check_has_is_refused_with_the_list(word):
    """A gate that heeds nothing would let all through."""
    with pytest.raises(
        JobError, match=r"is no check; expected one or more of missing_column_check, .*GreaterThanThreshold"
    ):
        failing_checks([word])
