"""The words of the command line, and what each is for."""

import argparse
from typing import NoReturn

from engine import __version__
from engine.compare.likeness import ACCEPTABLE
from engine.errors import without_credentials
from engine.job.quality import ATTRIBUTES, DATA_QUALITY, MODEL_QUALITY, ProblemType
from engine.job.semantics import Semantics
from engine.readers.capture.format import FLAGS as CAPTURE_FLAGS
from engine.readers.formats import FORMATS, on_command_line
from engine.scripts.named import SECONDS
from engine.wording import sentence

_OF_MERGES = ("start", "end", "last", "endpoint", "variant", "bad_records_share")
"""The flags of captured traffic that choose among its records, as a merge does."""


class _Parser(argparse.ArgumentParser):
    """Says what it does not understand in one line, without the credentials in an address."""

    def error(self, message: str) -> NoReturn:
        """End the process with 2, and *message*."""
        super().error(sentence(without_credentials(message)))


class _Help(argparse.ArgumentDefaultsHelpFormatter):
    """Help that names a default where it is a value: that a word is not said needs no words."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        valued = action.default is not None and not isinstance(action.default, bool | list)
        return super()._get_help_string(action) if valued else action.help


def parser() -> _Parser:
    """Return the parser of the whole command line; what it does not understand ends the process with 2."""
    words = _Parser(prog="model-monitor", description="Profile tabular data, and monitor new data against a baseline.")
    words.add_argument("--version", action="version", version=f"model-monitor {__version__}")
    commands = words.add_subparsers(dest="command", required=True, metavar="COMMAND")
    quiet = _Parser(add_help=False)
    quiet.add_argument("-q", "--quiet", action="store_true", help="warnings and errors only on standard error")
    reads = [quiet, _data(), _of_models(), _of_formats(), _scripts(), _metrics()]
    baseline = _add(
        commands, "baseline", "profile a dataset and suggest constraints", "train.csv -o out/baseline", reads
    )
    baseline.add_argument(
        "--threshold",
        action="append",
        default=[],
        metavar="[FEATURE:]NAME=VALUE",
        help="a setting of monitoring_config for the constraints, such as domain_content_threshold=0.25, for all features "
        "or for one; may be repeated",
    )
    baseline.add_argument(
        "--no-suggestions",
        dest="suggestions",
        action="store_false",
        help="write no suggestions.json, in which Deequ's rules suggest further constraints",
    )
    monitor = _add(
        commands,
        "monitor",
        "check a dataset against a baseline",
        "today.csv --baseline out/baseline -o out/today",
        reads,
    )
    monitor.add_argument(
        "--baseline", required=True, metavar="DIR", help="the output folder of a baseline run, here or at s3://"
    )
    _add_compare(commands, quiet)
    _add(
        commands,
        "merge",
        "join captured traffic with the ground truth that came later",
        "--capture captures --ground-truth labels -o out/merged --last 1d",
        [quiet, _merging()],
    )
    _add_quality(commands, [quiet, _merging(), _of_models(), _metrics()])
    _add(commands, "setup", "fetch and prepare what pip cannot: the Deequ jars, compiled code", "", [quiet])
    return words


def _add(
    commands: "argparse._SubParsersAction[_Parser]",
    name: str,
    text: str,
    example: str,
    parents: list[_Parser],
) -> _Parser:
    return commands.add_parser(
        name,
        help=text,
        description=text.capitalize() + ".",
        epilog=f"example: model-monitor {name} {example}".rstrip(),
        parents=parents,
        formatter_class=_Help,
    )


def _add_compare(commands: "argparse._SubParsersAction[_Parser]", quiet: _Parser) -> None:
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


def _add_quality(commands: "argparse._SubParsersAction[_Parser]", parents: list[_Parser]) -> None:
    quality = _add(
        commands,
        "quality",
        "join captured traffic with ground truth, and measure the model's answers by it",
        "--capture captures --ground-truth labels -o out/today --problem-type Regression --inference-attribute 0",
        parents,
    )
    quality.add_argument(
        "--baseline",
        metavar="DIR",
        help="the output folder of a baseline run; without it the quality is measured alone",
    )
    _add_semantics(quality)
    quality.set_defaults(analysis_type=MODEL_QUALITY)


def _add_semantics(words: argparse.ArgumentParser) -> None:
    words.add_argument(
        "--semantics",
        choices=[each.value for each in Semantics],
        default=Semantics.CORRECTED.value,
        help="judge as documented and meant, or as the official container was seen to",
    )


def _merging() -> _Parser:
    """Return the arguments of a merge."""
    words = _Parser(add_help=False)
    words.add_argument(
        "--capture",
        required=True,
        metavar="PATH",
        help="captured traffic: a file, or a folder of hours, here or at s3://",
    )
    words.add_argument(
        "--ground-truth", required=True, metavar="PATH", help="labels: a file, or a folder of hours, here or at s3://"
    )
    words.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the folder to write merged records to, here or at s3://"
    )
    for flag in CAPTURE_FLAGS:
        if flag.name in _OF_MERGES:
            words.add_argument(flag.word, **flag.parameters)
    for name, edge in (("--start-time-offset", "start"), ("--end-time-offset", "end")):
        words.add_argument(
            name,
            metavar="SPAN",
            help=f"move the {edge} of the window back, as a schedule does: ISO 8601, as -P1D or -PT1H",
        )
    return words


def _titles() -> str:
    *others, last = (form.title for form in FORMATS.values() if form.command_line is not None)
    return f"{', '.join(others)} or {last}"


def _data() -> _Parser:
    """Return the arguments of every command that reads data."""
    data = _Parser(add_help=False)
    data.add_argument("data", metavar="DATA", help=f"a file of {_titles()}, or a folder of them, here or at s3://")
    data.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the folder to write the documents to, here or at s3://"
    )
    data.add_argument(
        "--format",
        choices=[name for known in on_command_line() for name in known.names],
        help="how the data are written; if not said, it is found from the file's name and first bytes",
    )
    data.add_argument("--encoding", default="utf-8", help="the encoding of the text")
    data.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="NAME",
        help="a column to leave out, by its name or its position from 0; may be repeated",
    )
    _add_semantics(data)
    data.add_argument(
        "--categorical-drift-method",
        choices=["LInfinity", "ChiSquared"],
        help="how the drift of categories is measured, instead of the baseline's way",
    )
    data.add_argument(
        "--rules",
        metavar="FILE",
        help="rules of your own in DQDL, Glue Data Quality's language; each one that is broken is a violation",
    )
    data.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="NAME=PATH",
        help="another dataset, written as DATA is, that rules call by this name; may be repeated",
    )
    data.add_argument(
        "--metrics-repository",
        metavar="DIR",
        help="a folder, here or at s3://, to keep the run's metrics in as Deequ does; anomaly_checks of the baseline compare "
        "with those of former runs",
    )
    data.add_argument(
        "--tag",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a tag for the metrics, by which runs that belong together are known; may be repeated",
    )
    data.add_argument(
        "--metric-time",
        metavar="TIME",
        help="the time that the metrics are of, where it is neither that of a window nor now",
    )
    return data


def _of_formats() -> _Parser:
    """Return the arguments that belong to a format each, or to several: then they stand with the first of these."""
    words = _Parser(add_help=False)
    known: set[str] = set()
    for form in FORMATS.values():
        if form.command_line is not None:
            group = words.add_argument_group(form.title)
            for flag in (each for each in form.command_line.flags if each.word not in known):
                group.add_argument(flag.word, **flag.parameters)
                known.add(flag.word)
    return words


def _of_models() -> _Parser:
    """Return the arguments that are about a model's answers."""
    words = _Parser(add_help=False)
    models = words.add_argument_group("quality of a model")
    models.add_argument(
        "--analysis-type",
        choices=[DATA_QUALITY, MODEL_QUALITY],
        default=DATA_QUALITY,
        help="what is looked at: the data, or a model's answers beside the truth",
    )
    models.add_argument(
        "--problem-type", choices=[problem.value for problem in ProblemType], help="the problem that the model solves"
    )
    for word, what in ATTRIBUTES.items():
        models.add_argument(f"--{word.replace('_', '-')}", metavar="NAME", help=what)
    return words


def _scripts() -> _Parser:
    """Return the arguments that name the user's scripts."""
    words = _Parser(add_help=False)
    scripts = words.add_argument_group("scripts")
    scripts.add_argument(
        "--preprocess", metavar="SCRIPT", help="a file of Python whose preprocess_handler makes rows of records"
    )
    scripts.add_argument(
        "--postprocess",
        metavar="SCRIPT",
        help="a file of Python whose postprocess_handler is called when the documents are there",
    )
    scripts.add_argument(
        "--script-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help="how long a script may take: for one record, and after the run",
    )
    return words


def _metrics() -> _Parser:
    """Return the arguments that say where metrics go."""
    words = _Parser(add_help=False)
    metrics = words.add_argument_group("metrics")
    metrics.add_argument(
        "--openmetrics",
        metavar="PATH",
        help="a file to write the metrics to in OpenMetrics text, for Prometheus; its folder has to be there",
    )
    metrics.add_argument(
        "--emf",
        action="store_true",
        help="print the metrics in CloudWatch's embedded metric format, and the report to standard error",
    )
    metrics.add_argument("--put-metrics", action="store_true", help="send the metrics to CloudWatch")
    metrics.add_argument(
        "--dimension",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a dimension of all metrics, such as Endpoint=churn or MonitoringSchedule=hourly; may be repeated",
    )
    metrics.add_argument(
        "--metrics-namespace", metavar="NAME", help="a namespace of CloudWatch, instead of SageMaker's own"
    )
    return words
