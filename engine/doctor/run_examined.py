"""A look at one run to come, from its output folder to its first rows: the run's own steps, without Spark."""

from collections.abc import Sequence

from engine.doctor.against_baseline import examine_shape
from engine.doctor.before_data import (
    examine_output,
    examine_postprocessor,
    examine_preprocessor,
    examine_promises,
    examine_publishing,
)
from engine.doctor.findings import Findings, Wrong
from engine.doctor.first_rows import examine_data
from engine.doctor.runtime import examine_runtime
from engine.documents.hours import refuse_sources_as_output
from engine.errors import without_credentials
from engine.frames.arguments import DataFrameFormat
from engine.job.definition import Job
from engine.job.listing import Listing
from engine.job.merge import MergeJob
from engine.looking.notices import about_answers
from engine.readers.capture.options import CaptureFormat
from engine.readers.events.source import EventSource, captured, labels
from engine.readers.store import open_store

_MOST_BYTES = 1 << 20
"""Captured records and labels are read where there are no more bytes of them."""


def examine_run(findings: Findings, job: Job) -> None:
    """Look at all that *job* would meet before its first task, and at the first rows."""
    examine_output(findings, job.output, job.baseline)
    with findings.looking():
        job = job if job.quality is None else about_answers(job)
    baseline = examine_promises(findings, job)
    examine_publishing(findings, job.publishing)
    rows = None
    if isinstance(job.dataset.format, DataFrameFormat):
        findings.note("the table was not looked at: only Spark can")
    else:
        known = len(findings.wrong)
        rows = examine_data(findings, job, baseline)
        if rows is None and not _is_of_script(findings.wrong[known:]):
            examine_preprocessor(findings, job)
    examine_postprocessor(findings, job)
    if rows is not None:
        examine_shape(findings, job, rows)
    columns = 0 if rows is None else len(rows.plan.table.names)
    with_rules = job.rules is not None or (
        baseline is not None and baseline.constraints is not None and bool(baseline.constraints.monitoring.rules)
    )
    examine_runtime(findings, columns=columns, rules=with_rules)


def _is_of_script(found: Sequence[Wrong]) -> bool:
    """Say whether a look at the data has ended with a script that fails: then it was loaded, or cannot be."""
    return any(wrong.code.startswith("script-") for wrong in found)


def examine_merge(findings: Findings, job: MergeJob) -> None:
    """Look at all that a merge with ground truth would meet before its first task."""
    with findings.looking():
        refuse_sources_as_output(job)
    examine_output(findings, job.output, None)
    examine_publishing(findings, job.publishing)
    chosen = CaptureFormat(endpoint=job.endpoint, variant=job.variant, bad_records_share=job.bad_records_share)
    with findings.looking("the captured records"):
        _examine_events(findings, *captured(open_store(job.capture), chosen, job.window), job.capture)
    with findings.looking("the ground truth"):
        _examine_events(
            findings, *labels(open_store(job.ground_truth), job.bad_records_share, job.window), job.ground_truth
        )
    examine_runtime(findings)


def _examine_events(findings: Findings, source: EventSource, listing: Listing, place: str) -> None:
    """Say what is odd about the files, and where none has a byte."""
    for note in listing.notes:
        findings.doubt(note)
    pieces = source.pieces(listing)
    if not pieces:
        findings.doubt(f"{without_credentials(place)}: there is nothing to merge; check the path and the window")
        return
    if len(pieces) == 1 and sum(file.size for file in listing.files) <= _MOST_BYTES:
        seen = source.read(pieces[0], lambda _batch: None)
        for remark in source.remarks(seen.tally):
            findings.doubt(remark)
        source.refuse(seen.tally)
