"""From constraints that do not hold to the list of violations, in the order of the setting."""

from collections.abc import Iterable, Sequence

from engine.analysis.evidence import Evidence, Measure, descriptions
from engine.documents.json.codec import Doubles
from engine.documents.json.numerals import shortest
from engine.documents.violations import Violation
from engine.job.semantics import Matter, Semantics


def ordered_violations(
    columns: Sequence[Violation], broken: Iterable[Evidence], semantics: Semantics, *, doubles: Doubles = shortest
) -> tuple[Violation, ...]:
    """Return the violations of the numbers of *columns* first, then the *broken* constraints, which come by feature.

    Under `corrected` they stay by feature; under `observed` the distances come after all others, as in official
    documents. *doubles* prints the numbers of the texts.
    """
    ordered = list(broken)
    if not semantics.corrects(Matter.ORDER_OF_VIOLATIONS):
        ordered.sort(key=lambda evidence: evidence.measure is Measure.DISTANCE)
    texts = descriptions(ordered, doubles)
    found = (Violation(evidence.feature, evidence.check, text) for evidence, text in zip(ordered, texts, strict=True))
    return (*columns, *found)
