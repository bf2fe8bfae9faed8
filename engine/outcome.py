"""What a run has found."""

from dataclasses import dataclass

from engine.analysis.evidence import Evidence
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.violations import Violation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found and written.

    `violations` is None for a run without a baseline. `statistics` and `constraints` are None where there was no
    record, or where the number of columns ended the run (`observed`). `evidence` is what the checks have measured.
    """

    records: int
    statistics: Statistics | None
    constraints: Constraints | None
    violations: tuple[Violation, ...] | None
    evidence: tuple[Evidence, ...] = ()
