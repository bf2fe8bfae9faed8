"""Files that are one JSON text, a list of objects or an object over several lines, read element by element."""

import json
from collections.abc import Iterator

import numpy as np

from engine.errors import DatasetError
from engine.readers.json_lines.elements import (
    AT,
    BEHIND,
    BROKEN,
    FIRST,
    FOUND,
    ITEM,
    LINE,
    NO_ROOM,
    PLACE,
    TOP,
    find_elements,
)
from engine.readers.json_lines.taker import JsonTaker
from engine.readers.tally import Tally
from engine.readers.text.batch import BATCH_BYTES
from engine.readers.text.window import Window
from engine.wording import foreign

LONGEST_ELEMENT = 64 * 1024 * 1024
"""Bytes that one element may have; what seems longer is a quote or a bracket that nobody closed."""

_MOST_ELEMENTS = 1 << 16
_BLANKS = b" \t\r\n"
_JSON = json.JSONDecoder(parse_int=str, parse_float=str)

_EXPECTED = {
    TOP: "an object or a list",
    FIRST: "an object or the end of the list",
    ITEM: "an object",
    BEHIND: "a comma or the end of the list",
}
_END = "the end of the object that begins there"


def is_document(head: bytes, *, whole: bool) -> bool:
    """Whether a file that begins with *head* is a JSON text over several lines, or a list of objects; else it has lines.

    *whole*: it has no more. An object that is not closed in its line is one of several lines where Python reads it; where
    there is too little of it for that, where its second line does not begin as all lines do.
    """
    text = head.lstrip(_BLANKS)
    if text.startswith(b"["):
        return text[1:].lstrip(_BLANKS)[:1] in (b"{", b"]")
    line, _, rest = text.partition(b"\n")
    if not text.startswith(b"{") or not rest or _begins_with_json(line):
        return False
    return _begins_with_json(text) or not (whole or rest.lstrip(_BLANKS).startswith(b"{"))


def _begins_with_json(text: bytes) -> bool:
    try:
        _JSON.raw_decode(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return True


class Document:
    """The elements of the document that begins in *window*, which *taker* takes."""

    __slots__ = ("_lines", "_state", "_taker", "_window")

    def __init__(self, taker: JsonTaker, window: Window) -> None:
        self._taker, self._window = taker, window
        self._state, self._lines = np.zeros(4, dtype=np.int64), 0

    def read(self) -> Iterator[Tally]:
        """Take the elements window by window, and yield what was odd about those of each.

        Raises DatasetError where there is no JSON between the elements, or where the file ends too early.
        """
        window = self._window
        while True:
            yield from self._take()
            if window.final:
                break
            if len(window.block) - window.at > LONGEST_ELEMENT:
                raise self._broken(_END)
            window.read(BATCH_BYTES)
        if window.at < len(window.block):
            raise self._broken(_END)
        if self._state[PLACE] != TOP:
            raise self._broken(_EXPECTED[int(self._state[PLACE])])

    def _take(self) -> Iterator[Tally]:
        """Take the whole elements of the window's block, and move the window behind them."""
        block, state, why = np.frombuffer(self._window.block, dtype=np.uint8), self._state, NO_ROOM
        state[AT] = self._window.at
        elements = np.empty((_MOST_ELEMENTS, 3), dtype=np.int64)
        while why == NO_ROOM:
            state[LINE] = state[FOUND] = 0
            why = find_elements(block, state, elements)
            lines = int(state[LINE])
            yield self._taker.take_elements(block, elements[: state[FOUND]], self._window.path, lines=lines)
            self._lines += lines
        self._window.at = int(state[AT])
        if why == BROKEN:
            raise self._broken(_EXPECTED[int(state[PLACE])])

    def _broken(self, expected: str) -> DatasetError:
        return DatasetError(
            f"{foreign(self._window.path)}, line {self._lines + 1}: expected {expected}; the file is one JSON text, and what "
            f"follows cannot be read: see whether it was copied whole, or write one object a line",
            code="json-text-broken",
        )
