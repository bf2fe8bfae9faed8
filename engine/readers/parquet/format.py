"""Parquet as a format: the one entry by which the rest of the engine knows it.

As in every entry, what reads is imported when it is asked for.
"""

from collections.abc import Mapping
from typing import Any

from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.readers.format import CommandLine, Container, Format, Head, Likeness, Lines, Sides
from engine.readers.parquet.magic import begins_parquet
from engine.readers.parquet.options import ParquetFormat
from engine.readers.selection import all_files
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table

_NAME = "parquet"
_SUFFIXES = {f".{_NAME}": _NAME, ".pq": _NAME}


def _detect(head: Head) -> Likeness:
    if begins_parquet(head.start):
        return Likeness.BYTES
    return Likeness.NAME if head.suffix in _SUFFIXES else Likeness.NONE


def _describe(store: Store, dataset: Dataset[ParquetFormat], files: tuple[File, ...], known: Known) -> Table | None:  # noqa: ARG001 - the form of a format's `describe`
    from engine.readers.parquet.table import describe_table

    return describe_table(store, files, known)


def _lines(_written: ParquetFormat) -> Lines:
    raise JobError(
        "A preprocessing script gets lines of text, and Parquet has none: convert the data to CSV or JSON, or leave the script out",
        code="parquet-with-script",
    )


def _read_words(written: ParquetFormat, words: Mapping[str, Any]) -> ParquetFormat:  # noqa: ARG001 - the form of a format's `read`
    return written


def _parse(options: Options) -> ParquetFormat:
    return ParquetFormat(**options.of())


def _shown(_written: ParquetFormat) -> Mapping[str, object]:
    return {"format": _NAME}


PARQUET = Format(
    title="Parquet",
    detect=_detect,
    describe=_describe,
    select=all_files,
    shown=_shown,
    lines=_lines,
    command_line=CommandLine(
        names={_NAME: ParquetFormat()},
        suffixes=_SUFFIXES,
        flags=(),
        read=_read_words,
        flags_choose="is for Parquet",
        read_as="Parquet",
    ),
    container=Container(key=_NAME, parse=_parse),
    sides=lambda written: Sides(written, written),
)
