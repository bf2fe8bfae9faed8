"""The page of a run about a model's answers: the verdict, metrics that are not good enough, and how good all of them are."""

import math
from collections.abc import Iterator, Mapping

from engine.analysis.model_quality.constrain import camel
from engine.documents.json.codec import as_double
from engine.documents.model_quality.constraints import GREATER, MetricConstraint
from engine.documents.model_quality.statistics import METRICS, values_in
from engine.documents.model_quality.violations import MetricViolation
from engine.job.quality import ProblemType
from engine.page.answers_view import MetricRow, ModelView
from engine.page.curves_drawn import curves_in, matrix_in
from engine.page.data_page import facts_of
from engine.page.given import ModelRun
from engine.page.view import Bar, Bars, Broken, Fact, Page, Verdict
from engine.page.visible import count, label, number, whole

PROBLEMS = {
    ProblemType.REGRESSION: "Regression",
    ProblemType.BINARY: "Binary classification",
    ProblemType.MULTICLASS: "Multiclass classification",
}

_NAMES = {
    "auc": "AUC",
    "brier_score": "Brier score",
    "au_prc": "area under precision and recall",
    "f0_5": "F0.5",
    "f1": "F1",
    "f2": "F2",
    "mae": "MAE",
    "mse": "MSE",
    "rmse": "RMSE",
    "r2": "R²",
}

_CONSTANT = "_best_constant_classifier"


def model_page(run: ModelRun) -> Page:
    """Return the page of *run*."""
    now, before = _metrics(run.statistics, run), _metrics(run.baseline, run)
    facts = tuple(_facts(run))
    return Page(
        title="Model quality report" if run.violations is not None else "Model quality baseline",
        verdict=_verdict(run, facts),
        broken=tuple(sorted((_broken(each, run) for each in run.violations or ()), key=lambda each: -each.severity)),
        compared=bool(before),
        is_baseline=run.violations is None,
        model=ModelView(
            problem=PROBLEMS[run.problem],
            metrics=tuple(_rows(run, now)),
            matrix=matrix_in(now),
            curves=tuple(curves_in(now, before)),
            compared=bool(before) or run.promised is not None,
        ),
        read=tuple(facts_of(run.read, facts)),
    )


def _metrics(document: object, run: ModelRun) -> Mapping[str, object]:
    found = document.get(METRICS[run.problem]) if isinstance(document, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _verdict(run: ModelRun, facts: tuple[Fact, ...]) -> Verdict:
    if run.violations:
        headline = f"{count(len(run.violations))} violation{'s' if len(run.violations) > 1 else ''}"
        return Verdict("broken", headline, "The model’s answers are worse than the baseline promises.", facts)
    if run.violations is None:
        return Verdict("unjudged", "Baseline", "What later answers are compared with; nothing was judged.", facts)
    return Verdict("holds", "No violations", "The model’s answers are as good as the baseline promises.", facts)


def _facts(run: ModelRun) -> Iterator[Fact]:
    dataset = run.statistics.get("dataset")
    rows = as_double(dataset.get("item_count")) if isinstance(dataset, Mapping) else None
    if rows is not None:
        yield Fact("Records measured", count(rows))
    yield Fact("Problem", PROBLEMS[run.problem])


def _rows(run: ModelRun, metrics: Mapping[str, object]) -> Iterator[MetricRow]:
    promised = {each.metric: each for each in (run.promised.constraints if run.promised else ())}
    before = values_in(run.baseline, run.problem)
    broken = {each.metric_name for each in run.violations or ()}
    for name, metric in metrics.items():
        value = as_double(metric.get("value")) if isinstance(metric, Mapping) else None
        if value is not None and isinstance(metric, Mapping) and not name.endswith(_CONSTANT):
            yield MetricRow(
                name=_spoken(name),
                value=number(value),
                interval=_interval(metric),
                before=number(before[name]) if name in before else "",
                promised=_promise(promised.get(name)),
                broken=camel(name) in broken,
            )


def _broken(violation: MetricViolation, run: ModelRun) -> Broken:
    """The name in a violation is the metric's in another spelling; without constraints the document's sentence stands."""
    constraints = run.promised.constraints if run.promised else ()
    promise = next((each for each in constraints if camel(each.metric) == violation.metric_name), None)
    metric = None if promise is None else _metrics(run.statistics, run).get(promise.metric)
    value = as_double(metric.get("value")) if isinstance(metric, Mapping) else None
    if promise is None or value is None or not isinstance(metric, Mapping):
        return _named(violation, label(violation.metric_name), whole(violation.description), 1.0, None)
    interval = _interval(metric)
    found = f"{number(value)}{f' (with 95% confidence {interval})' if interval else ''}"
    sentence = f"{_capital(_spoken(promise.metric))} is {found}, and has to be {_bound(promise)}."
    distance = abs(value - promise.threshold) / max(abs(promise.threshold), abs(value), math.ulp(0.0))
    known = values_in(run.baseline, run.problem).get(promise.metric)
    return _named(violation, _spoken(promise.metric), sentence, distance, _bars(value, known, promise))


def _named(violation: MetricViolation, name: str, sentence: str, severity: float, bars: Bars | None) -> Broken:
    return Broken(name, name, "Not good enough", label(violation.check), sentence, severity, bars=bars)


def _bars(value: float, before: float | None, promise: MetricConstraint) -> Bars:
    greatest = max(value, before or 0.0, promise.threshold, math.ulp(0.0))

    def length(metric: float) -> float:
        return round(max(metric, 0.0) / greatest * 100, 1) if math.isfinite(metric) else 0.0

    known = ("", None) if before is None else (number(before), length(before))
    bar = Bar(_spoken(promise.metric), "", number(value), length(value), *known)
    return Bars("", (bar,), limit=length(promise.threshold), note=_bound(promise))


def _promise(promise: MetricConstraint | None) -> str:
    return "" if promise is None else _bound(promise)


def _bound(promise: MetricConstraint) -> str:
    return f"{'at most' if promise.operator == GREATER else 'at least'} {number(promise.threshold)}"


def _interval(metric: Mapping[str, object]) -> str:
    told = metric.get("confidence_interval")
    low, high = (as_double(told.get(side)) if isinstance(told, Mapping) else None for side in ("lower", "upper"))
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spoken(name: str) -> str:
    """The metrics by the names that people have for them; what comes before a known one stays in words."""
    before, underscore, last = name.rpartition("weighted_")
    return label(f"{before}{underscore}".replace("_", " ") + _NAMES.get(last, last.replace("_", " ")))
