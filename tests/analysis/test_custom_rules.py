"""From what Deequ says of rules to violations."""

from engine.analysis.custom_rules import RuleOutcome, Verdict, rule_violations
from engine.documents.violations import Violation


def test_a_rule_that_holds_is_no_violation():
    """Of three rules one holds; the others stand in the order in which they were written."""
    outcomes = (
        RuleOutcome('IsComplete "a"', "a", Verdict.BROKEN, "Completeness of a is 0.5"),
        RuleOutcome("RowCount > 0", None, Verdict.HOLDS),
        RuleOutcome("RowCount >\n  avg(last(3))", None, Verdict.UNDECIDED, "There is no history (r: line 1, column 1)"),
    )
    assert rule_violations(outcomes) == (
        Violation("a", "custom_rule_check", 'Rule is not met: IsComplete "a". Observed: Completeness of a is 0.5.'),
        Violation(
            "Dataset",
            "custom_rule_check",
            "Rule cannot be judged: RowCount > avg(last(3)). There is no history (r: line 1, column 1).",
        ),
    )
