"""One merge: captured records and the ground truth that came later, by their ids. The steps, in their order.

Files are listed here, read and joined by Spark, written beside their places, and moved there when all is known to be well.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from pyspark.sql import SparkSession

from engine.analysis.merged import Counts, Merged
from engine.analysis.metric import Family, Metric
from engine.documents.hours import owned_hours, refuse_sources_as_output, settle
from engine.job.listing import Listing
from engine.job.merge import MergeJob
from engine.job.times import microseconds_of
from engine.metrics.publish import prepare_metrics, publish_metrics
from engine.readers.capture.options import CaptureFormat
from engine.readers.events import identify
from engine.readers.events.source import EventSource, Seen, captured, labels
from engine.readers.splits import SPLIT_BYTES
from engine.readers.store import open_store
from engine.signals import look_for_signals
from engine.spark.failures import explained
from engine.spark.merge.hourly import FILE_BYTES, Share, Writing, write_hours
from engine.spark.merge.matching import Reads, match
from engine.spark.session import spark_session
from engine.stores.staging import Staging

_log = logging.getLogger(__name__)

Session = Callable[..., AbstractContextManager[SparkSession]]
"""Opens a Spark session by its name."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes there are of captured records or labels about in one `split`, in one `partition` of Spark's join, in one
    `slice` of an hour, which one task writes, and in one `file` of merged records.
    """

    split: int = SPLIT_BYTES
    partition: int = 64 << 20
    slice: int = 1 << 30
    file: int = FILE_BYTES


USUAL = Sizes()

_SLICES = (1, 2, 3, 4, 6, 12, 30, 60)
"""Into so many slices an hour may be cut, that one of much traffic is written by several tasks."""

_HOUR = 3_600_000_000
_BATCH_BYTES, _MOST_ROWS = 32 << 20, 2000
_ROWS_OF_BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"


def merge(job: MergeJob, *, session: Session = spark_session, sizes: Sizes = USUAL) -> Merged:
    """Do *job*, and return what was found and written: nothing, where no record was captured in its window.

    Merged records of a former run in that window are removed first; a merge that fails leaves none. *session* opens the Spark
    session. Raises JobError for an output folder that cannot be one, and DatasetError where
    the records or the labels are not there, or too many of them cannot be read.
    """
    refuse_sources_as_output(job)
    prepare_metrics(job)
    with owned_hours(job.output, job.window, secrets.token_hex(8)) as staging:
        with explained():
            found = _merge(job, session, staging, sizes)
        look_for_signals()
        settle(staging, [file.name for file in found.files])
    _tell(found)
    if job.publishing is not None:
        metrics = tuple(Metric(name, value, family=Family.MODEL) for name, value in found.metrics())
        publish_metrics(metrics, job.publishing, records=found.counts.captured)
    return found


def _merge(job: MergeJob, session: Session, staging: Staging, sizes: Sizes) -> Merged:
    chosen = CaptureFormat(endpoint=job.endpoint, variant=job.variant, bad_records_share=job.bad_records_share)
    records, files = captured(open_store(job.capture), chosen, job.window)
    truths, label_files = labels(open_store(job.ground_truth), job.bad_records_share, job.window)
    for note in (*files.notes, *label_files.notes):
        _log.warning("%s", note)
    captures, ground_truth = (
        Reads(source, source.pieces(listing, split_bytes=sizes.split))
        for source, listing in ((records, files), (truths, label_files))
    )
    _log.info(
        "%d bytes of captured records in %d files, %d bytes of labels in %d files",
        *(number for each in (files, label_files) for number in (_size(each), len(each.files))),
    )
    if not captures.pieces:
        return Merged(Counts())
    start = job.window.start if job.window else None
    writing = Writing(staging, None if start is None else microseconds_of(start), sizes.file)
    with session("model-monitor") as spark, _batches_of(spark, _rows_of_batch(records, files, truths, label_files)):
        partitions = max(spark.sparkContext.defaultParallelism, -(-_size(files) // sizes.partition))
        rows = match(
            spark, captures, ground_truth, partitions=partitions, slice_length=_slice_length(records, files, sizes)
        )
        share = write_hours(rows, writing)
    return _judged(share, records, truths)


def _judged(share: Share, records: EventSource, truths: EventSource) -> Merged:
    """Return what *share* has come to, when it is told what was odd; too much that was bad is refused."""
    counts = share.counts
    seen = {
        source.kind: sum(
            (each for kind, _, each in share.reports if kind == source.kind and isinstance(each, Seen)), Seen()
        )
        for source in (records, truths)
    }
    for source in (records, truths):
        for remark in source.remarks(seen[source.kind].tally):
            _log.warning("%s", remark)
    for source in (records, truths):
        source.refuse(seen[source.kind].tally)
    bad_captured, bad_labels = (sum(seen[source.kind].tally.kinds.values()) for source in (records, truths))
    outside = seen[identify.CAPTURE].outside
    whole = replace(counts, bad_captured=bad_captured, bad_labels=bad_labels, outside=outside)
    return Merged(whole, tuple(share.files))


def _tell(found: Merged) -> None:
    counts, share = found.counts, found.missing_share
    _log.info(
        "%d captured records (%d doubled), %d labels (%d doubled): %d merged in %d files",
        *(counts.captured, counts.captured_again, counts.labels, counts.labels_again, counts.merged, len(found.files)),
    )
    if share is None:
        _log.warning("No captured record was found, so nothing was merged")
    elif counts.unlabelled:
        _log.warning("%d captured records (%.2f %%) have no ground truth", counts.unlabelled, 100 * share)
    if counts.labels and counts.unlabelled and not counts.merged:
        _log.warning(
            "No label has the id of a captured record: a label is known by the inferenceId of its record, and by the eventId where "
            "the record has none"
        )
    if counts.unmatched:
        _log.warning("%d labels belong to no captured record of the window", counts.unmatched)
    if counts.mixed:
        _log.warning(
            "%d merged records have ground truth in another encoding than the endpoint's answer; each keeps its own",
            counts.mixed,
        )
    if counts.outside:
        _log.info("%d captured records lie outside of the window and are left out", counts.outside)


def _size(files: Listing) -> int:
    return sum(file.size for file in files.files)


def _slice_length(records: EventSource, files: Listing, sizes: Sizes) -> int:
    """Return how long the stretches of time are that one task writes each, in microseconds: by the data alone."""
    wanted = -(-_size(files) // (sizes.slice * max(1, records.count_hours(files))))
    return _HOUR // next((slices for slices in _SLICES if slices >= wanted), _SLICES[-1])


def _rows_of_batch(records: EventSource, files: Listing, truths: EventSource, label_files: Listing) -> int:
    """Return how many rows Spark may hand to Python at once, that a batch of the longest seen is of some MB."""
    longest = records.longest(files) + truths.longest(label_files)
    return max(1, min(_MOST_ROWS, _BATCH_BYTES // max(1, longest)))


@contextmanager
def _batches_of(spark: SparkSession, rows: int) -> Iterator[None]:
    """Let Spark hand so many *rows* to Python at once, and as many as before afterwards."""
    former = spark.conf.get(_ROWS_OF_BATCH)
    spark.conf.set(_ROWS_OF_BATCH, rows)
    try:
        yield
    finally:
        spark.conf.set(_ROWS_OF_BATCH, former or "")
