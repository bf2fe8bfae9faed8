"""The command line for a person: the same jobs as the container, and a report at the end.

Exit codes: 0 fine, 1 violations (of a comparison: differences; of the doctor: something will go wrong), 2 an error, 3 no data.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from engine import __version__
from engine.cli.gate import Gate, gate_of, tell_fault
from engine.cli.ground_truth import merge_job_of, refuse_paths
from engine.cli.job import in_force, job_of, paths_in, refuse_words
from engine.cli.log import start_log
from engine.cli.merged_run import merged_folder, over_merged, quality_job_of
from engine.cli.words import parser
from engine.compare.comparison import compare_folders
from engine.compare.likeness import Likeness
from engine.compare.told import as_json
from engine.compare.told import lines as told
from engine.documents.baseline import documents_in
from engine.documents.folder import REPORT, clear, document_in, write_all
from engine.ending import fault_of
from engine.gate.inert import inert, reads_commands
from engine.home import share_kernel_cache
from engine.job.definition import Job
from engine.job.merge import MergeJob
from engine.job.texts import refuse_texts, refuse_what_is_no_text
from engine.machine import refuse_unsupported_system
from engine.progress.passes import progress_shown_by
from engine.signals import Stopped, stopped_by_signals
from engine.wording import foreign

if TYPE_CHECKING:
    from engine.analysis.merged import Merged
    from engine.outcome import Findings

FINE, VIOLATED, FAILED, NO_DATA = range(4)

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words of *argv* ask for, and return the exit code."""
    arguments = _read(sys.argv[1:] if argv is None else argv)
    show = start_log(arguments, sys.stderr, os.environ)
    try:
        refuse_unsupported_system()
        with stopped_by_signals(), progress_shown_by(show):
            return COMMANDS[arguments.command](arguments)
    except (Exception, Stopped, KeyboardInterrupt) as error:
        # Python's own exit code would be 1, which says that violations were found.
        return _fail(arguments, error)


def _read(words: Sequence[str]) -> argparse.Namespace:
    """Return the arguments that *words* come to; those behind `doctor` are another command's, and stay words."""
    if words[:1] == ["doctor"] and not {"-h", "--help"} & {*words[1:2]}:
        return argparse.Namespace(command="doctor", words=words[1:], quiet=True, verbose=False)
    return parser().parse_args(words)


def _fail(arguments: argparse.Namespace, error: BaseException) -> int:
    fault = fault_of(error)
    for line in fault.log:
        _log.error("%s", line)
    _log.error("model-monitor: %s", fault.sentence, exc_info=error if fault.traceback else None)
    tell_fault(arguments, fault, os.environ, _print_line)
    return NO_DATA if fault.no_data else FAILED


def _analyse(arguments: argparse.Namespace) -> int:
    """Do a baseline or a monitoring run; nothing of a former one is left, whatever is wrong with the other words."""
    folder = getattr(arguments, "baseline", None)
    refuse_what_is_no_text({"--output": arguments.output, "--baseline": folder or ""})
    clear(arguments.output, None if folder is None else paths_in(folder))
    refuse_words(arguments)
    gate = gate_of(arguments, os.environ)
    job = job_of(arguments, None if folder is None else documents_in(folder), os.environ)
    _log.info("model-monitor-engine %s", __version__)
    _log.info("  %s", in_force(job))
    return _show(arguments, gate, run(job))


def run(job: Job) -> "Findings":
    """Do *job*; what that takes is imported when signals are heeded and compiled code has been given its place."""
    share_kernel_cache()
    from engine import pipeline  # noqa: PLC0415 - see above
    from engine.profile.compiler import import_compiler  # noqa: PLC0415 - see above

    import_compiler()
    return pipeline.run(job)


def _setup(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - commands of a table have one form
    from engine.setup.provision import provision  # noqa: PLC0415 - only this command needs it

    provision(_log)
    return FINE


def _completion(arguments: argparse.Namespace) -> int:
    from engine.cli.completion import completion  # noqa: PLC0415 - only this command needs it

    _print((completion(arguments.shell),), sys.stdout)
    return FINE


def _compare(arguments: argparse.Namespace) -> int:
    refuse_what_is_no_text({"OFFICIAL": arguments.official, "OURS": arguments.ours})
    accepted = tuple(map(Likeness, arguments.accept))
    compared = compare_folders(arguments.official, arguments.ours, most=arguments.most)
    found = as_json(compared, accepted=accepted)
    _print(
        iter([json.dumps(found, indent=2)]) if arguments.format == "json" else told(compared, accepted=accepted),
        sys.stdout,
    )
    return FINE if found["equal"] else VIOLATED


def _doctor(arguments: argparse.Namespace) -> int:
    """Say what will go wrong in a run that is not begun, and do nothing else."""
    share_kernel_cache()
    from engine.cli.examining import examine  # noqa: PLC0415 - as for `run`
    from engine.doctor.diagnosis import lines  # noqa: PLC0415 - as above

    found = examine(arguments.words, os.environ)
    _print(lines(found, colour=_colour(sys.stdout)), sys.stdout)
    return VIOLATED if found.wrong else FINE


def _explain(arguments: argparse.Namespace) -> int:
    """Say why each violation of a run came; that there are some was told when it ended."""
    from engine.explain.layout import lines  # noqa: PLC0415 - only this command needs it
    from engine.explain.run_explained import explain  # noqa: PLC0415 - as above

    given = {"DIR": arguments.run, "--baseline": arguments.baseline, "--feature": arguments.feature}
    refuse_what_is_no_text({word: value for word, value in given.items() if value is not None})
    found = explain(arguments.run, baseline=arguments.baseline, feature=arguments.feature)
    _print(lines(found, colour=_colour(sys.stdout)), sys.stdout)
    return FINE


def _merge(arguments: argparse.Namespace) -> int:
    """Join captured traffic with ground truth; where nothing was merged, there is no data for whoever comes next."""
    refuse_what_is_no_text({"--output": arguments.output})
    clear(arguments.output, None)
    refuse_paths(arguments)
    job = merge_job_of(arguments)
    _log.info("model-monitor-engine %s", __version__)
    found = _merge_records(job, sys.stdout)
    _log.info("The merged records are in %s", foreign(arguments.output))
    return FINE if found.counts.merged else NO_DATA


def _merge_records(job: MergeJob, out: TextIO | None) -> "Merged":
    """Do *job*, and print to *out* what it has found."""
    share_kernel_cache()
    from engine import merging  # noqa: PLC0415 - as for `run`
    from engine.report.counts import lines  # noqa: PLC0415 - only merges need it

    found = merging.merge(job)
    _print(lines(found), out)
    return found


def _quality(arguments: argparse.Namespace) -> int:
    """Join captured traffic with ground truth, and measure the model's answers in what has come of it."""
    folder = arguments.baseline
    refuse_what_is_no_text({"--output": arguments.output, "--baseline": folder or ""})
    clear(arguments.output, None if folder is None else paths_in(folder))
    refuse_paths(arguments)
    gate = gate_of(arguments, os.environ)
    merge = replace(merge_job_of(arguments), output=merged_folder(arguments.output))
    baseline = None if folder is None else documents_in(folder)
    job = quality_job_of(arguments, merge, baseline, os.environ)
    _log.info("model-monitor-engine %s", __version__)
    found = _merge_records(merge, _out_of_report(arguments))
    if baseline is None and not found.counts.merged:  # nothing was promised, and there is nothing to measure
        return gate.tell(gate.nothing_merged(found), _print_line)
    return _show(arguments, gate, run(over_merged(job, found)), found)


def _report(arguments: argparse.Namespace) -> int:
    """Write the page of documents that are there already; they stay as they are."""
    place, baseline = arguments.documents, arguments.baseline
    given = {"DIR": place, "--baseline": baseline, "--output": arguments.output}
    refuse_texts({word: path for word, path in given.items() if path is not None})
    output = arguments.output or place
    from engine.page.written import page_of_documents  # noqa: PLC0415 - templates, which only this command waits for

    write_all(output, {REPORT: page_of_documents(place, baseline)})
    _log.info("The page is %s", foreign(document_in(output, REPORT)))
    return FINE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "baseline": _analyse,
    "monitor": _analyse,
    "compare": _compare,
    "doctor": _doctor,
    "explain": _explain,
    "merge": _merge,
    "quality": _quality,
    "report": _report,
    "setup": _setup,
    "completion": _completion,
}


def _show(arguments: argparse.Namespace, gate: Gate, outcome: "Findings", merged: "Merged | None" = None) -> int:
    _print_report(outcome, _out_of_report(arguments))
    _log.info("The documents are in %s", foreign(arguments.output))
    return gate.tell(gate.result_of(outcome, merged), _print_line)


def _out_of_report(arguments: argparse.Namespace) -> TextIO | None:
    """Return where a person reads what was found: not where a program reads it."""
    return sys.stderr if arguments.emf or arguments.json else sys.stdout


def _print_line(line: str) -> None:
    _print((line,), sys.stdout)


def _print_report(outcome: "Findings", out: TextIO | None) -> None:
    """Print what was found."""
    from engine.report.show import lines  # noqa: PLC0415 - it needs what a run needs

    _print(lines(outcome, colour=_colour(out)), out)


def _colour(out: TextIO | None) -> str:
    return "terminal" if out is not None and out.isatty() and not os.environ.get("NO_COLOR") else "none"


def _print(lines: Iterable[str], out: TextIO | None) -> None:
    """Print *lines*, whatever of them can be printed; where nothing can, that is told."""
    if out is None:
        _log.warning("The report cannot be shown: standard output is closed")
        return
    guarded = inert if reads_commands(os.environ) else str
    try:
        for line in map(guarded, lines):
            out.write(line.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
        out.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # whoever reads no further has seen enough
            _log.warning("The report cannot be shown: %s", error.strerror or "standard output cannot be written")
        # What is left must not fail when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
