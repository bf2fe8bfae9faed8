"""What ends a run without a comparison, what it leaves out, and what it tells of the records that were read."""

import logging
from dataclasses import replace

from engine.analysis.data_quality.match import column_violations, fits
from engine.documents.violations import Violation
from engine.errors import NoRecords
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.job.thresholds import Thresholds
from engine.looking.plan import Comparison, Plan
from engine.profile.state import DatasetState
from engine.readers.tables import Columns, Table
from engine.readers.tally import Tally, name_remarks

_log = logging.getLogger(__name__)


def violations_of_count(job: Job, columns: Columns, compared: Comparison | None) -> tuple[Violation, ...] | None:
    """The official container stops at another number of columns, and writes nothing but that; None: it goes on."""
    if compared is None or job.semantics.corrects(Matter.NUMBER_OF_COLUMNS):
        return None
    here, known = len(columns.selected), len(compared.baseline.names)
    return None if here == known else column_violations(compared.match, columns=here, baseline_columns=known)


def refuse_nothing(job: Job) -> None:
    """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
    if job.baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: no record was found; "
            f"a baseline needs at least one, so check the path and the format",
            code="no-records",
        )


def about_answers(job: Job) -> Job:
    """Return *job* without what concerns the quality of data alone; the log names that."""
    given = {
        "columns to exclude": job.excluded,
        "thresholds": tuple(job.thresholds.shown()),
        "rules": job.rules,
        "other datasets for rules": job.references,
        "a method of categorical drift": job.categorical_drift_method,
        "a metrics repository": job.repository,
    }
    if said := [name for name, value in given.items() if value]:
        _log.warning("Without effect, for they concern the quality of data alone: %s", ", ".join(said))
    return replace(
        job, excluded=(), thresholds=Thresholds(), rules=None, categorical_drift_method=None, repository=None
    )


def tell(tally: Tally, table: Table) -> None:
    """Log what was odd about the records, and what a script has printed."""
    for line in tally.said:
        _log.info("%s", line)
    for remark in (*table.remarks(tally), *name_remarks(tally)):
        _log.warning("%s", remark)


def warn_of_other_names(plan: Plan, state: DatasetState) -> None:
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
