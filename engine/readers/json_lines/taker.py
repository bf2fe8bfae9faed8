"""JSON objects, taken line by line or element by element."""

from dataclasses import replace
from typing import Protocol

import numpy as np

from engine.readers.json_lines.records import line_records
from engine.readers.tally import Found, Tally
from engine.readers.text.lines import line_ends


class Rows(Protocol):
    """What is made of JSON objects."""

    def take(self, text: np.ndarray, records: np.ndarray, path: str, *, growing: bool = False) -> Tally:
        """Take the objects of *records*, (begin, end, line) in *text* each; *growing*: the last may not be finished."""

    def flush(self) -> None:
        """Hand on what was taken."""

    def found(self) -> Found:
        """Return the columns that objects had and the table has not."""


class JsonTaker:
    """Takes JSON objects as *rows*."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:  # noqa: ARG002 - see Taker
        """Take the lines of *block*; *final*: nothing follows in the file at *path*."""
        ends = line_ends(block)
        growing = final and bool(len(ends)) and int(ends[-1]) == len(block)
        return replace(self._rows.take(block, line_records(ends), path, growing=growing), lines=len(ends))

    def take_elements(self, block: np.ndarray, elements: np.ndarray, path: str, *, lines: int) -> Tally:
        """Take the *elements* of a list that lie in *block*, (begin, end, line) each; *lines* end in what was read."""
        return replace(self._rows.take(block, elements, path), lines=lines)

    def finish(self) -> Tally:
        """Hand on what was taken; return the columns that the table has not."""
        self._rows.flush()
        return Tally(found=self._rows.found())
