"""From a job's data to one state: a first look, which tells the columns, and the passes over all records."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from pyspark.sql import SparkSession

from engine.documents.baseline import Baseline
from engine.errors import DatasetError, EngineError, TaskFailure
from engine.job.definition import Job
from engine.job.thresholds import Thresholds
from engine.looking.notices import tell, warn_of_other_names
from engine.looking.plan import Plan, Reading, check_columns, look_at, look_here, plan_for, plan_reading
from engine.readers.look import Look
from engine.readers.splits import Split
from engine.readers.store import open_store
from engine.readers.tables import Table
from engine.spark.cluster.placing import at_hosts
from engine.spark.failures import task_fault
from engine.spark.scan import Learning, Pass, Scan, scan, scan_into

_log = logging.getLogger(__name__)


class Counted(Learning, Protocol):
    """What takes in batches of rows, and knows how many records there were."""

    records: int


Counting = TypeVar("Counting", bound=Counted)


def look_at_hosts(spark: SparkSession, job: Job, baseline: Baseline | None, hosts: Sequence[str]) -> Reading:
    """Look at the data of *job* as they lie on each of *hosts*, each of which has a share; some may have none."""
    shown = at_hosts(spark, [(host, host) for host in hosts], partial(_look_there, job, baseline))
    for found in shown:
        if isinstance(found, EngineError | TaskFailure):
            raise found
    looks = {host: found for host, found in zip(hosts, shown, strict=True) if isinstance(found, Look)}
    if not looks:  # then it is nowhere, and this host says so
        return look_here(job, baseline)
    return plan_reading(job, baseline, looks)


def _look_there(job: Job, baseline: Baseline | None, _host: str) -> Look | EngineError | TaskFailure | None:
    """Do it on another host: a fault comes home as a value, for Spark would try again; None for a host without a share."""
    try:
        return look_at(job, baseline) if open_store(job.dataset.source).is_there() else None
    except Exception as error:
        return task_fault(error)


def read(spark: SparkSession, job: Job, plan: Plan, splits: Mapping[str, Sequence[Split]]) -> tuple[Plan, Scan]:
    """Read all *splits*, and again where records have columns that *plan* has not; return the plan that has them all."""
    found = scan(spark, plan.table, splits, domains=plan.domains)
    while (table := plan.table.widened(found.tally.found)) is not plan.table:
        _log.info("%d columns more come later in the data: reading again", len(table.names) - len(plan.table.names))
        plan = plan_for(job, table, None if plan.comparison is None else plan.comparison.baseline)
        found = scan(spark, plan.table, splits, domains=plan.domains)
    tell(found.tally, plan.table)
    _log.info("%d rows read", found.state.records)
    plan.table.refuse(found.tally, rows=found.state.records)
    if found.state.records and not plan.table.settled:
        check_columns(job, plan.table, plan.comparison)
        warn_of_other_names(plan, found.state)
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
    tell(found.tally, table)
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
