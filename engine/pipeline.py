"""One run: read once, describe, judge, write. The steps, in their order, and nothing else."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pyspark.sql import SparkSession

from engine.analysis.baseline import Baseline, clear, read_baseline
from engine.analysis.checks import evidence_of_all
from engine.analysis.describe import describe
from engine.analysis.evidence import Evidence
from engine.analysis.match import Match, column_violations, match_columns, refuse_strangers
from engine.analysis.subject import subjects_of
from engine.analysis.suggest import suggest
from engine.analysis.verdict import ordered_violations
from engine.deequ.judge import judge
from engine.documents import codec, files
from engine.documents.constraints import Constraints
from engine.documents.files import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.documents.statistics import Statistics
from engine.documents.violations import Violation, Violations
from engine.errors import NoRecords, without_credentials
from engine.job import Job, Semantics
from engine.profile.dataset import DatasetState
from engine.readers.csv_table import CsvTable, describe_table
from engine.readers.files import list_files
from engine.readers.formats import likely_delimiter
from engine.readers.splits import plan_splits
from engine.spark.doubles import java_doubles
from engine.spark.failures import explained
from engine.spark.scan import scan
from engine.spark.session import spark_session

_log = logging.getLogger(__name__)

Session = Callable[[str], AbstractContextManager[SparkSession]]

Documents = Mapping[str, str]
"""Texts by the names of their files, in the order in which they are to appear."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has found and written.

    `violations` is None for a run without a baseline. `statistics` and `constraints` are None where there was no
    record, or where the number of columns ended the run (`observed`). `evidence` is what the checks have measured.
    """

    records: int
    statistics: Statistics | None
    constraints: Constraints | None
    violations: tuple[Violation, ...] | None
    evidence: tuple[Evidence, ...] = ()


def run(job: Job, *, session: Session = spark_session) -> Outcome:
    """Do *job* and write its documents; the last one written is the sign that the run is complete.

    *session* opens the Spark session that reads and judges, where there is anything to read, and closes it again.
    """
    with explained():
        return _run(job, session)


def _run(job: Job, session: Session) -> Outcome:
    clear(job.output, job.baseline)
    baseline = None if job.baseline is None else read_baseline(job.baseline).without(job.excluded)
    found = list_files(job.dataset.source)
    table = describe_table(
        job.dataset, found, excluded=job.excluded, known_names=None if baseline is None else baseline.all_names
    )
    if table is None:
        return _written(job, _without_records(job, baseline))
    if baseline is not None and _ends_at_columns(job, table, baseline):
        return _written(job, _only_columns(job, table, baseline))
    _warn_of_delimiter(table)
    _warn_of_excluded(job, table)
    splits = plan_splits(found, whole=table.whole)
    _log.info(
        "%d files, %d bytes, %d columns: %d splits",
        len(found),
        sum(f.size for f in found),
        len(table.names),
        len(splits),
    )
    match = None if baseline is None else _match(job, table, baseline)
    files.prepare(job.output)
    with session("model-monitor") as spark:
        state = _read(spark, table, splits, {} if match is None else baseline.domains(match))
        done = _analysed(spark, job, baseline, match, state) if state.records else _without_records(job, baseline)
    # Written when Spark has ended: what is stopped or fails before that leaves no document.
    return _written(job, done)


def _analysed(
    spark: SparkSession, job: Job, baseline: Baseline | None, match: Match | None, state: DatasetState
) -> tuple[Outcome, Documents]:
    statistics = describe(state)
    constraints = suggest(statistics, categorical_drift_method=job.categorical_drift_method)
    evidence, violations = (), None
    if baseline is not None:
        evidence, violations = _judged(spark, job, baseline, match, state, statistics)
    documents = _printed(java_doubles(spark), statistics, constraints, violations)
    return Outcome(state.records, statistics, constraints, violations, evidence), documents


def _read(spark: SparkSession, table: CsvTable, splits: tuple, domains: Mapping[str, frozenset[str]]) -> DatasetState:
    found = scan(spark, table, splits, domains=domains)
    if found.tally.short or found.tally.long:
        _log.warning(
            "%d records have fewer than %d fields (the others count as missing), "
            "%d have more (the rest is cut); first: %s",
            found.tally.short,
            len(table.names),
            found.tally.long,
            "; ".join(map(str, found.tally.ragged)),
        )
    _log.info("%d records read", found.state.records)
    return found.state


def _warn_of_delimiter(table: CsvTable) -> None:
    delimiter = likely_delimiter(table.names) if table.header else None
    if delimiter is not None:
        _log.warning(
            "%s: its header is one column, with %r in its name; if that stands between fields, set field_delimiter "
            "(--field-delimiter) to it",
            table.described_by,
            delimiter,
        )


def _warn_of_excluded(job: Job, table: CsvTable) -> None:
    """A mistyped name would leave in the documents what was to be kept out of them."""
    unknown = len(set(job.excluded) - set(table.names))
    if unknown:
        _log.warning(
            "%d of the %d names to exclude are not among the columns of the data: check their spelling",
            unknown,
            len(job.excluded),
        )


def _match(job: Job, table: CsvTable, baseline: Baseline) -> Match:
    match = match_columns(table.selected, baseline.names, named=table.header, semantics=job.semantics)
    if table.header and job.semantics is Semantics.CORRECTED:
        refuse_strangers(match, source=job.dataset.source, baseline=job.baseline.constraints or job.baseline.statistics)
    return match


def _ends_at_columns(job: Job, table: CsvTable, baseline: Baseline) -> bool:
    return job.semantics is Semantics.OBSERVED and len(table.selected) != len(baseline.names)


def _judged(
    spark: SparkSession, job: Job, baseline: Baseline, match: Match, state: DatasetState, statistics: Statistics
) -> tuple[tuple[Evidence, ...], tuple[Violation, ...]]:
    """Return what the checks have measured, and the violations that Deequ finds in it."""
    subjects = subjects_of(
        baseline,
        match,
        state,
        statistics,
        semantics=job.semantics,
        categorical_drift_method=job.categorical_drift_method,
    )
    evidence = evidence_of_all(subjects)
    broken = [item for item, holds in zip(evidence, judge(spark, evidence), strict=True) if not holds]
    columns = column_violations(match, columns=len(state.names), baseline_columns=len(baseline.names))
    return evidence, ordered_violations(columns, broken, job.semantics, doubles=java_doubles(spark))


def _only_columns(job: Job, table: CsvTable, baseline: Baseline) -> tuple[Outcome, Documents]:
    """The official container stops at another number of columns, and writes nothing but that."""
    match = match_columns(table.selected, baseline.names, named=table.header, semantics=job.semantics)
    violations = column_violations(match, columns=len(table.selected), baseline_columns=len(baseline.names))
    return Outcome(0, None, None, violations), _violations(violations)


def _without_records(job: Job, baseline: Baseline | None) -> tuple[Outcome, Documents]:
    """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
    if baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: no record was found; "
            f"a baseline needs at least one, so check the path and the format"
        )
    _log.warning("No records were found in %s", without_credentials(job.dataset.source))
    violations = None if baseline is None else ()
    return Outcome(0, None, None, violations), _violations(violations)


def _printed(
    doubles: codec.Doubles, statistics: Statistics, constraints: Constraints, violations: tuple[Violation, ...] | None
) -> Documents:
    return {
        STATISTICS: codec.dumps(statistics.to_json(), doubles=doubles),
        CONSTRAINTS: codec.dumps(constraints.to_json(), doubles=doubles),
        **_violations(violations),
    }


def _violations(violations: tuple[Violation, ...] | None) -> Documents:
    return {} if violations is None else {VIOLATIONS: codec.dumps(Violations(violations).to_json())}


def _written(job: Job, done: tuple[Outcome, Documents]) -> Outcome:
    outcome, documents = done
    if documents:
        files.write_all(job.output, documents)
    return outcome
