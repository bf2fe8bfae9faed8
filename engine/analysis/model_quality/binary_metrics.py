"""The metrics of a binary classification that its four counts give, from the official formulas."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from engine.analysis.model_quality.interval import share
from engine.documents.model_quality.statistics import Metric

_BETAS = {"f0_5": 0.5, "f1": 1.0, "f2": 2.0}

Weights = tuple[float, float, float, float]
"""What true positives, false negatives, false positives and true negatives count."""

_PRECISION: tuple[Weights, Weights] = ((1, 0, 0, 0), (1, 0, 1, 0))
_ACCURACY: tuple[Weights, Weights] = ((1, 0, 0, 1), (1, 1, 1, 1))
_RECALL: tuple[Weights, Weights] = ((1, 0, 0, 0), (1, 1, 0, 0))
_FALSE_POSITIVES: tuple[Weights, Weights] = ((0, 0, 1, 0), (0, 0, 1, 1))


@dataclass(frozen=True, slots=True)
class BinaryCounts:
    """Rows by whether they are positive and whether the answer is right."""

    true_positives: int
    false_negatives: int
    false_positives: int
    true_negatives: int

    @property
    def positives(self) -> int:
        """Rows whose truth is positive."""
        return self.true_positives + self.false_negatives

    @property
    def negatives(self) -> int:
        """Rows whose truth is not positive."""
        return self.false_positives + self.true_negatives

    @property
    def rows(self) -> int:
        """All rows."""
        return self.positives + self.negatives

    def answered(self, *, positive: bool) -> "BinaryCounts":
        """Return the counts if every answer had been the *positive* class, or if none had."""
        if positive:
            return BinaryCounts(self.positives, 0, self.negatives, 0)
        return BinaryCounts(0, self.positives, 0, self.negatives)


def answers(counts: BinaryCounts, suffix: str = "") -> Iterator[tuple[str, Metric]]:
    """Yield recall, precision and accuracy; recall has no value where no row is positive."""
    if counts.positives:
        yield f"recall{suffix}", _ratio(counts, *_RECALL)
    yield f"precision{suffix}", _ratio(counts, *_PRECISION)
    yield f"accuracy{suffix}", _ratio(counts, *_ACCURACY)


def rates(counts: BinaryCounts) -> Iterator[tuple[str, Metric]]:
    """Yield the rates of true and false answers; those of positive rows have no value where there is none, and so on."""
    true = _ratio(counts, *_RECALL) if counts.positives else None
    false = _ratio(counts, *_FALSE_POSITIVES) if counts.negatives else None
    if true is not None:
        yield "true_positive_rate", true
    if false is not None:
        yield "true_negative_rate", _rest(false)
        yield "false_positive_rate", false
    if true is not None:
        yield "false_negative_rate", _rest(true)


def f_scores(counts: BinaryCounts, suffix: str = "") -> Iterator[tuple[str, Metric]]:
    """Yield f0_5, f1 and f2; they have no value where no row is positive."""
    for name, beta in _BETAS.items() if counts.positives else ():
        yield f"{name}{suffix}", _f_score(counts, beta)


def _f_score(counts: BinaryCounts, beta: float) -> Metric:
    precision, recall = _value(counts, *_PRECISION), _value(counts, *_RECALL)
    squared = beta * beta
    both = precision + recall
    value = (1 + squared) * precision * recall / (squared * precision + recall) if both else 0.0
    return _measured(counts, value, (1 + squared, 0, 0, 0), (1 + squared, squared, 1, 0))


def _ratio(counts: BinaryCounts, above: Weights, below: Weights) -> Metric:
    return _measured(counts, _value(counts, above, below), above, below)


def _value(counts: BinaryCounts, above: Weights, below: Weights) -> float:
    """Return one weighted sum of the counts by another, 0.0 where nothing is below, as officially."""
    whole = _weighted(counts, below)
    return _weighted(counts, above) / whole if whole else 0.0


def _measured(counts: BinaryCounts, value: float, above: Weights, below: Weights) -> Metric:
    """Return the metric of a ratio of weighted sums; for its deviation see `engine.analysis.model_quality.interval`."""
    whole = _weighted(counts, below)
    if not whole:
        return Metric(value)
    parts = zip(_counts(counts), above, below, strict=True)
    squares = sum(count * (over - value * under) ** 2 for count, over, under in parts)
    return share(value, math.sqrt(squares) / whole, trials=whole / max(below), rows=counts.rows)


def _rest(metric: Metric) -> Metric:
    interval = None if metric.interval is None else (1 - metric.interval[1], 1 - metric.interval[0])
    return Metric(1 - metric.value, metric.deviation, interval)


def _weighted(counts: BinaryCounts, weights: Weights) -> float:
    return sum(count * weight for count, weight in zip(_counts(counts), weights, strict=True))


def _counts(counts: BinaryCounts) -> tuple[int, int, int, int]:
    return counts.true_positives, counts.false_negatives, counts.false_positives, counts.true_negatives
