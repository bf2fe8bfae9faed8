"""JSON as lines for a script: all that are not blank."""

from dataclasses import dataclass

import numpy as np

from engine.errors import DatasetError
from engine.job.dataset import Dataset, FormatOptions
from engine.readers.format import FoundLines
from engine.readers.json_lines.document import is_document
from engine.readers.selection import Selection, all_files
from engine.readers.store import Store
from engine.readers.tally import Tally
from engine.readers.text.lines import blank_lines, line_ends
from engine.readers.text.taking import HEAD_BYTES
from engine.readers.text.utf8 import check_utf8
from engine.readers.text.window import canonical
from engine.wording import foreign


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The lines of JSON files; what one holds is the script's to judge."""

    @property
    def shape(self) -> str:
        """Say that a script gets the text of a line."""
        return "line"

    @property
    def missing_values(self) -> tuple[str, ...]:
        """Say that there are none: the option is that of delimited text."""
        return ()

    def select(self, store: Store, dataset: Dataset[FormatOptions]) -> Selection:
        """Return all files."""
        return all_files(store, dataset)

    def encoding(self, dataset: Dataset[FormatOptions]) -> str:
        """Return the encoding that the dataset says."""
        return canonical(dataset.text_encoding)

    def finder(self, store: Store, dataset: Dataset[FormatOptions]) -> "JsonLines":  # noqa: ARG002 - the form of lines
        """Return what finds the lines: this value."""
        return self

    def __call__(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> FoundLines:
        """Return the lines of *block* that hold something.

        Raises DatasetError where it is not UTF-8, and where the file is one JSON text: a script gets lines.
        """
        if not begin and is_document(block[:HEAD_BYTES].tobytes(), whole=final and len(block) <= HEAD_BYTES):
            raise DatasetError(
                f"{foreign(path)}: the file is one JSON text, and a preprocessing script gets lines: write one object a line, "
                f"or leave the script out",
                code="json-text-with-script",
            )
        check_utf8(block, begin, path)
        ends = line_ends(block)
        begins = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
        records = np.flatnonzero(~blank_lines(block, begins, ends))
        places = np.stack((begins[records], ends[records], records), axis=1)
        return FoundLines(places, Tally(path=path, lines=len(ends), records=len(records)))

    def refuse(self, tally: Tally, *, source: str, rows: int) -> None:
        """Refuse nothing: whatever a line holds is the script's to judge."""
