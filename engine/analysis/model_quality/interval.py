"""Standard deviations of metrics, and intervals that hold the true value in 95 of 100 samples.

The deviations are those of the delta method, exact formulas of the counts and sums that a run has anyway: the first order
of what a metric's value varies by when another sample of as many rows is drawn. Source: Casella and Berger, "Statistical
Inference", 2nd edition, section 5.5.4; for ratios of counts that is the infinitesimal jackknife of Efron, "The jackknife,
the bootstrap and other resampling plans", 1982, chapter 6. Intervals of shares are Wilson's (1927), over as many trials
as the deviation is worth.
"""

import math

from engine.documents.model_quality.statistics import Metric

FEWEST_ROWS = 200
"""Of fewer rows the documents have no deviation."""

_Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def share(value: float, deviation: float, *, trials: float, rows: int) -> Metric:
    """Return the metric of a *value* in [0, 1] that is a share, or like one, of so many *trials* among all *rows*."""
    if rows < FEWEST_ROWS or trials <= 0:
        return Metric(value)
    worth = value * (1 - value) / (deviation * deviation) if deviation > 0 else trials
    return Metric(value, deviation, _wilson(value, worth))


def size(value: float, deviation: float, *, rows: int) -> Metric:
    """Return the metric of a *value* that cannot be negative, such as an error's size; its logarithm is nearly normal."""
    if rows < FEWEST_ROWS:
        return Metric(value)
    if not value > 0 or not math.isfinite(value) or not math.isfinite(deviation):
        return Metric(value, deviation, (value, value) if value == 0 else None)
    factor = math.exp(_Z * deviation / value)
    return Metric(value, deviation, (value / factor, value * factor))


def real(value: float, deviation: float, *, rows: int) -> Metric:
    """Return the metric of a *value* that may be any number."""
    if rows < FEWEST_ROWS:
        return Metric(value)
    if not math.isfinite(value) or not math.isfinite(deviation):
        return Metric(value, deviation)
    return Metric(value, deviation, (value - _Z * deviation, value + _Z * deviation))


def _wilson(value: float, trials: float) -> tuple[float, float]:
    squared = _Z * _Z
    middle = (value + squared / (2 * trials)) / (1 + squared / trials)
    half = _Z / (1 + squared / trials) * math.sqrt(value * (1 - value) / trials + squared / (4 * trials * trials))
    return 0.0 if value <= 0 else max(middle - half, 0.0), 1.0 if value >= 1 else min(middle + half, 1.0)
