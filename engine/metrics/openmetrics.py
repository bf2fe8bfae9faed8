"""Metrics as OpenMetrics text: gauges with labels, for Prometheus by way of a file.

The text is read by parsers of OpenMetrics 1.0 and of Prometheus's older format alike, which the textfile collector of
node_exporter has: no sample has a timestamp, and the time of the metrics is a gauge of its own.
Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from collections.abc import Iterator, Mapping, Sequence

from engine.analysis.metric import Metric, Summary
from engine.job.publishing import FEATURE, Publishing, label_of

PREFIX = "model_monitor_"

BEGINNING = f"# HELP {PREFIX}"
"""How each file of the engine's begins."""

_RUN = {
    "time_seconds": "The time that the metrics are about, since 1970.",
    "records": "Records that the run has read.",
    "violations": "Violations that the run has found; 0 in a baseline run.",
}
_HELP = {
    "feature_data_sample_count": "Numbers of a feature.",
    "feature_data_sum": "Sum of the numbers of a feature.",
    "feature_data_minimum": "Least of the numbers of a feature.",
    "feature_data_maximum": "Greatest of the numbers of a feature.",
    "feature_baseline_drift": "Distance of a feature's distribution from that of the baseline, or a p-value.",
    "feature_completeness": "Share of records in which the feature is present, 0 to 1.",
    "feature_non_null": "Records in which the feature is present.",
    "feature_null": "Records in which the feature is missing.",
    "feature_estimated_unique_values": "About how many different values the feature has.",
    "feature_fractional_counts": "Values that are fractional numbers.",
    "feature_integral_counts": "Values that are whole numbers.",
    "feature_string_counts": "Values that are texts.",
    "feature_boolean_counts": "Values that are true or false.",
    "feature_unknown_counts": "Values that are missing.",
}
_OTHER = "A metric of the model's quality, or of the merge with its ground truth."
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": "\u240d"})
"""Characters of a label: those that the format escapes, and a carriage return, which node_exporter's parser would drop."""

Labels = Mapping[str, str]


def openmetrics_text(metrics: Sequence[Metric], publishing: Publishing, *, records: int, violations: int) -> str:
    """Return the whole text of a run with so many *records* and *violations*: a family of gauges for each measure.

    Features have their own names there, whatever characters are in them (but for a carriage return, which is shown by its
    symbol), and numbers need not be finite.
    """
    labels = {label_of(name): value for name, value in publishing.dimensions}
    run = zip(_RUN, (publishing.time.timestamp(), float(records), float(violations)), strict=True)
    lines = [line for name, value in run for line in _family(name, _RUN[name], [(labels, value)])]
    for name, text, samples in _families(metrics, labels):
        lines.extend(_family(name, text, samples))
    return "\n".join((*lines, "# EOF\n"))


def _families(metrics: Sequence[Metric], labels: Labels) -> Iterator[tuple[str, str, list[tuple[Labels, float]]]]:
    """Yield each family with its samples together, as the format wants them, in the order in which they come up."""
    found: dict[str, tuple[str, list[tuple[Labels, float]]]] = {}
    for metric in metrics:
        own = labels if metric.feature is None else {**labels, label_of(FEATURE): metric.feature}
        for name, value in _named(metric):
            found.setdefault(name, (_HELP.get(name, _OTHER), []))[1].append((own, value))
    for name, (text, samples) in found.items():
        yield name, text, samples


def _named(metric: Metric) -> Iterator[tuple[str, float]]:
    if isinstance(metric.value, Summary):
        yield from ((f"{metric.measure}_{part}", number) for part, number in metric.value.parts())
    else:
        yield metric.measure, metric.value


def _family(name: str, text: str, samples: Sequence[tuple[Labels, float]]) -> Iterator[str]:
    yield f"{BEGINNING}{name} {text}"
    yield f"# TYPE {PREFIX}{name} gauge"
    for labels, value in samples:
        shown = ",".join(f'{label}="{_shown(text)}"' for label, text in labels.items())
        yield f"{PREFIX}{name}{{{shown}}} {_number(value)}" if shown else f"{PREFIX}{name} {_number(value)}"


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode().translate(_ESCAPED)


def _number(value: float) -> str:
    return {"inf": "+Inf", "-inf": "-Inf", "nan": "NaN"}.get(repr(value), repr(value))
