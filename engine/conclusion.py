"""From the state of a dataset to what a run has found: described, suggested, judged. Where the records came from is all one."""

from pyspark.sql import SparkSession

from engine.analysis.data_quality.checks import evidence_of_all
from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.emitted import metrics_of
from engine.analysis.data_quality.match import column_violations
from engine.analysis.data_quality.subject import ENABLED, subjects_of
from engine.analysis.data_quality.suggest import suggest
from engine.analysis.evidence import Evidence
from engine.analysis.metric import Metric
from engine.analysis.verdict import ordered_violations
from engine.deequ.judge import judge
from engine.deequ.rules import suggestions_of
from engine.documents.baseline import Baseline
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.violations import Violation
from engine.job.definition import Job
from engine.looking.plan import Comparison
from engine.outcome import Outcome
from engine.profile.state import DatasetState
from engine.spark.doubles import java_doubles


def conclude(spark: SparkSession, job: Job, compared: Comparison | None, state: DatasetState) -> Outcome:
    """Return what *job* has found in a *state* of one record or more; *compared* is None in a baseline run.

    No data are read and no Spark job runs; the session of *spark* needs Deequ to compare, and to suggest by its rules.
    """
    statistics = describe(state)
    constraints = suggest(statistics, thresholds=job.thresholds, categorical_drift_method=job.categorical_drift_method)
    evidence: tuple[Evidence, ...] = ()
    violations: tuple[Violation, ...] | None = None
    if compared is not None:
        evidence, violations = _judge(spark, job, compared, state, statistics)
    suggestions = suggestions_of(spark, state) if job.suggestions and compared is None else None
    metrics = _metrics(compared, state, statistics, constraints, evidence) if job.publishing is not None else ()
    before = None if compared is None else compared.baseline.statistics
    return Outcome(state.records, statistics, constraints, violations, evidence, suggestions, metrics, baseline=before)


def _metrics(
    compared: Comparison | None,
    state: DatasetState,
    statistics: Statistics,
    constraints: Constraints,
    evidence: tuple[Evidence, ...],
) -> tuple[Metric, ...]:
    """Return the metrics of the features that are to emit some: by the baseline's constraints, else by the new ones."""
    judging = Baseline(constraints, None) if compared is None else compared.baseline
    names = {} if compared is None else dict(compared.match.pairs)

    def emits(feature: str) -> bool:
        return judging.config_of(feature, categorical_drift_method=None).emit_metrics == ENABLED

    return metrics_of(state, statistics, evidence, feature_of=names, emits=emits)


def _judge(
    spark: SparkSession, job: Job, compared: Comparison, state: DatasetState, statistics: Statistics
) -> tuple[tuple[Evidence, ...], tuple[Violation, ...]]:
    """Return what the checks have measured, and the violations that Deequ finds in it."""
    subjects = subjects_of(
        compared.baseline,
        compared.match,
        state,
        statistics,
        semantics=job.semantics,
        categorical_drift_method=job.categorical_drift_method,
    )
    evidence = evidence_of_all(subjects)
    broken = [item for item, holds in zip(evidence, judge(spark, evidence), strict=True) if not holds]
    columns = column_violations(compared.match, columns=len(state.names), baseline_columns=len(compared.baseline.names))
    return evidence, ordered_violations(columns, broken, job.semantics, doubles=java_doubles(spark))
