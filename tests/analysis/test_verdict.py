"""From constraints that do not hold to texts: the numbers are printed by whoever prints the documents' numbers."""

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.analysis.verdict import ordered_violations
from engine.job.semantics import Semantics

DRIFT = Evidence("a", "baseline_drift_check", Measure.DISTANCE, 0.5, Relation.AT_MOST, 0.1, "{} exceeds {}", (0.5, 0.1))
TYPE = Evidence("b", "data_type_check", Measure.RATIO, 0.25, Relation.AT_LEAST, 1.0, "Only {}%", (25.0,))


def test_all_numbers_are_printed_at_once_in_the_order_of_the_violations():
    """Each call to Java costs time; each text gets its own numbers."""
    asked = []

    def doubles(values: list[float]) -> list[str]:
        asked.append(values)
        return [f"<{value}>" for value in values]

    found = ordered_violations((), [DRIFT, TYPE], Semantics.OBSERVED, doubles=doubles)
    assert [violation.description for violation in found] == ["Only <25.0>%", "<0.5> exceeds <0.1>"]
    assert asked == [[25.0, 0.5, 0.1]]


def test_without_violations_nothing_is_printed():
    """An empty list asks for no number."""
    assert ordered_violations((), [], Semantics.CORRECTED, doubles=lambda _: 1 / 0) == ()
