"""Delimited text as a format: the one entry by which the rest of the engine knows it.

As in every entry, what reads is imported when it is asked for: compiled code is given its place before.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat, missing_from
from engine.readers.format import CommandLine, Container, FirstLook, Flag, Format, Head, Likeness, Lines, Sample, Sides
from engine.readers.selection import all_files
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table

_SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv"}

FLAGS = (
    Flag("--no-header", {"action": "store_true", "help": "the first line is data; columns are called _c0, _c1, ..."}),
    Flag(
        "--field-delimiter",
        {
            "metavar": "TEXT",
            "help": "what stands between two fields; if not said, a tab in tsv, and in csv the comma, semicolon, tab or pipe "
            "that parts the first records",
        },
    ),
    Flag("--quote-character", {"default": '"', "metavar": "CHARACTER", "help": "what encloses a quoted field"}),
    Flag("--quote-escape-character", {"metavar": "CHARACTER", "help": "what makes the next character data"}),
    Flag(
        "--missing-values",
        {"metavar": "TEXTS", "help": "texts that mean a missing value, beside the empty one: nan,None,NULL"},
    ),
    Flag("--record-delimiter", {"metavar": "TEXT", "help": "what ends a record, if no kind of line end"}),
)


def _detect(head: Head) -> Likeness:
    """Any text may be delimited text."""
    if head.text is None:
        return Likeness.NONE
    return Likeness.NAME if head.suffix in _SUFFIXES else Likeness.TEXT


def _describe(store: Store, dataset: Dataset[CsvFormat], files: tuple[File, ...], known: Known) -> Table | None:
    from engine.readers.csv.table import describe_table

    return describe_table(store, dataset, files, known)


def _lines(written: CsvFormat) -> Lines:
    from engine.readers.csv.scriptable import delimited_lines

    return delimited_lines(written)


def _doubts(dataset: Dataset[CsvFormat], look: FirstLook) -> Iterator[str]:
    from engine.readers.csv.doubts import doubts

    return doubts(dataset, look)


def _read_words(written: CsvFormat, words: Mapping[str, Any]) -> CsvFormat:
    said = {name: words[name] for name in ("quote_character", "quote_escape_character", "record_delimiter")}
    delimiter = words["field_delimiter"]
    return replace(
        written,
        header=not words["no_header"],
        field_delimiter=written.field_delimiter if delimiter is None else delimiter,
        missing_values=missing_from(words["missing_values"]),
        **said,
    )


def _choose(written: CsvFormat, get: Callable[[str], str | None]) -> CsvFormat:
    return replace(written, missing_values=missing_from(get("missing_values")))


def _parse(options: Options) -> CsvFormat:
    read: Mapping[str, Callable[[str, object], Any]] = {
        "header": options.flag,
        "field_delimiter": options.text,
        "record_delimiter": options.text,
        "quote_character": options.text,
        "quote_escape_character": options.text,
        "output_columns_position": lambda name, value: options.choice(name, value, ("START", "END")),
    }
    return CsvFormat(**{name: read[name](name, value) for name, value in options.of(*read).items()})


def _sides(written: CsvFormat) -> Sides[CsvFormat]:
    """What a model answers with has no header, whether or not the input has one."""
    return Sides(written, replace(written, header=False), written.output_columns_position == "START")


CSV = Format(
    title="CSV",
    detect=_detect,
    describe=_describe,
    select=all_files,
    shown=asdict,
    lines=_lines,
    command_line=CommandLine(
        names={
            "csv": CsvFormat(header=True, field_delimiter=None),
            "tsv": CsvFormat(header=True, field_delimiter="\t"),
        },
        suffixes=_SUFFIXES,
        flags=FLAGS,
        read=_read_words,
        flags_choose="is for CSV",
        read_as="CSV, every record of it",
    ),
    container=Container(key="csv", parse=_parse, variables=("missing_values",), choose=_choose),
    sides=_sides,
    samples=(Sample("a.csv", b'a,"b"\n1,"x""y"\n', CsvFormat()),),
    doubts=_doubts,
)
