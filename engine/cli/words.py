"""The words of the command line, and what each is for."""

import argparse
from functools import partial

from engine import __version__
from engine.cli.asking import add_doctor, add_explain
from engine.cli.groups.data_words import add_semantics, data_words, format_words
from engine.cli.groups.gate_words import gate_words
from engine.cli.groups.merge_words import merge_words
from engine.cli.groups.metric_words import metric_words
from engine.cli.groups.model_words import model_words
from engine.cli.groups.page_words import page_words
from engine.cli.groups.parsers import JUDGED, Help, Parser
from engine.cli.groups.script_words import script_words
from engine.compare.likeness import ACCEPTABLE
from engine.job.quality import MODEL_QUALITY

SHELLS = ("bash", "zsh", "tcsh")
"""For which words can be completed."""


def parser() -> Parser:
    """Return the parser of the whole command line; what it does not understand ends the process with 2."""
    words = Parser(
        prog="model-monitor",
        description="Profile tabular data, and monitor new data against a baseline.",
        epilog="example: model-monitor baseline train.csv -o out/baseline; model-monitor COMMAND --help has one of each",
    )
    words.add_argument("--version", action="version", version=f"model-monitor {__version__}")
    commands = words.add_subparsers(dest="command", required=True, metavar="COMMAND")
    quiet = _loudness()
    reads = [
        quiet,
        data_words(),
        page_words(),
        model_words(),
        format_words(),
        script_words(),
        metric_words(),
        gate_words(),
    ]
    _add_baseline(commands, reads)
    _add_monitor(commands, reads)
    add_doctor(partial(_add, commands))
    add_explain(partial(_add, commands), quiet)
    _add_compare(commands, quiet)
    _add(
        commands,
        "merge",
        "join captured traffic with the ground truth that came later",
        "--capture captures --ground-truth labels -o out/merged --last 1d",
        [quiet, merge_words()],
    )
    _add_quality(commands, quiet)
    _add_report(commands, quiet)
    _add(commands, "setup", "fetch and prepare what pip cannot: the Deequ jars, compiled code", "", [quiet])
    _add_completion(commands, quiet)
    return words


def _loudness() -> Parser:
    """Return the words of every command."""
    quiet = Parser(add_help=False)
    loudness = quiet.add_mutually_exclusive_group()
    loudness.add_argument(
        "-q", "--quiet", action="store_true", help="warnings and errors only on standard error, and no progress"
    )
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="more on standard error, each line with its time and place"
    )
    return quiet


def _add(
    commands: "argparse._SubParsersAction[Parser]",
    name: str,
    text: str,
    example: str,
    parents: list[Parser],
) -> Parser:
    return commands.add_parser(
        name,
        help=text,
        description=text.capitalize() + ".",
        epilog=f"example: model-monitor {name} {example}".rstrip(),
        parents=parents,
        formatter_class=Help,
    )


def _add_baseline(commands: "argparse._SubParsersAction[Parser]", reads: list[Parser]) -> None:
    baseline = _add(
        commands, "baseline", "profile a dataset and suggest constraints", "train.csv -o out/baseline", reads
    )
    judged = baseline.group(JUDGED)
    judged.add_argument(
        "--threshold",
        action="append",
        default=[],
        metavar="[FEATURE:]NAME=VALUE",
        help="a setting of monitoring_config for the constraints, such as domain_content_threshold=0.25, for all features "
        "or for one; may be repeated",
    )
    judged.add_argument(
        "--no-suggestions",
        dest="suggestions",
        action="store_false",
        help="write no suggestions.json, in which Deequ's rules suggest further constraints",
    )


def _add_monitor(commands: "argparse._SubParsersAction[Parser]", reads: list[Parser]) -> None:
    monitor = _add(
        commands,
        "monitor",
        "check a dataset against a baseline",
        "today.csv --baseline out/baseline -o out/today",
        reads,
    )
    monitor.group(JUDGED).add_argument(
        "--baseline", required=True, metavar="DIR", help="the output folder of a baseline run, here or at s3://"
    )


def _add_compare(commands: "argparse._SubParsersAction[Parser]", quiet: Parser) -> None:
    text = "say how alike the documents of two runs are: the official container's and ours"
    compare = _add(commands, "compare", text, "official/2024/03/18/13 out/today", [quiet])
    compare.add_argument(
        "official", metavar="OFFICIAL", help="a folder with documents, or above them, here or at s3://"
    )
    compare.add_argument("ours", metavar="OURS", help="another one")
    compare.add_argument(
        "--accept",
        action="append",
        default=[],
        choices=[each.value for each in ACCEPTABLE],
        help="a kind of difference that counts as equal; may be repeated",
    )
    compare.add_argument("--most", type=int, default=10, metavar="N", help="differences of a kind to show, a document")
    compare.add_argument("--format", choices=["text", "json"], default="text", help="how to print what is found")


def _add_report(commands: "argparse._SubParsersAction[Parser]", quiet: Parser) -> None:
    text = "write report.html for the documents of a run, of this engine or of the official container"
    report = _add(commands, "report", text, "out/today --baseline out/baseline", [quiet])
    report.add_argument("documents", metavar="DIR", help="the output folder of a run, here or at s3://")
    report.add_argument(
        "--baseline", metavar="DIR", help="the output folder of its baseline, to compare with in pictures"
    )
    report.add_argument(
        "-o", "--output", metavar="OUT", help="the folder to write the page to; if not said, that of the documents"
    )


def _add_quality(commands: "argparse._SubParsersAction[Parser]", quiet: Parser) -> None:
    judged = Parser(add_help=False)
    judged.group(JUDGED).add_argument(
        "--baseline",
        metavar="DIR",
        help="the output folder of a baseline run; without it the quality is measured alone",
    )
    add_semantics(judged)
    quality = _add(
        commands,
        "quality",
        "join captured traffic with ground truth, and measure the model's answers by it",
        "--capture captures --ground-truth labels -o out/today --problem-type Regression --inference-attribute 0",
        [quiet, merge_words(), judged, page_words(), model_words(), metric_words(), gate_words()],
    )
    quality.set_defaults(analysis_type=MODEL_QUALITY)


def _add_completion(commands: "argparse._SubParsersAction[Parser]", quiet: Parser) -> None:
    completion = _add(
        commands,
        "completion",
        "print a script that completes the words of this program in a shell",
        "bash > ~/.local/share/bash-completion/completions/model-monitor",
        [quiet],
    )
    completion.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or tcsh")
