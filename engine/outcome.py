"""What a run has found."""

from dataclasses import dataclass

from engine.analysis.evidence import Evidence
from engine.analysis.metric import Metric
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.history.run_metrics import RunMetrics
from engine.documents.kinds import CONSTRAINTS, STATISTICS, SUGGESTIONS, VIOLATIONS
from engine.documents.suggestions import Suggestion, Suggestions
from engine.documents.violations import Violation, Violations


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found.

    `violations` is None for a run with neither a baseline nor rules of the user's. `statistics` and `constraints` are None
    where there was no record, or where the number of columns ended the run (`observed`). `evidence` is what the checks
    have measured. `suggestions` are those of Deequ's rules, None where they were not asked. `metrics` are for those who
    watch: none where nobody does, or where the constraints do not want it. `history` is kept in the metrics repository,
    None where none was named.
    """

    records: int
    statistics: Statistics | None
    constraints: Constraints | None
    violations: tuple[Violation, ...] | None
    evidence: tuple[Evidence, ...] = ()
    suggestions: tuple[Suggestion, ...] | None = None
    metrics: tuple[Metric, ...] = ()
    history: RunMetrics | None = None

    def to_json(self) -> dict[str, object]:
        """Return the documents by their names, those that the run has, in the order in which they are written.

        Each is made of dicts, lists and tuples, texts, numbers, truths and None, as `json.dumps` takes them.
        """
        parts = {
            SUGGESTIONS: None if self.suggestions is None else Suggestions(self.suggestions),
            STATISTICS: self.statistics,
            CONSTRAINTS: self.constraints,
            VIOLATIONS: None if self.violations is None else Violations(self.violations),
        }
        return {name: document.to_json() for name, document in parts.items() if document is not None}
