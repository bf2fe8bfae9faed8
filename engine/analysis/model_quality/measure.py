"""From what was counted and added up to the metrics of each problem, in the official order."""

import logging
from collections.abc import Callable, Iterator
from itertools import chain

from engine.analysis.model_quality.binary_metrics import BinaryCounts, answers, f_scores, rates
from engine.analysis.model_quality.calibration import calibration
from engine.analysis.model_quality.classes import ClassCounts, class_counts
from engine.analysis.model_quality.curves import Ranked, areas, curves, ranked
from engine.analysis.model_quality.multiclass_metrics import multiclass_metrics
from engine.analysis.model_quality.regression_metrics import regression_metrics
from engine.documents.model_quality.statistics import Curve, Matrix, Metric
from engine.job.quality import ProblemType
from engine.job.semantics import Semantics
from engine.quality.labels import classes_of, in_order
from engine.quality.measures import ClassMeasures, Measures, RegressionMeasures
from engine.quality.scores import MOST_SCORES, ScoreTable

_log = logging.getLogger(__name__)

_BCC = "_best_constant_classifier"

Members = tuple[tuple[str, Metric | Matrix | Curve], ...]
"""Metrics, curves and the confusion matrix, by name."""


def members_of(measures: Measures, problem: ProblemType, semantics: Semantics, *, positive: str | None) -> Members:
    """Return what is told of one row or more that were measured; a metric that has no value is left out.

    *positive* is the label of the positive class of a binary problem, which is told by all rows and not by a segment's.
    """
    return tuple(_MEMBERS[problem](measures, semantics, positive))


def classes_in(measures: ClassMeasures) -> tuple[str, ...] | None:
    """Return the classes that *measures* of one row or more have seen, in order; None where there are too many."""
    counts = measures.confusion.counts
    if counts is None:
        return None
    truths = {truth for truth, _ in counts}
    named = classes_of((*truths, *(answer for _, answer in counts if isinstance(answer, str))))
    return in_order(set(named.values()))


def _regression(
    measures: RegressionMeasures, _semantics: Semantics, _positive: str | None
) -> Iterator[tuple[str, Metric]]:
    return regression_metrics(measures.sums)


def _multiclass(
    measures: ClassMeasures, semantics: Semantics, _positive: str | None
) -> Iterator[tuple[str, Metric | Matrix | Curve]]:
    counted = class_counts(measures.confusion.counts or {})
    yield "confusion_matrix", counted.matrix()
    yield from multiclass_metrics(counted)
    yield from multiclass_metrics(counted, _BCC, constant=counted.best_constant(semantics))


def _binary(
    measures: ClassMeasures, semantics: Semantics, positive: str | None
) -> Iterator[tuple[str, Metric | Matrix | Curve]]:
    counted = class_counts(measures.confusion.counts or {}, positive=positive)
    yes = counted.names[positive or ""]
    counts = _binary_counts(counted, yes)
    constant = counts.answered(positive=counted.best_constant(semantics) == yes)
    found = _ranked(measures.scores, lambda label: counted.names[label] == yes)
    told = len(found.scores) > 0 and not found.one_sided
    yield "confusion_matrix", counted.matrix()
    yield from answers(counts)
    yield from answers(constant, _BCC)
    yield from rates(counts)
    yield from chain(curves(found), areas(found)) if told else ()
    yield from f_scores(counts)
    yield from f_scores(constant, _BCC)
    yield from calibration(found)


def _ranked(scores: ScoreTable, is_positive: Callable[[str], bool]) -> Ranked:
    if scores.dropped:
        _log.info(
            "More than %d scores differ: those that agree in their first %d bits are counted together",
            MOST_SCORES,
            64 - scores.dropped,
        )
    return ranked(scores.tables(), dropped=scores.dropped, is_positive=is_positive)


_MEMBERS: dict[ProblemType, Callable[..., Iterator[tuple[str, Metric | Matrix | Curve]]]] = {
    ProblemType.REGRESSION: _regression,
    ProblemType.BINARY: _binary,
    ProblemType.MULTICLASS: _multiclass,
}


def _binary_counts(counted: ClassCounts, positive: str) -> BinaryCounts:
    cells = [[0, 0], [0, 0]]
    for (truth, answer), count in counted.counts.items():
        cells[truth != positive][answer != positive] += count
    return BinaryCounts(cells[0][0], cells[0][1], cells[1][0], cells[1][1])
