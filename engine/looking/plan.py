"""The first look at a job's data, which tells the columns and what they are compared with. No Spark is needed for it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.analysis.data_quality.match import Match, match_columns, refuse_strangers
from engine.documents.baseline import Baseline
from engine.errors import JobError
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.readers.choice import choose, is_position, with_positions
from engine.readers.look import Look, look
from engine.readers.splits import Split
from engine.readers.tables import Columns, Known, Table
from engine.wording import listed, quoted

_log = logging.getLogger(__name__)


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
    return plan_reading(job, baseline, {"": look_at(job, baseline)})


def look_at(job: Job, baseline: Baseline | None) -> Look:
    """Look at the data of *job* as they lie here, by the names of its *baseline*, None where there is none."""
    names = () if baseline is None else baseline.all_names
    spelled = {} if baseline is None or not job.semantics.corrects(Matter.JSON_BOOLEANS) else baseline.spelled_true()
    return look(job.dataset, Known(names, job.excluded, job.semantics, spelled, job.quality))


def plan_reading(job: Job, baseline: Baseline | None, looks: Mapping[str, Look]) -> Reading:
    """Return what is to be read by the *looks* at the data of each host; the log has what was odd."""
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
