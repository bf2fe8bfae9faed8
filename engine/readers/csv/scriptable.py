"""Delimited text as lines for a script: all that are not blank and no header."""

from dataclasses import dataclass

import numpy as np

from engine.errors import JobError
from engine.job.dataset import Dataset, FormatOptions
from engine.readers.csv.options import CsvFormat
from engine.readers.format import FoundLines
from engine.readers.selection import Selection, all_files
from engine.readers.store import Store
from engine.readers.tally import Tally
from engine.readers.text.lines import blank_lines, line_ends
from engine.readers.text.utf8 import check_utf8
from engine.readers.text.window import canonical


@dataclass(frozen=True, slots=True)
class DelimitedLines:
    """`header` says that the first line of each file that is not blank is no record."""

    header: bool
    missing_values: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """Say that a script gets the text of a line."""
        return "line"

    def select(self, store: Store, dataset: Dataset[FormatOptions]) -> Selection:
        """Return all files."""
        return all_files(store, dataset)

    def encoding(self, dataset: Dataset[FormatOptions]) -> str:
        """Return the encoding that the dataset says."""
        return canonical(dataset.text_encoding)

    def finder(self, store: Store, dataset: Dataset[FormatOptions]) -> "DelimitedLines":  # noqa: ARG002 - the form of lines
        """Return what finds the lines: this value."""
        return self

    def __call__(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> FoundLines:  # noqa: ARG002 - as above
        """Return the lines of *block* that hold something; DatasetError where it is not UTF-8."""
        check_utf8(block, begin, path)
        ends = line_ends(block)
        begins = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
        records = np.flatnonzero(~blank_lines(block, begins, ends))
        if self.header and not begin:
            records = records[1:]
        places = np.stack((begins[records], ends[records], records), axis=1)
        return FoundLines(places, Tally(path=path, lines=len(ends), records=len(records)))

    def refuse(self, tally: Tally, *, source: str, rows: int) -> None:
        """Refuse nothing: whatever a line holds is the script's to judge."""


def delimited_lines(written: CsvFormat) -> DelimitedLines:
    """Return the lines of text that is *written* so; JobError where its records end with something else."""
    if written.record_delimiter:
        raise JobError(
            "record_delimiter is set, and a preprocessing script gets lines: leave it out, or the script",
            code="record-delimiter-with-script",
        )
    return DelimitedLines(written.header, written.missing_values)
