"""The metrics of a run as CloudWatch takes them: names, dimensions and numbers within its bounds."""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.analysis.metric import Family, Metric, Summary
from engine.job.publishing import FEATURE, Publishing
from engine.metrics.taken import LONGEST_NAME, LONGEST_VALUE, taken
from engine.wording import listed

_log = logging.getLogger(__name__)

_GREATEST = 2.0**360
"""CloudWatch refuses numbers beyond that, and what is no number."""

ENDPOINT, SCHEDULE = "Endpoint", "MonitoringSchedule"
"""The official dimensions."""

Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A `metric` of finite numbers under a `name` that CloudWatch takes.

    `dimensions` are those of the whole run, and `feature` is the value of the dimension Feature, None where the metric is
    about no feature.
    """

    metric: Metric
    name: str
    dimensions: Dimensions
    feature: str | None
    namespace: str

    def sets(self) -> tuple[Dimensions, ...]:
        """Return the sets of dimensions under which it is published, each sorted by name.

        The first is the documented one. The second has the feature beside, as the dashboards of SageMaker's SDK look for it
        [inferred: no output of the official container shows its dimensions].
        """
        if self.feature is None:
            return (self.dimensions,)
        return self.dimensions, tuple(sorted((*self.dimensions, (FEATURE, self.feature))))


def points_of(metrics: Sequence[Metric], publishing: Publishing) -> tuple[Point, ...]:
    """Return *metrics* as CloudWatch takes them, in their order.

    Numbers that it does not take are left out. What is left out, or goes by another name than its own, is told in the log.
    """
    kept = tuple(metric for metric in metrics if _is_taken(metric.value))
    points = tuple(_point(metric, publishing) for metric in kept)
    left = [metric.name for metric in metrics if not _is_taken(metric.value)]
    if left:
        _log.warning(
            "%d metrics are left out, for CloudWatch takes finite numbers up to 2^360 only: %s", len(left), listed(left)
        )
    other = [
        f"{metric.name} as {point.name}"
        for metric, point in zip(kept, points, strict=True)
        if metric.name != point.name
    ]
    if other:
        _log.warning(
            "%d metrics go by other names, for CloudWatch takes printable ASCII up to %d characters only: %s",
            len(other),
            LONGEST_NAME,
            listed(other),
        )
    return points


def namespace_of(family: Family, publishing: Publishing) -> str:
    """Return the namespace of CloudWatch for metrics of a *family*: the official one, unless another is asked for."""
    if publishing.namespace is not None:
        return publishing.namespace
    kind = "Endpoints" if any(name == ENDPOINT for name, _ in publishing.dimensions) else "ModelMonitoring"
    return f"aws/sagemaker/{kind}/{family.value}"


def _point(metric: Metric, publishing: Publishing) -> Point:
    feature = metric.feature
    return Point(
        metric=metric,
        name=taken(metric.name, longest=LONGEST_NAME),
        dimensions=tuple(sorted((name, taken(value, longest=LONGEST_VALUE)) for name, value in publishing.dimensions)),
        feature=None if feature is None else taken(feature, longest=LONGEST_VALUE),
        namespace=namespace_of(metric.family, publishing),
    )


def _is_taken(value: float | Summary) -> bool:
    return all(math.isfinite(number) and abs(number) <= _GREATEST for number in _numbers(value))


def _numbers(value: float | Summary) -> Iterator[float]:
    if isinstance(value, Summary):
        yield from (number for _, number in value.parts())
    else:
        yield value
