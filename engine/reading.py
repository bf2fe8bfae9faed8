"""From a job's data to one state: a first look, which tells the columns, and the passes over all records."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from pyspark.sql import SparkSession

from engine.analysis.data_quality.match import Match, fits, match_columns, refuse_strangers
from engine.documents.baseline import Baseline
from engine.errors import DatasetError, EngineError, JobError, TaskFailure
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.job.thresholds import Thresholds
from engine.profile.state import DatasetState
from engine.readers.choice import choose, is_position, with_positions
from engine.readers.look import Look, look
from engine.readers.splits import Split
from engine.readers.store import open_store
from engine.readers.tables import Columns, Known, Table
from engine.readers.tally import Tally, name_remarks
from engine.spark.cluster.placing import at_hosts
from engine.spark.failures import task_fault
from engine.spark.scan import Foldable, Pass, Scan, scan, scan_into
from engine.wording import listed, quoted

_log = logging.getLogger(__name__)


class Counted(Foldable, Protocol):
    """What takes in batches of rows, and knows how many records there were."""

    records: int


Counting = TypeVar("Counting", bound=Counted)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The baseline without what is excluded, and which of its features is which column."""

    baseline: Baseline
    match: Match


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pass over the data goes by: the table, and what it is compared with, None in a baseline run."""

    table: Table
    comparison: Comparison | None

    @property
    def domains(self) -> Mapping[str, frozenset[str]]:
        """Known values of the table's columns, by name."""
        compared = self.comparison
        return {} if compared is None else compared.baseline.domains(compared.match.pairs)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read: the plan, None where there is nothing, and the splits of each host, in their order.

    The one host of a run that is not shared out has no name. `files` is how many files there are on all of them.
    """

    plan: Plan | None
    splits: Mapping[str, Sequence[Split]] = field(default_factory=dict)
    files: int = 0


def look_here(job: Job, baseline: Baseline | None) -> Reading:
    """Look at the data of *job* as they lie here."""
    return _plan_reading(job, baseline, {"": _look(job, baseline)})


def look_at_hosts(spark: SparkSession, job: Job, baseline: Baseline | None, hosts: Sequence[str]) -> Reading:
    """Look at the data of *job* as they lie on each of *hosts*, each of which has a share; some may have none."""
    shown = at_hosts(spark, [(host, host) for host in hosts], partial(_look_there, job, baseline))
    for found in shown:
        if isinstance(found, EngineError | TaskFailure):
            raise found
    looks = {host: found for host, found in zip(hosts, shown, strict=True) if isinstance(found, Look)}
    if not looks:  # then it is nowhere, and this host says so
        return look_here(job, baseline)
    return _plan_reading(job, baseline, looks)


def _look(job: Job, baseline: Baseline | None) -> Look:
    names = () if baseline is None else baseline.all_names
    spelled = {} if baseline is None or not job.semantics.corrects(Matter.JSON_BOOLEANS) else baseline.spelled_true()
    return look(job.dataset, Known(names, job.excluded, job.semantics, spelled, job.quality))


def _look_there(job: Job, baseline: Baseline | None, _host: str) -> Look | EngineError | TaskFailure | None:
    """Do it on another host: a fault comes home as a value, for Spark would try again; None for a host without a share."""
    try:
        return _look(job, baseline) if open_store(job.dataset.source).is_there() else None
    except Exception as error:
        return task_fault(error)


def _plan_reading(job: Job, baseline: Baseline | None, looks: Mapping[str, Look]) -> Reading:
    for note in dict.fromkeys(note for each in looks.values() for note in each.notes):
        _log.warning("%s", note)
    table = next((each.table for each in looks.values() if each.table is not None), None)
    if table is None:
        return Reading(None)
    found = {host: each.files for host, each in looks.items()}
    splits = {host: table.splits(files) for host, files in found.items()}
    _log.info(
        "%d files, %d bytes, %d columns: %d splits",
        sum(map(len, found.values())),
        sum(file.size for files in found.values() for file in files),
        len(table.names),
        sum(map(len, splits.values())),
    )
    plan = plan_for(job, table, baseline)
    if table.settled:
        check_columns(job, plan.table, plan.comparison)
    return Reading(plan, splits, sum(map(len, found.values())))


def plan_for(job: Job, table: Table, baseline: Baseline | None) -> Plan:
    """Return the plan for *table*."""
    return Plan(table, None if baseline is None else compare(job, table, baseline))


def compare(job: Job, columns: Columns, baseline: Baseline) -> Comparison:
    """Return which features of *baseline* are which of the *columns*, without what *job* excludes."""
    chosen = choose(job.excluded, columns.names)
    words = (word for word in job.excluded if not is_position(word))
    rest = baseline.without((*chosen.names, *words, *_behind(job, columns, baseline)))
    match = match_columns(columns.selected, rest.names, named=columns.named, semantics=job.semantics)
    return Comparison(rest, match)


def _behind(job: Job, columns: Columns, baseline: Baseline) -> tuple[str, ...]:
    """Return the features at excluded positions that only the baseline has; a header's names have positions of their own."""
    if columns.settled and columns.named:
        return ()
    here, names = len(columns.names), baseline.all_names
    return tuple(names[int(word)] for word in job.excluded if is_position(word) and here <= int(word) < len(names))


def check_columns(job: Job, columns: Columns, compared: Comparison | None) -> None:
    """Warn of names to exclude that no column has; raise JobError for a threshold of what is no feature, and
    DocumentError where the baseline of *compared* is another dataset's.

    The *columns* are all known.
    """
    _refuse_thresholds(job, columns)
    strange = choose(job.excluded, columns.names).strange
    if strange and columns.names:
        # A mistyped name would leave in the documents what was to be kept out of them.
        _log.warning(
            "%d of the %d names to exclude are not among the columns of the data: %s; the columns are %s",
            len(strange),
            len(job.excluded),
            listed(strange),
            _columns(columns),
        )
    if compared is not None and columns.named and job.semantics.corrects(Matter.NAMES_OF_COLUMNS):
        documents = "" if job.baseline is None else job.baseline.first
        refuse_strangers(compared.match, source=job.dataset.source, baseline=documents)


def _refuse_thresholds(job: Job, columns: Columns) -> None:
    """Raise JobError where a threshold or a check is for a feature that is not there: it would never be heeded."""
    if strange := job.thresholds.strange(columns.selected):
        raise JobError(
            f"{job.dataset.source}: a threshold is given for {listed(map(quoted, strange))}, which is not among the columns "
            f"that are read; the columns are {_columns(columns)}",
            code="threshold-feature-not-found",
        )
    if strange := job.thresholds.strange_checks(columns.selected):
        raise JobError(
            f"{job.dataset.source}: an anomaly check is given for {listed(map(quoted, strange))}, which is not among the columns "
            f"that are read; the columns are {_columns(columns)}",
            code="anomaly-check-feature-not-found",
        )


def _columns(columns: Columns) -> str:
    """Name the columns; not those that the data name, for without a header in truth their names are a row of it."""
    if columns.named and columns.settled:
        return f"those at positions 0 to {len(columns.names) - 1}"
    return with_positions(columns.names)


def read(spark: SparkSession, job: Job, plan: Plan, splits: Mapping[str, Sequence[Split]]) -> tuple[Plan, Scan]:
    """Read all *splits*, and again where records have columns that *plan* has not; return the plan that has them all."""
    found = scan(spark, plan.table, splits, domains=plan.domains)
    while (table := plan.table.widened(found.tally.found)) is not plan.table:
        _log.info("%d columns more come later in the data: reading again", len(table.names) - len(plan.table.names))
        plan = plan_for(job, table, None if plan.comparison is None else plan.comparison.baseline)
        found = scan(spark, plan.table, splits, domains=plan.domains)
    _tell(found.tally, plan.table)
    _log.info("%d rows read", found.state.records)
    plan.table.refuse(found.tally, rows=found.state.records)
    if found.state.records and not plan.table.settled:
        check_columns(job, plan.table, plan.comparison)
        _warn_of_other_names(plan, found.state)
    return plan, found


def read_into(
    spark: SparkSession, reading: Reading, table: Table, empty: Callable[[Table], Callable[[], Counting]]
) -> tuple[Table, Pass[Counting]]:
    """Read all that is to be read into states of another kind, and again where records have columns that *table* has not.

    *empty* gives, for a table, what gives a state without records. Return the table that has all columns.
    """
    found = scan_into(spark, table, reading.splits, empty(table))
    while (wider := table.widened(found.tally.found)) is not table:
        _log.info("%d columns more come later in the data: reading again", len(wider.names) - len(table.names))
        table = wider
        found = scan_into(spark, table, reading.splits, empty(table))
    _tell(found.tally, table)
    _log.info("%d rows read", found.state.records)
    table.refuse(found.tally, rows=found.state.records)
    return table, found


def read_reference(spark: SparkSession, job: Job, name: str, source: str) -> tuple[Table, Scan]:
    """Read the dataset at *source*, written as that of *job* is: all of it, whatever the job leaves out of its own.

    Raises DatasetError where there is no record.
    """
    dataset = replace(job.dataset, source=source, window=None, listed=None)
    own = replace(job, dataset=dataset, baseline=None, excluded=(), thresholds=Thresholds())
    reading = look_here(own, None)
    if reading.plan is not None:
        plan, found = read(spark, own, reading.plan, reading.splits)
        if found.state.records:
            return plan.table, found
    raise DatasetError(
        f"{source}: the dataset that rules call {name} has no record; check the path and the format",
        code="reference-without-records",
    )


def _tell(tally: Tally, table: Table) -> None:
    """Log what was odd about the records, and what a script has printed."""
    for line in tally.said:
        _log.info("%s", line)
    for remark in (*table.remarks(tally), *name_remarks(tally)):
        _log.warning("%s", remark)


def _warn_of_other_names(plan: Plan, state: DatasetState) -> None:
    """Say so where the columns' types fit the baseline better under the names that they may have instead."""
    other = plan.table.otherwise_named()
    if other is None or plan.comparison is None:
        return
    baseline, columns = plan.comparison.baseline, dict(zip(state.names, state.columns, strict=True))
    misfits = [
        sum(not fits(columns[name].types, baseline.type_of(named)) for name, named in pairs if name in columns)
        for pairs in (zip(plan.table.names, names, strict=True) for names in (plan.table.names, other.names))
    ]
    if misfits[1] < misfits[0]:
        _log.warning("%s", other.hint)
