"""What a run opens before it looks at the data: the output folder, the baseline, rules, history, and the user's scripts."""

import logging

from engine.doctor.findings import Findings
from engine.doctor.runtime import examine_room
from engine.doctor.trace import no_trace
from engine.documents import folder
from engine.documents.baseline import Baseline, read_baseline
from engine.documents.history.usable import refuse_unusable_history
from engine.documents.model_quality.promised import constraints_for
from engine.documents.rule_texts import rule_texts
from engine.job.definition import BaselinePaths, Job
from engine.job.publishing import Publishing
from engine.metrics.replacing import refuse_openmetrics_path
from engine.readers.formats import format_of
from engine.scripts.postprocess import load
from engine.scripts.preprocess import preprocessing

_log = logging.getLogger(__name__)


def examine_output(findings: Findings, output: str, baseline: BaselinePaths | None) -> None:
    """Look whether documents can be written to the folder *output*; nothing of a former run is removed."""
    with findings.looking("the output folder"), no_trace(output):
        folder.refuse_unnamed(output)
        folder.refuse_baseline_folder(output, baseline)
        with folder.owned(output):
            folder.prepare(output)
        examine_room(findings, output)


def examine_promises(findings: Findings, job: Job) -> Baseline | None:
    """Look at the baseline of *job*, its rules and its history; return the baseline, None where there is none to be had."""
    if job.quality is not None:
        with findings.looking("the baseline" if job.baseline else ""):
            constraints_for(job, job.quality)
        return None
    baseline = None
    if job.baseline is not None:
        with findings.looking("the baseline"):
            baseline = read_baseline(job.baseline)
    with findings.looking("the file of rules" if job.rules else ""):
        rule_texts(job, baseline)
    place = "" if job.repository is None else job.repository.path
    with findings.looking("the metrics repository" if place else ""), no_trace(place):
        refuse_unusable_history(job, baseline)
    return baseline


def examine_publishing(findings: Findings, publishing: Publishing | None) -> None:
    """Look whether the file of OpenMetrics can be written, where one is asked for."""
    if publishing is not None and publishing.openmetrics is not None:
        with findings.looking("the path for OpenMetrics"):
            refuse_openmetrics_path(publishing.openmetrics)


def examine_preprocessor(findings: Findings, job: Job) -> None:
    """Load the script that makes rows of records in a process of its own, where there were none to give to it."""
    dataset = job.dataset
    if dataset.preprocessor is not None:
        with findings.looking("the preprocessing script"):
            shape = format_of(dataset.format).lines(dataset.format).shape
            with preprocessing(dataset.preprocessor, shape):
                pass


def examine_postprocessor(findings: Findings, job: Job) -> None:
    """Load the script that is called after the run in a process of its own; its handler is not called."""
    if job.postprocessor is not None:
        with findings.looking("the postprocessing script"):
            load(job.postprocessor, _log)
