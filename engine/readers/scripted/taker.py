"""Lines, taken by way of a script."""

import numpy as np

from engine.readers.capture.records import CaptureRows, rows_of_text
from engine.readers.format import LineFinder
from engine.readers.tally import Tally
from engine.scripts.preprocess import Handler, Record


class ScriptTaker:
    """Gives the lines that *find* finds to *handler*, and takes what comes back as *rows*."""

    __slots__ = ("_begin", "_find", "_handler", "_lines", "_path", "_rows")

    def __init__(self, find: LineFinder, rows: CaptureRows, handler: Handler) -> None:
        self._find, self._rows, self._handler = find, rows, handler
        self._path, self._lines, self._begin = "", 0, 0

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:
        """Take the lines of *block*, which stands at the offset *begin* of a file; *final*: nothing follows there."""
        if path != self._path:
            self._path, self._lines, self._begin = path, 0, begin
        found = self._find(block, path, begin=begin, final=final)
        first = self._lines + 1
        named = path if not self._begin else f"{path}, from byte {self._begin} on"
        text = self._handler.rows(
            [
                Record(named, first + line, block[start:end].tobytes().rstrip(b"\r"))
                for start, end, line in found.places.tolist()
            ]
        )
        self._lines += found.tally.lines
        if text:
            self._rows.take(*rows_of_text(text), path)
        return found.tally

    def finish(self) -> Tally:
        """Hand on what was taken; return the columns that the table has not, and what the script printed."""
        self._rows.flush()
        return Tally(found=self._rows.found(), said=tuple(self._handler.said))
