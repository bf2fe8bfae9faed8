"""What a run has come to for a pipeline: a verdict with its exit code, and what each check has said of each feature."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice

from engine.analysis.custom_rules import CHECK as RULE
from engine.analysis.custom_rules import DATASET, RuleOutcome
from engine.analysis.custom_rules import Verdict as RuleVerdict
from engine.analysis.merged import Merged
from engine.analysis.model_quality.constrain import camel
from engine.documents.model_quality.violations import MetricViolation
from engine.documents.violations import Violation
from engine.ending import Fault
from engine.outcome import Findings, Outcome, QualityOutcome

_OF_COLUMNS = frozenset({"missing_column_check", "extra_column_check"})


class Verdict(Enum):
    """How a run has ended, by the word that JSON has for it."""

    FINE = "fine"
    VIOLATIONS = "violations"
    ERROR = "error"
    NO_DATA = "no_data"

    @property
    def exit_code(self) -> int:
        """The exit code of the command line: 0, 1, 2 or 3."""
        return tuple(Verdict).index(self)


class State(Enum):
    """What became of one check: it holds, it is broken, or it is broken and is none of those that the run may fail by."""

    HOLDS = "holds"
    BROKEN = "broken"
    TOLERATED = "tolerated"


@dataclass(frozen=True, slots=True)
class Judged:
    """One check of one feature, or one metric of a model; `description` is the violation's sentence, empty where it holds.

    `rule` is the text of a rule of the user's, in one line; empty for all other checks.
    """

    subject: str
    check: str
    state: State
    description: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a pipeline is told.

    `records` and `features` are what was read, 0 for nothing. `judged` are the checks by their features, then the user's rules;
    of anomaly checks, and of rules over no record, only the broken ones are known. `violations` are the entries of
    constraint_violations.json, in their order. `documents` are the names of what was written. `merged` are the counts of a
    merge by their names. `fault` is why there is no result, None where there is one.
    """

    verdict: Verdict
    records: int = 0
    features: int = 0
    judged: tuple[Judged, ...] = ()
    violations: tuple[Mapping[str, object], ...] = field(default=(), hash=False)
    documents: tuple[str, ...] = ()
    merged: Mapping[str, int] | None = field(default=None, hash=False)
    fault: Fault | None = None

    @property
    def broken(self) -> tuple[Judged, ...]:
        """The checks that do not hold, those by which the run fails first."""
        violated = [each for each in self.judged if each.state is not State.HOLDS]
        return tuple(sorted(violated, key=lambda each: each.state is State.TOLERATED))

    @property
    def failing(self) -> int:
        """How many violations let the run end with 1."""
        return sum(each.state is State.BROKEN for each in self.judged)


def result_of(outcome: Findings, fails_by: frozenset[str] | None, merged: Merged | None = None) -> Result:
    """Return what a run with this *outcome* has come to, where violations of the checks *fails_by* end it with 1, None for all.

    A run over no record has no data, whatever else does not hold of it, unless it fails.
    """
    violations = tuple(each for each in outcome.violations or () if isinstance(each, Violation | MetricViolation))
    judged = tuple(_judged(outcome, violations, fails_by))
    return Result(
        _verdict(outcome, judged),
        outcome.records,
        _features(outcome),
        judged,
        tuple(each.to_json() for each in violations),
        outcome.documents,
        _counts(merged),
    )


def failed(fault: Fault) -> Result:
    """Return what a run that *fault* has ended has come to."""
    return Result(Verdict.NO_DATA if fault.no_data else Verdict.ERROR, fault=fault)


def nothing_merged(merged: Merged) -> Result:
    """Return what a run has come to whose merge has found nothing that could be measured."""
    return Result(Verdict.NO_DATA, merged=_counts(merged))


def _verdict(outcome: Findings, judged: Sequence[Judged]) -> Verdict:
    if any(each.state is State.BROKEN for each in judged):
        return Verdict.VIOLATIONS
    # Where another number of columns has ended the run there were data, though nobody has read them.
    read = outcome.records or any(each.check in _OF_COLUMNS for each in judged)
    return Verdict.FINE if read else Verdict.NO_DATA


def _judged(
    outcome: Findings, violations: Sequence[Violation | MetricViolation], fails_by: frozenset[str] | None
) -> Iterator[Judged]:
    """Yield what was judged, in the order of the evidence, then the rules, and then the violations of what else there is."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, each in enumerate(violations):
        places.setdefault((_subject(each), each.check), []).append(place)
    told: set[int] = set()
    for key in _evidence(outcome):
        if found := places.get(key):
            told.add(found[0])
            yield _violated(violations[found.pop(0)], fails_by)
        else:
            yield Judged(*key, State.HOLDS)
    rules = outcome.rules if isinstance(outcome, Outcome) else ()
    left = [each for place, each in enumerate(violations) if place not in told]
    yield from _of_rules(rules, [each for each in left if each.check == RULE], fails_by)
    yield from (_violated(each, fails_by) for each in left if each.check != RULE or not rules)


def _of_rules(
    rules: Sequence[RuleOutcome], broken: Sequence[Violation | MetricViolation], fails_by: frozenset[str] | None
) -> Iterator[Judged]:
    """Yield what was said of each of *rules*; *broken* are the violations of those that do not hold, in their order."""
    violations = iter(broken)
    for one in rules:
        text = " ".join(one.rule.split())
        if one.verdict is RuleVerdict.HOLDS:
            yield Judged(one.feature or DATASET, RULE, State.HOLDS, rule=text)
        else:
            yield from (replace(_violated(each, fails_by), rule=text) for each in islice(violations, 1))


def _violated(violation: Violation | MetricViolation, fails_by: frozenset[str] | None) -> Judged:
    state = State.BROKEN if fails_by is None or violation.check in fails_by else State.TOLERATED
    return Judged(_subject(violation), violation.check, state, violation.description)


def _subject(violation: Violation | MetricViolation) -> str:
    return violation.feature_name if isinstance(violation, Violation) else violation.metric_name


def _evidence(outcome: Findings) -> Iterator[tuple[str, str]]:
    """Yield the subject and the check of all that was judged, whatever came of it."""
    if isinstance(outcome, QualityOutcome):
        measured = {name for name, _ in outcome.statistics.metrics()}
        for each in outcome.judged.constraints if outcome.judged else ():
            if each.metric in measured and not math.isnan(each.threshold):
                yield camel(each.metric), each.operator
    elif isinstance(outcome, Outcome):
        yield from ((each.feature, each.check) for each in outcome.evidence)


def _features(outcome: Findings) -> int:
    if isinstance(outcome, Outcome) and outcome.statistics is not None:
        return len(outcome.statistics.features)
    return 0


def _counts(merged: Merged | None) -> Mapping[str, int] | None:
    if merged is None:
        return None
    counts = merged.counts
    return {
        "captured": counts.captured,
        "labels": counts.labels,
        "merged": counts.merged,
        "unlabelled": counts.unlabelled,
        "unmatched": counts.unmatched,
    }


def by_check(result: Result) -> Mapping[str, int]:
    """Return how many violations each check has, by its name, those of the most first."""
    return dict(Counter(each.check for each in result.broken).most_common())
