"""The words of the command line, and what each is for."""

import argparse

from engine import __version__
from engine.job.semantics import Semantics
from engine.readers.capture.options import CAPTURE_SIDES, CaptureFormat
from engine.readers.detect import CAPTURE, CSV, JSON, PARQUET, TSV
from engine.scripts.named import SECONDS


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; what it does not understand ends the process with 2."""
    words = argparse.ArgumentParser(
        prog="model-monitor", description="Profile tabular data, and monitor new data against a baseline."
    )
    words.add_argument("--version", action="version", version=f"model-monitor {__version__}")
    commands = words.add_subparsers(dest="command", required=True, metavar="COMMAND")
    quiet = argparse.ArgumentParser(add_help=False)
    quiet.add_argument("-q", "--quiet", action="store_true", help="warnings and errors only on standard error")
    reads = [quiet, _data(), _captures(), _scripts()]
    _add(commands, "baseline", "profile a dataset and suggest constraints", "train.csv -o out/baseline", reads)
    monitor = _add(
        commands,
        "monitor",
        "check a dataset against a baseline",
        "today.csv --baseline out/baseline -o out/today",
        reads,
    )
    monitor.add_argument("--baseline", required=True, metavar="DIR", help="the output folder of a baseline run")
    _add(commands, "setup", "fetch and prepare what pip cannot: the Deequ jar, compiled code", "", [quiet])
    return words


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
    data.add_argument("data", metavar="DATA", help="a file of CSV or of captured traffic, or a folder of them")
    data.add_argument("-o", "--output", required=True, metavar="OUT", help="the folder to write the documents to")
    data.add_argument(
        "--no-header", action="store_true", help="the first line is data; columns are called _c0, _c1, ..."
    )
    data.add_argument(
        "--format",
        choices=[CSV, TSV, CAPTURE, JSON, PARQUET],
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
        "--exclude",
        action="append",
        default=[],
        metavar="NAME",
        help="a column to leave out, by its name or its position from 0; may be repeated",
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


def _captures() -> argparse.ArgumentParser:
    """Return the arguments that choose among captured records."""
    words = argparse.ArgumentParser(add_help=False)
    captures = words.add_argument_group("captured traffic")
    captures.add_argument(
        "--capture-index-names",
        nargs="+",
        metavar="SIDE",
        help=f"the sides to read: {' and '.join(CAPTURE_SIDES)}; if not said, those that the records have",
    )
    captures.add_argument(
        "--start", metavar="TIME", help="read from then on: ISO 8601, as 2024-03-18T13:00:00Z; UTC without an offset"
    )
    captures.add_argument("--end", metavar="TIME", help="read what is before then, written in the same way")
    captures.add_argument("--last", metavar="SPAN", help="read the time before now: 6h, 30m, 2d, 1w, 1h30m")
    captures.add_argument("--endpoint", metavar="NAME", help="read one of several endpoints")
    captures.add_argument("--variant", metavar="NAME", help="read one of several variants")
    captures.add_argument(
        "--bad-records-share",
        type=_share,
        metavar="SHARE",
        help="the share of records, from 0 to 1, that may be unreadable; if not said, "
        f"{CaptureFormat().bad_records_share}",
    )
    return words


def _share(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, such as 0.02; found {text!r}") from None


def _scripts() -> argparse.ArgumentParser:
    """Return the arguments that name the user's scripts."""
    words = argparse.ArgumentParser(add_help=False)
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
