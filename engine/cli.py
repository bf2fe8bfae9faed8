"""The command line for a person: the same jobs as the container, and a report at the end.

Exit codes: 0 fine, 1 violations, 2 an error, 3 no data.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from engine import __version__
from engine.analysis.baseline import clear
from engine.documents.files import CONSTRAINTS, STATISTICS
from engine.errors import EngineError, JobError, NoRecords, without_credentials
from engine.job import BaselinePaths, CsvFormat, Dataset, Job, Semantics
from engine.readers.formats import CSV, JSON, PARQUET, TSV, UNKNOWN, find_format
from engine.sagemaker.message import defect, stopped
from engine.sagemaker.stopping import Stopped, stopped_by_signals
from engine.spark.home import share_kernel_cache

if TYPE_CHECKING:
    from engine.pipeline import Outcome

FINE, VIOLATED, FAILED, NO_DATA = range(4)

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words of *argv* ask for, and return the exit code."""
    arguments = _parser().parse_args(argv)
    # The engine's own log; what libraries have to say is for their authors, up to their warnings.
    logging.basicConfig(stream=sys.stderr, format="%(message)s")
    logging.getLogger("engine").setLevel(logging.WARNING if arguments.quiet else logging.INFO)
    try:
        with stopped_by_signals():
            return COMMANDS[arguments.command](arguments)
    except NoRecords as error:
        _log.error("model-monitor: %s", error)
        return NO_DATA
    except EngineError as error:
        _log.error("model-monitor: %s", error)
        return FAILED
    except Stopped as stop:
        _log.error("model-monitor: %s", stopped(stop.signal_name))
        return FAILED
    except Exception as error:
        # Python's own exit code would be 1, which says that violations were found.
        _log.exception("model-monitor: %s", defect(error))
        return FAILED


def _baseline(arguments: argparse.Namespace) -> int:
    clear(arguments.output, None)
    return _done(arguments, _run(_job(arguments, None)))


def _monitor(arguments: argparse.Namespace) -> int:
    folder = arguments.baseline
    clear(arguments.output, BaselinePaths(os.path.join(folder, STATISTICS), os.path.join(folder, CONSTRAINTS)))
    return _done(arguments, _run(_job(arguments, _documents_in(folder))))


def run(job: Job) -> "Outcome":
    """Do *job*; what that takes is imported when signals are heeded and compiled code has been given its place."""
    share_kernel_cache()
    from engine import pipeline  # noqa: PLC0415 - see above

    return pipeline.run(job)


def _run(job: Job) -> "Outcome":
    """Say what is in force, and do it."""
    _log.info("model-monitor-engine %s", __version__)
    _log.info("  %s", without_credentials(_settings(job)))
    return run(job)


def _settings(job: Job) -> str:
    """Return what *job* is asked to do, in one line; what is not set is not told."""
    settings = {
        "data": job.dataset.source,
        "output": job.output,
        "baseline": job.baseline and os.path.dirname(job.baseline.statistics or job.baseline.constraints or ""),
        **asdict(job.dataset.format),
        "encoding": job.dataset.text_encoding,
        "exclude": ", ".join(job.excluded),
        "semantics": job.semantics.value,
        "categorical_drift_method": job.categorical_drift_method,
    }
    return ", ".join(f"{name} {value!r}" for name, value in settings.items() if value not in (None, ""))


def _setup(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - commands of a table have one form
    from engine.spark.provision import provision  # noqa: PLC0415 - only this command needs it

    provision(_log)
    return FINE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"baseline": _baseline, "monitor": _monitor, "setup": _setup}


def _done(arguments: argparse.Namespace, outcome: "Outcome") -> int:
    _print_report(outcome, sys.stdout)
    _log.info("The documents are in %s", arguments.output)
    if outcome.violations:
        return VIOLATED
    return FINE if outcome.records else NO_DATA


def _print_report(outcome: "Outcome", out: TextIO) -> None:
    from engine.report.terminal import lines  # noqa: PLC0415 - it needs what a run needs

    colour = "terminal" if out.isatty() and "NO_COLOR" not in os.environ else "none"
    try:
        for line in lines(outcome, colour=colour):
            out.write(line.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
        out.flush()
    except BrokenPipeError:
        # Whoever read the report has seen enough; what is left must not fail when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _job(arguments: argparse.Namespace, baseline: BaselinePaths | None) -> Job:
    dataset = Dataset(arguments.data, text_encoding=arguments.encoding)
    return Job(
        dataset=replace(dataset, format=_format(arguments, dataset)),
        output=arguments.output,
        baseline=baseline,
        semantics=Semantics(arguments.semantics),
        excluded=tuple(arguments.exclude),
        categorical_drift_method=arguments.categorical_drift_method,
    )


def _format(arguments: argparse.Namespace, dataset: Dataset) -> CsvFormat:
    """Return how *dataset* is written, as the words say; of what they leave open, the kind of format is found."""
    found = arguments.format or find_format(dataset.source, encoding=dataset.text_encoding)
    if found not in _FIELD_DELIMITERS:
        where = "--format" if arguments.format else dataset.source
        raise JobError(f"{where}: {_NOT_READ[found]}")
    return CsvFormat(
        header=not arguments.no_header,
        field_delimiter=_FIELD_DELIMITERS[found] if arguments.field_delimiter is None else arguments.field_delimiter,
        quote_character=arguments.quote_character,
        quote_escape_character=arguments.quote_escape_character,
        record_delimiter=arguments.record_delimiter,
    )


_FIELD_DELIMITERS = {CSV: ",", TSV: "\t"}
_NOT_READ = {
    JSON: "JSON is not read yet, this version reads CSV only; convert the data, or say --format csv if they are CSV",
    PARQUET: "Parquet is not read yet, this version reads CSV only; convert the data to CSV",
    UNKNOWN: "the data are no text, and this version reads CSV only; name the file's --encoding, or say --format csv "
    "if they are CSV all the same",
}
"""What is said of formats that can be named or found, and not be read."""


def _documents_in(folder: str) -> BaselinePaths:
    present = {name: str(path) for name in (STATISTICS, CONSTRAINTS) if (path := Path(folder, name)).is_file()}
    if not present:
        raise JobError(
            f"{folder}: neither {STATISTICS} nor {CONSTRAINTS} is there; name the output folder of a baseline run"
        )
    return BaselinePaths(present.get(STATISTICS), present.get(CONSTRAINTS))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="model-monitor", description="Profile tabular data, and monitor new data against a baseline."
    )
    parser.add_argument("--version", action="version", version=f"model-monitor {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    quiet = argparse.ArgumentParser(add_help=False)
    quiet.add_argument("-q", "--quiet", action="store_true", help="warnings and errors only on standard error")
    _add(
        commands, "baseline", "profile a dataset and suggest constraints", "train.csv -o out/baseline", [quiet, _data()]
    )
    monitor = _add(
        commands,
        "monitor",
        "check a dataset against a baseline",
        "today.csv --baseline out/baseline -o out/today",
        [quiet, _data()],
    )
    monitor.add_argument("--baseline", required=True, metavar="DIR", help="the output folder of a baseline run")
    _add(commands, "setup", "fetch and prepare what pip cannot: the Deequ jar, compiled code", "", [quiet])
    return parser


def _add(
    commands: "argparse._SubParsersAction", name: str, text: str, example: str, parents: list[argparse.ArgumentParser]
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=text,
        description=text.capitalize() + ".",
        epilog=f"example: model-monitor {name} {example}".rstrip(),
        parents=parents,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )


def _data() -> argparse.ArgumentParser:
    """Return the arguments of every command that reads data."""
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("data", metavar="DATA", help="a CSV file, or a folder of them")
    data.add_argument("-o", "--output", required=True, metavar="OUT", help="the folder to write the documents to")
    data.add_argument(
        "--no-header", action="store_true", help="the first line is data; columns are called _c0, _c1, ..."
    )
    data.add_argument(
        "--format",
        choices=[CSV, TSV, JSON, PARQUET],
        help="how the data are written; if not said, it is found from the file's name and first bytes",
    )
    data.add_argument(
        "--field-delimiter",
        metavar="TEXT",
        help="what stands between two fields; if not said, a comma, and in tsv a tab",
    )
    data.add_argument("--quote-character", default='"', metavar="CHARACTER", help="what encloses a quoted field")
    data.add_argument("--quote-escape-character", metavar="CHARACTER", help="what makes the next character data")
    data.add_argument("--record-delimiter", metavar="TEXT", help="what ends a record, if no kind of line end")
    data.add_argument("--encoding", default="utf-8", help="the encoding of the text")
    data.add_argument(
        "--exclude", action="append", default=[], metavar="NAME", help="a column to leave out; may be repeated"
    )
    data.add_argument(
        "--semantics",
        choices=[each.value for each in Semantics],
        default=Semantics.CORRECTED.value,
        help="judge as documented and meant, or as the official container was seen to",
    )
    data.add_argument(
        "--categorical-drift-method",
        choices=["LInfinity", "ChiSquared"],
        help="how the drift of categories is measured, instead of the baseline's way",
    )
    return data


if __name__ == "__main__":
    sys.exit(main())
