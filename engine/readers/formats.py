"""Every format that the engine knows. One that is read is a folder beside this file and an entry in FORMATS."""

from collections.abc import Iterator
from typing import Any

from engine.job.dataset import FormatOptions
from engine.readers.capture.format import CAPTURES
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.format import CSV
from engine.readers.csv.options import CsvFormat
from engine.readers.detect import head_of
from engine.readers.format import CommandLine, Container, Format, Head, Likeness
from engine.readers.json_lines.format import JSON
from engine.readers.json_lines.options import JsonFormat
from engine.readers.merged.format import MERGED
from engine.readers.merged.options import MergedFormat
from engine.readers.parquet.format import PARQUET
from engine.readers.parquet.options import ParquetFormat
from engine.readers.scripted.format import SCRIPTED
from engine.readers.scripted.options import Scripted
from engine.readers.store import Store
from engine.readers.transform.format import TRANSFORMS
from engine.readers.transform.options import TransformFormat

FORMATS: dict[type, Format[Any]] = {
    CsvFormat: CSV,
    CaptureFormat: CAPTURES,
    JsonFormat: JSON,
    ParquetFormat: PARQUET,
    TransformFormat: TRANSFORMS,
    MergedFormat: MERGED,
    Scripted: SCRIPTED,
}
"""What is read, by the class of a dataset's options. Where a file looks as much like several, the first one wins."""


def format_of(options: FormatOptions) -> Format[Any]:
    """Return the entry of the format that *options* are of."""
    return FORMATS[type(options)]


def of_transform(options: FormatOptions) -> TransformFormat | None:
    """Return the format of a batch transform whose files are written by *options*; None where none can be."""
    sides = format_of(options).sides
    if sides is None:
        return None
    both = sides(options)
    return TransformFormat(both.input, both.output, both.output_first)


def on_command_line() -> Iterator[CommandLine[Any]]:
    """Yield what the command line knows of each format that is named there."""
    return (form.command_line for form in FORMATS.values() if form.command_line is not None)


def in_container() -> Iterator[tuple[Format[Any], Container[Any]]]:
    """Yield the formats that the container's settings name, and what these know of each."""
    return ((form, form.container) for form in FORMATS.values() if form.container is not None)


def command_line_named(name: str) -> CommandLine[Any] | None:
    """Return what the command line knows of the format called *name*; None for one that is not read."""
    return next((known for known in on_command_line() if name in known.names), None)


def find_format(store: Store, *, encoding: str = "utf-8") -> str | None:
    """Return what the command line calls the format that the files of *store* are in.

    None for bytes that are like none. The first file that has a byte decides; data without one are like the first entry.
    """
    head = head_of(store, encoding=encoding)
    if head is None:
        return next(name for known in on_command_line() for name in known.names)
    found = max(_likenesses(head), key=lambda each: each[0])
    return found[1] if found[0] is not Likeness.NONE else None


def _likenesses(head: Head) -> Iterator[tuple[Likeness, str]]:
    for form in FORMATS.values():
        if form.command_line is not None:
            yield form.detect(head), _name_of(form.command_line, head)


def _name_of(known: CommandLine[Any], head: Head) -> str:
    """Return the one of a format's names that the file's own name asks for, else its first."""
    return known.suffixes.get(head.suffix, next(iter(known.names)))
