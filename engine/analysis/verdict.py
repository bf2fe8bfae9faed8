"""From constraints that do not hold to the list of violations, in the order of the setting."""

from collections.abc import Iterable, Sequence

from engine.analysis.evidence import Evidence, Measure
from engine.documents.violations import Violation
from engine.job import Semantics


def ordered_violations(
    columns: Sequence[Violation], broken: Iterable[Evidence], semantics: Semantics
) -> tuple[Violation, ...]:
    """Return the violations of the numbers of *columns* first, then the *broken* constraints, which come by feature.

    Under `corrected` they stay by feature; under `observed` the distances come after all others, as in official
    documents.
    """
    ordered = list(broken)
    if semantics is Semantics.OBSERVED:
        ordered.sort(key=lambda evidence: evidence.measure is Measure.DISTANCE)
    return (*columns, *(Violation(evidence.feature, evidence.check, evidence.description) for evidence in ordered))
