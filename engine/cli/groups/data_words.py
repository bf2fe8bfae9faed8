"""The words of every command that reads data, and those of each format."""

import argparse

from engine.cli.groups.parsers import FORMER, JUDGED, READ, WRITTEN, Parser
from engine.job.semantics import Semantics
from engine.readers.formats import FORMATS, on_command_line


def data_words() -> Parser:
    """Return the arguments of every command that reads data."""
    words = Parser(add_help=False)
    _add_read(words.group(READ))
    _add_judged(words.group(JUDGED))
    add_output(words, "the folder to write the documents to, here or at s3://")
    _add_former(words.group(FORMER))
    return words


def add_output(words: Parser, meaning: str) -> None:
    """Let *words* take the folder that a command writes to."""
    words.group(WRITTEN).add_argument("-o", "--output", required=True, metavar="OUT", help=meaning)


def add_semantics(words: Parser) -> None:
    """Let *words* take the setting that decides between the two readings of the documents."""
    _add_semantics(words.group(JUDGED))


def _add_read(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("data", metavar="DATA", help=f"a file of {_titles()}, or a folder of them, here or at s3://")
    group.add_argument(
        "--format",
        choices=[name for known in on_command_line() for name in known.names],
        help="how the data are written; if not said, it is found from the file's name and first bytes",
    )
    group.add_argument("--encoding", default="utf-8", help="the encoding of the text")
    group.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="NAME",
        help="a column to leave out, by its name or its position from 0; may be repeated",
    )


def _add_judged(group: "argparse._ArgumentGroup") -> None:
    _add_semantics(group)
    group.add_argument(
        "--categorical-drift-method",
        choices=["LInfinity", "ChiSquared"],
        help="how the drift of categories is measured, instead of the baseline's way",
    )
    group.add_argument(
        "--rules",
        metavar="FILE",
        help="rules of your own in DQDL, Glue Data Quality's language; each one that is broken is a violation",
    )
    group.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="NAME=PATH",
        help="another dataset, written as DATA is, that rules call by this name; may be repeated",
    )


def _add_semantics(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--semantics",
        choices=[each.value for each in Semantics],
        default=Semantics.CORRECTED.value,
        help="judge as documented and meant, or as the official container was seen to",
    )


def _add_former(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--metrics-repository",
        metavar="DIR",
        help="a folder, here or at s3://, to keep the run's metrics in as Deequ does; anomaly_checks of the baseline compare "
        "with those of former runs",
    )
    group.add_argument(
        "--tag",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a tag for the metrics, by which runs that belong together are known; may be repeated",
    )
    group.add_argument(
        "--metric-time",
        metavar="TIME",
        help="the time that the metrics are of, where it is neither that of a window nor now",
    )


def format_words() -> Parser:
    """Return the arguments that belong to a format each, or to several: then they stand with the first of these."""
    words = Parser(add_help=False)
    known: set[str] = set()
    for form in FORMATS.values():
        if form.command_line is not None:
            group = words.group(f"where the data are {form.title}")
            for flag in (each for each in form.command_line.flags if each.word not in known):
                group.add_argument(flag.word, **flag.parameters)
                known.add(flag.word)
    return words


def _titles() -> str:
    *others, last = (form.title for form in FORMATS.values() if form.command_line is not None)
    return f"{', '.join(others)} or {last}"
