"""What a run about a model's answers has found, for a person at a terminal: a table of metrics, and the violations."""

import math
from collections.abc import Iterator

from engine.analysis.model_quality.constrain import camel
from engine.documents.model_quality.constraints import GREATER, MetricConstraint
from engine.documents.model_quality.statistics import Metric
from engine.outcome import QualityOutcome
from engine.report.terminal import BOLD, RED, count, fit, painter, wrapped

_NAME, _NUMBER, _SPAN = 26, 10, 18
_CONSTANT = "_best_constant_classifier"


def metric_lines(outcome: QualityOutcome, *, colour: str) -> Iterator[str]:
    """Yield the lines of the report; *colour* is "terminal" for a terminal's colours, and anything else for none."""
    paint = painter(colour)
    judged = {each.metric: each for each in (outcome.judged.constraints if outcome.judged else ())}

    def told(name: str) -> tuple[str, str]:
        before = outcome.before.get(name)
        return "" if before is None else _number(before), _threshold(judged.get(name))

    broken = {each.metric_name for each in outcome.violations or ()}
    yield f"{outcome.records:,} records, {outcome.statistics.problem.value}"
    yield ""
    titles = ("baseline", "threshold") if judged else ("", "")
    yield paint(BOLD, _row("metric", "value", "95% interval", *titles))
    for name, metric in outcome.statistics.metrics():
        if not name.endswith(_CONSTANT):
            row = _row(name, _number(metric.value), _interval(metric), *told(name))
            yield paint(RED, row) if camel(name) in broken else row
    if outcome.segments is not None:
        yield ""
        yield f"{len(outcome.segments.segments):,} segments are in segments.json"
    if outcome.violations is not None:
        yield ""
        yield paint(BOLD, count(len(outcome.violations)))
        for violation in outcome.violations:
            yield paint(RED, f"{violation.metric_name}: {violation.check}")
            yield from wrapped(violation.description)


def _row(name: str, value: str, interval: str, before: str, threshold: str) -> str:
    numbers = ((value, _NUMBER), (interval, _SPAN), (before, _NUMBER), (threshold, _NUMBER + 2))
    return " ".join((fit(name, _NAME), *(fit(cell, width, right=True) for cell, width in numbers))).rstrip()


def _number(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else str(value)


def _interval(metric: Metric) -> str:
    return "" if metric.interval is None else f"{metric.interval[0]:.3g} to {metric.interval[1]:.3g}"


def _threshold(constraint: MetricConstraint | None) -> str:
    if constraint is None:
        return ""
    return f"{'<=' if constraint.operator == GREATER else '>='} {_number(constraint.threshold)}"
