"""The first look at the data, as the run makes it, and the first rows, read here."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.doctor.findings import Findings
from engine.documents.baseline import Baseline
from engine.errors import EngineError, without_credentials
from engine.job.definition import Job
from engine.job.listing import File
from engine.looking.notices import refuse_nothing, tell, warn_of_other_names
from engine.looking.plan import Plan, Reading, check_columns, look_here, plan_for
from engine.profile.state import DatasetState
from engine.readers.answers.roles import roles_of
from engine.readers.splits import Split
from engine.readers.tally import Tally

_FIRST_BYTES, _FIRST_BYTES_FOR_SCRIPT = 1 << 20, 1 << 16
"""So much of the data is read, and given to a script that may take its time for each record."""

_MOST_BYTES = 32 << 20
"""What cannot be cut is read up to that size, such as a compressed file."""

_MOST_PASSES = 6


@dataclass(frozen=True, slots=True)
class FirstRows:
    """What the first rows are like: the plan with all columns that they have, and their state; `whole`: there are no others."""

    plan: Plan
    state: DatasetState
    whole: bool


def examine_data(findings: Findings, job: Job, baseline: Baseline | None) -> FirstRows | None:
    """Look at the data of *job* and read the first rows; None where there are none, or they cannot be read."""
    reading: Reading | None = None
    before = findings.met
    with findings.looking():
        reading = look_here(job, baseline)
    if reading is None:
        return None
    if reading.plan is None:
        _tell_nothing(findings, job)
        return None
    if findings.met == before:
        findings.note("the files of the data, and their columns")
    found: FirstRows | None = None
    with findings.looking("the first rows"):
        found = _read(findings, job, reading.plan, reading.splits.get("", ()))
    if found is not None and not found.state.records and found.whole:
        _tell_nothing(findings, job)
    return found


def _tell_nothing(findings: Findings, job: Job) -> None:
    """A baseline over nothing fails; a monitoring run says nothing but that."""
    with findings.looking():
        refuse_nothing(job)
        window = "" if job.dataset.window is None else " in the window"
        source = without_credentials(job.dataset.source)
        findings.doubt(
            f"{source}: no record was found{window}, so nothing would be compared; check the path and the times"
        )


def _read(findings: Findings, job: Job, plan: Plan, splits: Sequence[Split]) -> FirstRows | None:
    split, whole = _first(plan, splits, _FIRST_BYTES if job.dataset.preprocessor is None else _FIRST_BYTES_FOR_SCRIPT)
    if not split:
        return FirstRows(plan, DatasetState(plan.table.selected), whole=True)
    if _size(split) > _MOST_BYTES:
        findings.note("the rows were not looked at: they cannot be read but by so many at a time")
        return None
    baseline = None if plan.comparison is None else plan.comparison.baseline
    for _ in range(_MOST_PASSES):
        state = DatasetState(plan.table.selected, plan.domains)
        tally = plan.table.read(split, state.update).tally
        wider = plan.table.widened(tally.found)
        if wider is plan.table:
            break
        plan = plan_for(job, wider, baseline)
    _tell(findings, plan, tally, state, whole=whole)
    if whole and state.records and not plan.table.settled:
        check_columns(job, plan.table, plan.comparison)
        warn_of_other_names(plan, state)
    if job.quality is not None and (whole or plan.table.settled):
        roles_of(job, job.quality, plan.table)
    return FirstRows(plan, state, whole)


def _tell(findings: Findings, plan: Plan, tally: Tally, state: DatasetState, *, whole: bool) -> None:
    """Say what is odd about the records; too many bad ones among the first are a doubt where there are others."""
    tell(tally, plan.table)
    try:
        plan.table.refuse(tally, rows=state.records)
    except EngineError as error:
        if whole:
            raise
        findings.doubt(f"Among the first records: {error}")


def _first(plan: Plan, splits: Sequence[Split], size: int) -> tuple[Split, bool]:
    """Return what to read of *splits*, some *size* bytes where they can be cut, and whether that is all."""
    if not splits:
        return (), True
    first = splits[0]
    if _size(first) <= size:
        return first, len(splits) == 1
    files = tuple(dict.fromkeys(File(segment.path, segment.size) for segment in first))
    return next(iter(plan.table.splits(files, split_bytes=size)), first), False


def _size(split: Split) -> int:
    return sum(segment.end - segment.begin for segment in split)
