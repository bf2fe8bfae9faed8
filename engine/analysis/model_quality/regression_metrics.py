"""The metrics of a regression, in the official order and from the official formulas, those of Spark's RegressionMetrics."""

import math
from collections.abc import Iterator

from engine.analysis.model_quality.interval import real, size
from engine.documents.model_quality.statistics import Metric
from engine.quality.regression import RegressionSums


def regression_metrics(sums: RegressionSums) -> Iterator[tuple[str, Metric]]:
    """Yield mae, mse, rmse and r2 of one row or more; r2 has no value where all truths are one number."""
    rows, spread = sums.rows, sums.spread
    squared = math.sqrt(sums.squared) ** 2  # a norm and its square, as Spark has it
    mae, mse = sums.absolute / rows, squared / rows
    rmse = math.sqrt(mse)
    of_mse = math.sqrt(spread.of_squared / rows)
    yield "mae", size(mae, math.sqrt(spread.of_absolute / rows), rows=rows)
    yield "mse", size(mse, of_mse, rows=rows)
    yield "rmse", size(rmse, of_mse / (2 * rmse) if rmse else 0.0, rows=rows)
    total = sums.total
    if total > 0:
        yield "r2", real(1 - squared / total, _of_r2(sums, total / rows), rows=rows)


def _of_r2(sums: RegressionSums, variance: float) -> float:
    """The delta method for a ratio of means: of the squared errors, and of the squared distances from the mean."""
    spread, ratio = sums.spread, sums.squared / sums.rows / variance
    of_ratio = spread.of_squared - 2 * ratio * spread.together + ratio * ratio * spread.of_distance
    return math.sqrt(max(of_ratio, 0.0) / sums.rows) / variance
