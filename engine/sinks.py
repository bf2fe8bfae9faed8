"""Where the outcome of a run goes: one entry of SINKS each."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.documents.content import Content
from engine.documents.history.kept import keep
from engine.documents.json.codec import Doubles, printed
from engine.documents.kinds import REPORT
from engine.ending import fault_of
from engine.errors import EngineError
from engine.job.definition import Job
from engine.metrics.publish import prepare_metrics, publish
from engine.outcome import Findings
from engine.scripts.postprocess import postprocess

_log = logging.getLogger(__name__)

Files = Mapping[str, Content]
"""What is in files, by their names, in the order in which they are to appear."""


def _no_files(_job: Job, _outcome: Findings, _doubles: Doubles) -> Files:
    return {}


def _send_nothing(_job: Job, _outcome: Findings) -> None:
    return None


def _prepare_nothing(_job: Job) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Sink:
    """One place that an outcome goes to.

    `prepare` is called before the data are read, and fails with a JobError where the outcome could not go there. `files`
    makes files for the output folder, in which those of all sinks appear at once, in the order of SINKS; *doubles* prints
    their numbers as the running Java does. `send` is called when they are all there, and may fail with an EngineError: the
    analysis is done then.
    """

    files: Callable[[Job, Findings, Doubles], Files] = _no_files
    send: Callable[[Job, Findings], None] = _send_nothing
    prepare: Callable[[Job], None] = _prepare_nothing


def prepare(job: Job) -> None:
    """Let every sink do what is done before anything is read."""
    for sink in SINKS.values():
        sink.prepare(job)


def files_of(job: Job, outcome: Findings, doubles: Doubles) -> Files:
    """Return what all sinks put into the output folder."""
    return {name: text for sink in SINKS.values() for name, text in sink.files(job, outcome, doubles).items()}


def send(job: Job, outcome: Findings) -> None:
    """Let every sink do what is done when the documents are there; the fault of the first that fails is raised at the end."""
    faults = []
    for sink in SINKS.values():
        try:
            sink.send(job, outcome)
        except EngineError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]


def _documents(_job: Job, outcome: Findings, doubles: Doubles) -> Files:
    """The documents of a run; the last one says that it is complete."""
    return {name: printed(value, doubles=doubles) for name, value in outcome.to_print().items()}


def _page(job: Job, outcome: Findings, _doubles: Doubles) -> Files:
    """The page for a person, where it is asked for; a defect of the page costs no more than the page."""
    if not job.report:
        return {}
    try:
        from engine.page.make import page_of  # noqa: PLC0415 - templates, which only a run with a report waits for

        return {REPORT: page_of(job, outcome)}
    except Exception as error:
        fault = fault_of(error)
        _log.error("A defect of the engine:", exc_info=error)
        _log.error("[%s] %s The run goes on without its %s.", fault.code, fault.sentence, REPORT)
        return {}


def _keep_metrics(job: Job, outcome: Findings) -> None:
    """Keep the metrics of the run for those to come."""
    if job.repository is not None and outcome.history is not None:
        keep(job.repository, outcome.history)


def _call_script(job: Job, _outcome: Findings) -> None:
    """Call the user's script; what it does to the documents is its own."""
    if job.postprocessor:
        postprocess(job.postprocessor, _log)


SINKS: dict[str, Sink] = {
    "report": Sink(files=_page),
    "documents": Sink(files=_documents),
    "metrics": Sink(send=publish, prepare=prepare_metrics),
    "metrics repository": Sink(send=_keep_metrics),
    "postprocessing script": Sink(send=_call_script),
}
"""Files of an entry appear after those of the entries before it; the documents are the last files."""
