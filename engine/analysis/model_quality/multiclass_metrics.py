"""The metrics of a classification of several classes: shares of the classes' own metrics, weighted by their rows.

The formulas are those of Spark's MulticlassMetrics: a class's metric counts by the share of rows that it is true in.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.analysis.model_quality.classes import ClassCounts
from engine.analysis.model_quality.interval import share
from engine.documents.model_quality.statistics import Metric


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells that have rows: `truths` and `answers` are places of classes, `counts` are rows; int64. Of each class, how
    often it was true, was answered, and was both: float64."""

    truths: np.ndarray
    answers: np.ndarray
    counts: np.ndarray
    true: np.ndarray
    given: np.ndarray
    right: np.ndarray


def multiclass_metrics(
    counted: ClassCounts, suffix: str = "", *, constant: str | None = None
) -> Iterator[tuple[str, Metric]]:
    """Yield the accuracy and the weighted metrics; if every answer had been the class *constant*, where that is given."""
    table = _table(counted, constant)
    weighted = _metric(table, _recall)
    yield f"accuracy{suffix}", replace(weighted, value=float(table.right.sum()) / counted.rows)
    yield f"weighted_recall{suffix}", weighted
    yield f"weighted_precision{suffix}", _metric(table, _precision)
    for name, beta in (("f0_5", 0.5), ("f1", 1.0), ("f2", 2.0)):
        yield f"weighted_{name}{suffix}", _metric(table, _f_score(beta))


def _table(counted: ClassCounts, constant: str | None) -> _Table:
    classes = counted.matrix().counts
    places = {name: place for place, (name, _) in enumerate(classes)}
    pairs = [(places[truth], places[constant or answer], count) for (truth, answer), count in counted.counts.items()]
    truths, answers, counts = (np.array(column, dtype=np.int64) for column in zip(*sorted(pairs), strict=True))
    size = len(places)
    right = truths == answers
    return _Table(
        truths,
        answers,
        counts,
        np.bincount(truths, counts, size),
        np.bincount(answers, counts, size),
        np.bincount(truths[right], counts[right], size),
    )


Score = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""A metric of each class, and its derivatives by how often the class is right, true and given."""


def _recall(table: _Table) -> Score:
    """The weighted sum of recalls is the share of right answers; a class that is never true has no weight."""
    value = _divided(table.right, table.true)
    return value, _divided(np.ones_like(value), table.true), -_divided(value, table.true), np.zeros_like(value)


def _precision(table: _Table) -> Score:
    value = _divided(table.right, table.given)
    return value, _divided(np.ones_like(value), table.given), np.zeros_like(value), -_divided(value, table.given)


def _f_score(beta: float) -> Callable[[_Table], Score]:
    squared = beta * beta

    def score(table: _Table) -> Score:
        precision, recall = _divided(table.right, table.given), _divided(table.right, table.true)
        value = _divided((1 + squared) * precision * recall, squared * precision + recall)
        below = squared * table.true + table.given
        by_right = _divided(np.full_like(value, 1 + squared), below)
        return value, by_right, -squared * _divided(value, below), -_divided(value, below)

    return score


def _metric(table: _Table, score: Callable[[_Table], Score]) -> Metric:
    """Return the weighted metric; its deviation is the delta method's over the cells."""
    rows = int(table.counts.sum())
    value, by_right, by_true, by_given = score(table)
    whole = float(np.cumsum(value * table.true / rows)[-1])  # one after the other, as Spark adds
    truths, answers = table.truths, table.answers
    moved = value[truths] + (table.true * by_true)[truths] + (table.true * by_given)[answers]
    moved = moved + np.where(truths == answers, (table.true * by_right)[truths], 0.0)
    squares = float((table.counts * (moved - whole) ** 2).sum())
    return share(min(whole, 1.0), math.sqrt(squares) / rows, trials=rows, rows=rows)


def _divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return *above* by *below*, 0.0 where that is 0."""
    divided: np.ndarray = np.divide(above, below, out=np.zeros(len(below)), where=below != 0)
    return divided
