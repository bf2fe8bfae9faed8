"""What a check has measured, before anybody judges it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from engine.documents.json.codec import Doubles


class Relation(Enum):
    """How a measured value must stand to its bound for the constraint to hold."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


class Measure(Enum):
    """What kind of number a value is, which decides the Deequ metric that carries it."""

    COMPLETENESS = "completeness"
    RATIO = "ratio"
    DISTANCE = "distance"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One constraint on one feature with the value that the data gave.

    `check` is the official name of the check (`completeness_check`, `baseline_drift_check`, ...), `template` the text
    of the violation, should the constraint not hold, with `{}` for each of `numbers`. A completeness or ratio lies in
    [0, 1]; a distance is not negative.
    """

    feature: str
    check: str
    measure: Measure
    value: float
    relation: Relation
    bound: float
    template: str
    numbers: tuple[float, ...] = ()


def descriptions(evidence: Sequence[Evidence], doubles: Doubles) -> tuple[str, ...]:
    """Return the text of each of *evidence*; *doubles* is asked once, for all their numbers in order."""
    numbers = [number for one in evidence for number in one.numbers]
    printed = iter(doubles(numbers) if numbers else ())
    return tuple(one.template.format(*islice(printed, len(one.numbers))) for one in evidence)
