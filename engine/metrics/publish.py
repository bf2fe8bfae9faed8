"""The metrics of a run go where the job wants them. What fails there is a line in the log: the analysis is done."""

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from engine.analysis.metric import Metric
from engine.errors import JobError
from engine.job.definition import Job
from engine.job.merge import MergeJob
from engine.job.publishing import Publishing
from engine.metrics.call import put_metrics
from engine.metrics.data import FILE, lines_of
from engine.metrics.embedded import embedded_lines
from engine.metrics.openmetrics import openmetrics_text
from engine.metrics.points import Point, points_of
from engine.metrics.replacing import refuse_openmetrics_path, write_whole
from engine.outcome import Findings
from engine.wording import foreign

_log = logging.getLogger(__name__)


def prepare_metrics(job: Job | MergeJob) -> None:
    """Remove the lines that a former run has left for the platform; JobError where OpenMetrics cannot be written.

    A former file of OpenMetrics stays until it is replaced, for a collector reads it all the time.
    """
    publishing = job.publishing
    if publishing is None:
        return
    if publishing.openmetrics is not None:
        refuse_openmetrics_path(publishing.openmetrics)
    if publishing.folder is not None:
        with suppress(OSError):
            Path(publishing.folder, FILE).unlink()


def publish(job: Job, outcome: Findings) -> None:
    """Let the metrics of *outcome* go where *job* wants them."""
    if job.publishing is not None:
        violations = len(outcome.violations or ())
        publish_metrics(outcome.metrics, job.publishing, records=outcome.records, violations=violations)


def publish_metrics(metrics: Sequence[Metric], publishing: Publishing, *, records: int, violations: int = 0) -> None:
    """Let *metrics* go each way that is wanted: a file for the platform, calls, the log, OpenMetrics.

    *records* are those that the run has read, and *violations* how many it has found.
    """
    if not metrics:
        _log.info("There are no metrics: no record was compared or described, or emit_metrics is Disabled")
    if publishing.folder or publishing.put or publishing.emf:
        _to_cloudwatch(points_of(metrics, publishing), publishing)
    if publishing.openmetrics is not None:
        text = openmetrics_text(metrics, publishing, records=records, violations=violations)
        _write_openmetrics(Path(publishing.openmetrics), text)


def _to_cloudwatch(points: Sequence[Point], publishing: Publishing) -> None:
    if not points:
        return
    if publishing.folder is not None:
        _write_lines(Path(publishing.folder), points, publishing)
    if publishing.emf:
        _print_embedded(points, publishing)
    if publishing.put:
        put_metrics(points, publishing)


def _write_lines(folder: Path, points: Sequence[Point], publishing: Publishing) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE, lines_of(points, publishing.time))
    except OSError as error:
        _log.warning("[metrics-not-written] %s cannot be written to %s: %s", FILE, foreign(str(folder)), error.strerror)
        return
    _log.info("%d metrics are in %s", sum(len(point.sets()) for point in points), foreign(str(folder / FILE)))


def _write_openmetrics(path: Path, text: str) -> None:
    try:
        refuse_openmetrics_path(str(path))  # a document of this run may have come there
        write_whole(path, text)
    except OSError as error:
        _log.warning("[metrics-not-written] %s cannot be written: %s", foreign(str(path)), error.strerror)
    except JobError as error:
        _log.warning("[metrics-not-written] %s", error)


def _print_embedded(points: Sequence[Point], publishing: Publishing) -> None:
    """Print a line for each feature; nobody else writes to standard output meanwhile."""
    out = sys.stdout
    if out is None:
        _log.warning("[metrics-not-written] The metrics cannot be printed: standard output is closed")
        return
    try:
        for line in embedded_lines(points, publishing.time):
            out.write(line + "\n")
        out.flush()
    except OSError as error:
        _log.warning("[metrics-not-written] The metrics cannot be printed: %s", error.strerror)
        # What is left must not fail when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
