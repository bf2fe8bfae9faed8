"""The container's contract: settings to a job, the job to its outcome, the outcome to a message and an exit code.

`python -m engine` with settings as flags, or none, ends with 0 or 255. With a command (`baseline`, `monitor`, ...) it
is the command line of `engine.cli.main` and ends with that one's codes.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from engine.signals import Stopped, hold_signals, stopped_by_signals

if __name__ == "__main__":
    hold_signals()  # what is imported below takes a while

from engine import __version__
from engine.cli.program import Started, command_line, spark_started
from engine.ending import end_process, fault_of
from engine.errors import EngineError, JobError
from engine.home import share_kernel_cache
from engine.job.definition import BaselinePaths, Job
from engine.job.merge import MergeJob
from engine.job.texts import refuse_texts, refuse_what_is_no_text
from engine.machine import refuse_unsupported_system
from engine.progress.log_lines import logged
from engine.progress.passes import progress_shown_by
from engine.sagemaker import message
from engine.sagemaker.hosts import OtherHosts
from engine.sagemaker.platform import hosts, processing_config
from engine.sagemaker.settings import Settings, collect, flags_from
from engine.wording import OneLine

if TYPE_CHECKING:
    from engine.outcome import Findings

COMPLETED, FAILED = 0, 255

USAGE = """There is nothing to do. Say what, in one of these ways:
  python -m engine baseline DATA.csv -o OUT                    a person's command line; see python -m engine --help
  python -m engine --dataset-source DIR --dataset-format '{"csv": {"header": true}}' --output-path OUT
  the same settings as variables (dataset_source, dataset_format, output_path, ...), in the environment of this process
  or in /opt/ml/config/processingjobconfig.json, where SageMaker puts them"""

_SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""The variable by which spark-submit tells a program where its JVM is."""

_log = logging.getLogger("engine")


def main(
    argv: Sequence[str],
    environ: Mapping[str, str],
    *,
    root: Path = Path("/opt/ml"),
    started: Started = nullcontext,
) -> int:
    """Do what *argv* and *environ* ask for and return the exit code; *root* is the folder of the platform's files.

    What a run on this host alone will need is *started* as soon as it is known to be one.
    """
    with _stores_of_spark(environ):
        return _main(argv, environ, root, started)


def _stores_of_spark(environ: Mapping[str, str]) -> AbstractContextManager[None]:
    """Have HDFS within reach of spark-submit's JVM, where that has started this process."""
    if _SUBMITTED not in environ:
        return nullcontext()
    from engine.spark.hadoop import open_hadoop
    from engine.stores.opening import hadoop_opened_by

    return hadoop_opened_by(open_hadoop)


def _main(argv: Sequence[str], environ: Mapping[str, str], root: Path, started: Started) -> int:
    if argv and (argv[0] in ("-h", "--help", "--version") or not argv[0].startswith("-")):
        return command_line(argv, started=started)
    _start_log()
    _log.info("model-monitor-engine %s", __version__)
    if not argv and not root.exists() and not environ.get("dataset_source"):
        for line in USAGE.splitlines():
            _log.error("%s", line)
        return FAILED
    return _run_container(argv, environ, root, started)


def _run_container(argv: Sequence[str], environ: Mapping[str, str], root: Path, started: Started) -> int:
    with OtherHosts() as others:
        code = others.code = _work(argv, environ, root, others, started)
    return code


def _work(argv: Sequence[str], environ: Mapping[str, str], root: Path, others: OtherHosts, started: Started) -> int:
    """Do this host's part and leave the exit message; return the exit code."""
    place = message.asked_place(argv, environ)
    try:
        refuse_unsupported_system()
        with stopped_by_signals(), ExitStack() as opened:
            settings = _settings(argv, environ, root)
            if _is_alone(root):  # before a store is opened: its threads and locks would be missing in what is forked
                opened.enter_context(started())
            _clear_output(settings, root)
            refuse_texts(settings.values)
            # By every host, so that all fail alike, and none waits for another that has failed.
            job = _job(settings, root)
            if (followed := others.join(root, settings)) is not None:
                return followed
            text = _merge(job, others) if isinstance(job, MergeJob) else _analyse(job, settings, others)
    except (Exception, SystemExit, Stopped, KeyboardInterrupt) as error:
        return _fail(root, error, place)
    _log.info("%s", text)
    message.write(root, text)
    message.write_at(place, text)
    return COMPLETED


def _settings(argv: Sequence[str], environ: Mapping[str, str], root: Path) -> Settings:
    settings = collect(environ, processing_config(root), flags_from(argv))
    for name, value in settings.shown():
        _log.info("  %s: %s", name, value)
    return settings


def _is_alone(root: Path) -> bool:
    """Return whether this is the only host; False where the platform's file does not say, which is told by others."""
    try:
        return len(hosts(root).names) == 1
    except EngineError:
        return False


def _job(settings: Settings, root: Path) -> "Job | MergeJob":
    from engine.sagemaker.job import job_from, notes  # while Spark starts
    from engine.sagemaker.merge_settings import merge_job_from, merge_notes

    if (merge := merge_job_from(settings, root=root)) is not None:
        for note in merge_notes(settings):
            _log.warning("%s", note)
        return merge
    job = job_from(settings, root=root)
    for note in notes(settings, root=root):
        _log.warning("%s", note)
    return job


def _clear_output(settings: Settings, root: Path) -> None:
    """Leave nothing of a former run, whatever is wrong with the other settings; hosts may share their output folder."""
    from engine.documents.folder import clear, refuse_baseline_folder  # a command does without it

    known = ("output_path", "baseline_statistics", "baseline_constraints")
    refuse_what_is_no_text({name: value for name in known if (value := settings.get(name)) is not None})
    if output := settings.get("output_path"):
        cleared = clear if _speaks(root) else refuse_baseline_folder
        cleared(output, BaselinePaths(settings.get("baseline_statistics"), settings.get("baseline_constraints")))


def _analyse(job: Job, settings: Settings, others: OtherHosts) -> str:
    """Run *job*, over all hosts where there are several, and return the message of its end."""
    share_kernel_cache()
    if table := settings.get("table"):
        from engine.frames.table import run_table

        outcome: Findings = run_table(job, table, settings.get("where"))
    else:
        from engine.pipeline import run
        from engine.profile.compiler import import_compiler

        import_compiler()
        with progress_shown_by(logged()):
            outcome = run(job, **others.arguments())
    return message.completed(len(outcome.violations or ()), records_found=outcome.records > 0)


def _merge(job: MergeJob, others: OtherHosts) -> str:
    """Do *job* on this host, whatever others there are, and return the message of its end."""
    if others.arguments().get("shards"):
        raise JobError(
            "A record and its label may lie on two hosts where each has a share of the data: give every host all of the "
            "captured records and all of the ground truth (FullyReplicated)",
            code="merge-over-shards",
        )
    share_kernel_cache()
    from engine import merging

    counts = merging.merge(job).counts
    return message.merged(counts.merged, of_records=counts.merged + counts.unlabelled)


def _fail(root: Path, error: BaseException, place: str | None) -> int:
    """Say why in the message, and in the log behind the code, for those who watch logs."""
    fault = fault_of(error)
    if fault.traceback:
        _log.error("A defect of the engine:", exc_info=error)
    for line in fault.log:
        _log.error("%s", line)
    _log.error("[%s] %s", fault.code, fault.sentence)
    if _speaks(root):
        message.write_unless_there(root, fault.sentence)
        message.write_at(place, fault.sentence)
    return FAILED


def _speaks(root: Path) -> bool:
    """Of several hosts the first one speaks; where the platform's own file is broken, nobody else would."""
    try:
        return hosts(root).leads
    except EngineError:
        return True


class _UtcFormatter(logging.Formatter):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


def _start_log() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(OneLine())
    handler.setFormatter(_UtcFormatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler])
    _log.setLevel(logging.INFO)


if __name__ == "__main__":
    end_process(main(sys.argv[1:], os.environ, started=spark_started))
