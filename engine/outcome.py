"""What a run has found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from engine.analysis.custom_rules import RuleOutcome
from engine.analysis.evidence import Evidence
from engine.analysis.metric import Family, Metric
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.history.run_metrics import RunMetrics
from engine.documents.json.packed import unpacked
from engine.documents.kinds import CONSTRAINTS, SEGMENTS, STATISTICS, SUGGESTIONS, VIOLATIONS
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.segments import Segments
from engine.documents.model_quality.statistics import QualityStatistics
from engine.documents.model_quality.violations import MetricViolation
from engine.documents.suggestions import Suggestion, Suggestions
from engine.documents.violations import Violation, Violations


class Findings(Protocol):
    """What a run of any kind has found: how many records it is about, what was broken, and its documents."""

    @property
    def records(self) -> int:
        """How many records there were."""

    @property
    def violations(self) -> Sequence[object] | None:
        """What was broken; None where nothing was promised."""

    @property
    def metrics(self) -> Sequence[Metric]:
        """The numbers for those who watch."""

    @property
    def history(self) -> RunMetrics | None:
        """What is kept in the metrics repository; None where nothing is."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents, in the order in which they are written."""

    def to_json(self) -> dict[str, object]:
        """Return the documents by their names, in the order in which they are written."""

    def to_print(self) -> dict[str, object]:
        """Return the same as the codec prints it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found.

    `violations` is None for a run with neither a baseline nor rules of the user's. `statistics` and `constraints` are None
    where there was no record, or where the number of columns ended the run (`observed`). `evidence` is what the checks
    have measured. `suggestions` are those of Deequ's rules, None where they were not asked. `metrics` are for those who
    watch: none where nobody does, or where the constraints do not want it. `rules` is what was said of each of the user's
    rules, those that hold too, where there were rows to ask. `history` is kept in the metrics repository,
    None where none was named. `baseline` are the statistics that the data were compared with, and `files` is how many files
    were read: None where there are none.
    """

    records: int
    statistics: Statistics | None
    constraints: Constraints | None
    violations: tuple[Violation, ...] | None
    evidence: tuple[Evidence, ...] = ()
    suggestions: tuple[Suggestion, ...] | None = None
    metrics: tuple[Metric, ...] = ()
    history: RunMetrics | None = None
    baseline: Statistics | None = field(default=None, repr=False, compare=False)
    files: int | None = field(default=None, repr=False, compare=False)
    rules: tuple[RuleOutcome, ...] = field(default=(), repr=False, compare=False)

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that the run has, in the order in which they are written."""
        return tuple(self._makers())

    def to_json(self) -> dict[str, object]:
        """Return the documents by their names, those that the run has, in the order in which they are written.

        Each is made of dicts, lists and tuples, texts, numbers, truths and None, as `json.dumps` takes them.
        """
        found: dict[str, object] = unpacked(self.to_print())
        return found

    def to_print(self) -> dict[str, object]:
        """Return the same with packed doubles where there are some, as the codec prints it."""
        return {name: make() for name, make in self._makers().items()}

    def _makers(self) -> dict[str, Callable[[], object]]:
        """Return what makes each document that the run has, by its name, in the order in which they are written."""
        makers: dict[str, Callable[[], object]] = {}
        if self.suggestions is not None:
            makers[SUGGESTIONS] = Suggestions(self.suggestions).to_json
        if self.statistics is not None:
            makers[STATISTICS] = self.statistics.to_print
        if self.constraints is not None:
            makers[CONSTRAINTS] = self.constraints.to_json
        if self.violations is not None:
            makers[VIOLATIONS] = Violations(self.violations).to_json
        return makers


@dataclass(frozen=True, slots=True)
class QualityOutcome:
    """What a run about a model's answers has found.

    `records` are those that were measured. `judged` are the constraints of the baseline, and `violations` what was broken
    of them; None without a baseline. `before` are the metrics of the baseline, as far as they are known, by name.
    `statistics.metrics()` are the single numbers, by name. `segments` is None where none were asked for. `baseline` is its
    statistics document as JSON has it, and `files` is how many files were read; None where that is not known.
    """

    records: int
    statistics: QualityStatistics
    constraints: QualityConstraints
    violations: tuple[MetricViolation, ...] | None
    judged: QualityConstraints | None = None
    before: Mapping[str, float] = field(default_factory=dict, hash=False)
    segments: Segments | None = None
    baseline: object = field(default=None, repr=False, compare=False)
    files: int | None = field(default=None, repr=False, compare=False)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The single numbers, and in a monitoring run how many violations there are, by their official names."""
        numbers = [Metric(name, each.value, family=Family.MODEL) for name, each in self.statistics.metrics()]
        if self.violations is not None:
            numbers.append(Metric("total_number_of_violations", float(len(self.violations)), family=Family.MODEL))
        return tuple(numbers)

    @property
    def history(self) -> None:
        """None: the metrics repository keeps what is known of data."""
        return None

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that the run has, in the order in which they are written."""
        segments = () if self.segments is None else (SEGMENTS,)
        return (*segments, STATISTICS, CONSTRAINTS, *(() if self.violations is None else (VIOLATIONS,)))

    def to_json(self) -> dict[str, object]:
        """Return the documents by their names, those that the run has, in the order in which they are written."""
        documents: dict[str, object] = {} if self.segments is None else {SEGMENTS: self.segments.to_json()}
        documents |= {STATISTICS: self.statistics.to_json(), CONSTRAINTS: self.constraints.to_json()}
        if self.violations is not None:
            documents[VIOLATIONS] = {"violations": [violation.to_json() for violation in self.violations]}
        return documents

    def to_print(self) -> dict[str, object]:
        """Return the same, which has no packed doubles."""
        return self.to_json()
