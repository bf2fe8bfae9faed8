"""What `model-monitor doctor` looks at: the words of another command, or the settings of the container."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.cli.gate import gate_of
from engine.cli.ground_truth import merge_job_of, refuse_paths
from engine.cli.job import job_of, refuse_words
from engine.cli.merged_run import merged_folder, quality_job_of
from engine.cli.words import parser
from engine.doctor.before_data import examine_output, examine_promises
from engine.doctor.container import examine_container
from engine.doctor.findings import Findings
from engine.doctor.mending import made_of_the_rest
from engine.doctor.run_examined import examine_merge, examine_run
from engine.doctor.runtime import examine_runtime
from engine.documents.baseline import documents_in
from engine.job.definition import BaselinePaths
from engine.job.texts import refuse_what_is_no_text

RUNS = ("baseline", "monitor", "merge", "quality")
"""The commands that the doctor knows; any other first word is a flag of the container's."""

_NEEDED = ("command", "data", "output", "baseline", "capture", "ground_truth", "quiet", "verbose")


def examine(words: Sequence[str], environ: Mapping[str, str], *, root: Path = Path("/opt/ml")) -> Findings:
    """Return what is found of the run that *words* ask for, or, where no command is named, the container's settings.

    Words that are not understood end the process with 2, as in a run. *root* is the folder of the platform's files.
    """
    findings = Findings()
    if not words or words[0].startswith("-"):
        examine_container(findings, words, environ, root=root)
        return findings
    if words[0] not in RUNS:
        parser().error(f"argument WORD: invalid choice: {words[0]!r} (choose from {', '.join(RUNS)})")
    arguments = parser().parse_args(words)
    if arguments.command in ("baseline", "monitor"):
        _examine_words(findings, arguments, environ)
    else:
        _examine_merge(findings, arguments, environ)
    return findings


def _examine_words(findings: Findings, arguments: argparse.Namespace, environ: Mapping[str, str]) -> None:
    with findings.looking():
        refuse_what_is_no_text({"--output": arguments.output, "--baseline": getattr(arguments, "baseline", None) or ""})
    with findings.looking():
        refuse_words(arguments)
    _examine_gate(findings, arguments, environ)
    baseline = _baseline(findings, arguments)
    words = vars(arguments)
    job = made_of_the_rest(
        words,
        _instead(arguments),
        lambda given: job_of(argparse.Namespace(**given), baseline, environ),
        findings,
    )
    if job is not None:
        examine_run(findings, job)
    else:
        examine_output(findings, arguments.output, baseline)
        examine_runtime(findings)


def _examine_gate(findings: Findings, arguments: argparse.Namespace, environ: Mapping[str, str]) -> None:
    """Look at what a pipeline is to be told, and where."""
    usual: dict[str, object] = {"json": False, "junit": None, "summary": None, "fail_on": []}
    made_of_the_rest(vars(arguments), usual, lambda given: gate_of(argparse.Namespace(**given), environ), findings)


def _instead(arguments: argparse.Namespace) -> dict[str, object]:
    """Return what stands in the place of each word that may be left out; a format that is not found may be any."""
    usual = [arguments.command, "", "-o", "", *(["--baseline", ""] if arguments.command == "monitor" else [])]
    given = vars(parser().parse_args(usual))
    return {
        **{name: value for name, value in given.items() if name not in _NEEDED},
        "format": arguments.format or "csv",
    }


def _examine_merge(findings: Findings, arguments: argparse.Namespace, environ: Mapping[str, str]) -> None:
    """Look at a merge, and at what is asked of its records where they are to be measured; these are not there yet."""
    with findings.looking():
        refuse_what_is_no_text({"--output": arguments.output, "--baseline": getattr(arguments, "baseline", None) or ""})
        refuse_paths(arguments)
    is_measured = arguments.command == "quality"
    if is_measured:
        _examine_gate(findings, arguments, environ)
    with findings.looking():
        merge = merge_job_of(arguments)
        if is_measured:
            merge = replace(merge, output=merged_folder(arguments.output))
            job = quality_job_of(arguments, merge, _baseline(findings, arguments), environ)
            examine_promises(findings, job)
        examine_merge(findings, merge)
        return
    examine_output(findings, arguments.output, None)
    examine_runtime(findings)


def _baseline(findings: Findings, arguments: argparse.Namespace) -> BaselinePaths | None:
    """Return where the documents of the baseline are, None where none is named or there are none."""
    folder = getattr(arguments, "baseline", None)
    with findings.looking():
        return None if folder is None else documents_in(folder)
    return None
