"""What Deequ says of a rule, as a value, and as what a user is told of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.analysis.custom_rules import RuleOutcome, Verdict
from engine.deequ.dqdl.column_names import Names
from engine.deequ.dqdl.prepare import Prepared
from engine.deequ.scala_values import plain
from engine.spark.jvm.doorway import JavaObject, JVMView, java_class
from engine.wording import foreign

_MEASURED = re.compile(r"Value: (-?[\d.E+-]+|NaN|-?Infinity|NULL) does not meet the constraint requirement[.!]")
"""What Deequ says of a measured value that is not good enough; NULL is one that was not measured in some row."""
_NO_VALUE = "Value: NULL"
_OF_SQL = "Dataset.*.CustomSQL"
_NOT_COMPARED = "Can't execute the assertion"
_EXCEPTION = re.compile(r"^[\w.$]+(?:Exception|Error): ")
_TYPES = re.compile(r"to be one of \([^)]*LongType[^)]*\), but found (\w+)Type instead!")
"""Deequ lists the types of numbers in another order each time."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Said:
    """What Deequ says of one rule: whether it holds, the numbers that it has measured, and why it does not, line by line."""

    holds: bool
    metrics: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    @property
    def complaints(self) -> tuple[str, ...]:
        """The reasons that are no verdict on a measured value."""
        return tuple(line for line in self.reasons if not _MEASURED.fullmatch(line) or is_missing(line))

    @property
    def is_verdict(self) -> bool:
        """Whether something was measured and compared."""
        if any(line.startswith(_NOT_COMPARED) for line in self.reasons):
            return False
        return self.holds or bool(self.metrics) or any(map(_MEASURED.fullmatch, self.reasons))


def heard_in(jvm: JVMView, outcome: JavaObject) -> Said:
    """Return what an *outcome* of Deequ's says."""
    metrics = java_class(jvm, "scala.collection.JavaConverters").mapAsJavaMap(outcome.evaluatedMetrics())
    reason = outcome.failureReason()
    return Said(
        holds=outcome.outcome().asString() == "Passed",
        metrics={name: float(value) for name, value in plain(jvm, metrics).items()},
        reasons=tuple(str(reason.get()).splitlines()) if reason.isDefined() else (),
    )


def told_of(names: Names, prepared: Prepared, heard: Said) -> RuleOutcome:
    """Return what becomes of a rule of which Deequ says what was *heard*, with the data's own *names*."""
    rule, feature = prepared.rule, prepared.feature
    if heard.holds:
        return RuleOutcome(rule.text, feature, Verdict.HOLDS)
    told = _told(names, next(iter(heard.complaints), ""))
    if not heard.is_verdict:
        return RuleOutcome(rule.text, feature, Verdict.UNDECIDED, f"{told or 'Deequ does not say why'} ({rule.place})")
    texts = (*_measured(heard), *([told.rstrip("!")] if told else []))
    return RuleOutcome(rule.text, feature, Verdict.BROKEN, names.named_back(", ".join(texts)))


def _told(names: Names, line: str) -> str:
    """Return a complaint of Deequ's or Spark's with the data's own names, and nothing of how the program is made."""
    line = _TYPES.sub(r"to be of numbers, but found \1", _EXCEPTION.sub("", line))
    return foreign(names.named_back(line), _LONGEST)


def _measured(heard: Said) -> tuple[str, ...]:
    """Return what was measured, in words; values without a name where Deequ has none, or another rule's.

    Deequ keeps one value for all SQL of a run, and one for all patterns of a column, under one name each; what it says of the
    rule itself is right.
    """
    compared = [
        float(found[1]) for line in heard.reasons if (found := _MEASURED.fullmatch(line)) and not is_missing(line)
    ]
    if len(heard.metrics) == len(compared) == 1:
        return (_in_words(next(iter(heard.metrics)), compared[0]),)
    named = {name: value for name, value in heard.metrics.items() if name != _OF_SQL}
    others = (value for value in compared if value not in named.values())
    return (
        *(_in_words(name, value) for name, value in sorted(named.items())),
        *(f"{'CustomSQL' if _OF_SQL in heard.metrics else 'the value measured'} is {value:.12g}" for value in others),
    )


def _in_words(name: str, value: float) -> str:
    """Return a metric in words: its name is that of an entity, an instance (a column, `*`) and a measure."""
    _, instance, measure = (*name.split(".", 2), "", "")[:3]
    of = "" if instance == "*" else f" of {instance}"
    # Sums depend on the order in which Spark joins partitions, in their last digits.
    return f"{measure}{of} is {value:.12g}"


def is_missing(line: str) -> bool:
    """Whether a line of Deequ's reasons says that a value was not measured in some row."""
    return line.startswith(_NO_VALUE)
