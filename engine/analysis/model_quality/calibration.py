"""How far a model's probabilities are from what happens.

Sources: Brier, "Verification of forecasts expressed in terms of probability" (1950); Naeini, Cooper and Hauskrecht,
"Obtaining well calibrated probabilities using Bayesian binning" (2015), whose ten bins of equal width are used.
"""

import math
from collections.abc import Iterator

import numpy as np

from engine.analysis.model_quality.curves import Ranked
from engine.analysis.model_quality.interval import share
from engine.documents.model_quality.statistics import Metric

_BINS = 10


def calibration(found: Ranked) -> Iterator[tuple[str, Metric]]:
    """Yield the Brier score and the expected calibration error; nothing where a score is no probability or none is there."""
    scores = found.scores
    if not len(scores) or scores.min() < 0 or scores.max() > 1:
        return
    yield "brier_score", _mean(found, (1 - scores) ** 2, scores**2)
    bins = np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, found.positives * (1 - scores) - found.negatives * scores, _BINS)
    signs = np.sign(gaps)[bins]
    yield "expected_calibration_error", _mean(found, signs * (1 - scores), -signs * scores)


def _mean(found: Ranked, of_positive: np.ndarray, of_negative: np.ndarray) -> Metric:
    """Return the mean over rows that have these values at each score, and its standard deviation."""
    rows = found.rows
    mean = float((found.positives * of_positive + found.negatives * of_negative).sum()) / rows
    squares = found.positives * (of_positive - mean) ** 2 + found.negatives * (of_negative - mean) ** 2
    return share(min(max(mean, 0.0), 1.0), math.sqrt(float(squares.sum())) / rows, trials=rows, rows=rows)
