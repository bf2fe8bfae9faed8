"""The curves of a binary classification and the areas under them, as Spark's BinaryClassificationMetrics has them."""

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.analysis.model_quality.interval import share
from engine.documents.model_quality.statistics import Curve, Metric
from engine.quality.scores import LabelScores, scores_of

MOST_POINTS = 10_000
"""Curves of more points are thinned to some 1,000."""

_BINS = 1000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Different scores, the greatest first, with the rows of each whose truth is positive, and of the others; int64."""

    scores: np.ndarray
    positives: np.ndarray
    negatives: np.ndarray

    @property
    def rows(self) -> int:
        """How many rows have a score."""
        return int(self.positives.sum() + self.negatives.sum())

    @property
    def one_sided(self) -> bool:
        """Whether all rows are positive, or none is: then there is nothing to tell apart."""
        return not (self.positives.any() and self.negatives.any())


def ranked(tables: Mapping[str, LabelScores], *, dropped: int, is_positive: Callable[[str], bool]) -> Ranked:
    """Return the scores in *tables*, by label; *dropped* bits are those that the table has dropped."""
    keys = np.unique(np.concatenate([table.keys for table in tables.values()] or [np.empty(0, dtype=np.int64)]))
    counts = np.zeros((2, len(keys)), dtype=np.int64)
    for label, table in tables.items():
        counts[int(is_positive(label)), np.searchsorted(keys, table.keys)] += table.counts
    return Ranked(scores_of(keys, dropped)[::-1], counts[1, ::-1], counts[0, ::-1])


def curves(found: Ranked) -> Iterator[tuple[str, Curve]]:
    """Yield the two curves; there are rows of both kinds."""
    true, false = _thinned(found)
    recalls, precisions = true / true[-1], true / (true + false)
    yield (
        "receiver_operating_characteristic_curve",
        Curve(
            ("false_positive_rates", "true_positive_rates"),
            (0.0, *(false / false[-1]).tolist(), 1.0),
            (0.0, *recalls.tolist(), 1.0),
        ),
    )
    yield (
        "precision_recall_curve",
        Curve(("precisions", "recalls"), (float(precisions[0]), *precisions.tolist()), (0.0, *recalls.tolist())),
    )


def areas(found: Ranked) -> Iterator[tuple[str, Metric]]:
    """Yield the areas under the two curves, of all their points; there are rows of both kinds."""
    true, false = np.cumsum(found.positives), np.cumsum(found.negatives)
    trials = int(min(true[-1], false[-1]))
    recalls, precisions = true / true[-1], true / (true + false)
    auc = _area(np.concatenate(([0.0], false / false[-1], [1.0])), np.concatenate(([0.0], recalls, [1.0])))
    yield "auc", share(auc, _deviation_of_auc(found, auc), trials=trials, rows=found.rows)
    area = _area(np.concatenate(([0.0], recalls)), np.concatenate((precisions[:1], precisions)))
    yield "au_prc", share(area, _deviation_of_precisions(found, area), trials=trials, rows=found.rows)


def _area(xs: np.ndarray, ys: np.ndarray) -> float:
    """Return the sum of the trapezoids, added one by one as Spark does it: the first is a partition of its own."""
    parts = (ys[1:] + ys[:-1]) * (xs[1:] - xs[:-1]) / 2.0
    return float(parts[0] + (np.cumsum(parts[1:])[-1] if len(parts) > 1 else 0.0))


def _thinned(found: Ranked) -> tuple[np.ndarray, np.ndarray]:
    """Return the running counts at each point; of too many points those at the ends of as many chunks as Spark makes."""
    true, false = np.cumsum(found.positives), np.cumsum(found.negatives)
    if len(true) <= MOST_POINTS:
        return true, false
    ends = np.arange(len(true) // _BINS - 1, len(true), len(true) // _BINS)
    if ends[-1] != len(true) - 1:
        ends = np.append(ends, len(true) - 1)
    _log.info(
        "%d scores differ: the curves in the documents have %d points; the areas are those of all", len(true), len(ends)
    )
    return true[ends], false[ends]


def _deviation_of_auc(found: Ranked, auc: float) -> float:
    """Source: DeLong, DeLong and Clarke-Pearson (1988), with the shares of a population."""
    positives, negatives = found.positives, found.negatives
    above = np.cumsum(positives) - positives / 2
    below = negatives.sum() - np.cumsum(negatives) + negatives / 2
    of_positive, of_negative = below / negatives.sum(), above / positives.sum()
    first = (positives * (of_positive - auc) ** 2).sum() / positives.sum() ** 2
    second = (negatives * (of_negative - auc) ** 2).sum() / negatives.sum() ** 2
    return math.sqrt(first + second)


def _deviation_of_precisions(found: Ranked, area: float) -> float:
    """The delta method over the counts of each score: what one more row there would change, squared, for all rows."""
    true, false = np.cumsum(found.positives), np.cumsum(found.negatives)
    answered, whole = (true + false).astype(np.float64), float(true[-1])
    precisions = true / answered
    before = np.concatenate((precisions[:1], precisions[:-1]))
    heights, widths = precisions + before, found.positives.astype(np.float64)
    by_precision = widths + np.append(widths[1:], 0.0)
    by_precision[0] += widths[0]
    by_true = heights - np.append(heights[1:], 0.0) + by_precision * false / answered**2
    by_false = -by_precision * true / answered**2
    more_true = by_true[::-1].cumsum()[::-1] / (2 * whole) - area / whole
    more_false = by_false[::-1].cumsum()[::-1] / (2 * whole)
    return math.sqrt((found.positives * more_true**2).sum() + (found.negatives * more_false**2).sum())
