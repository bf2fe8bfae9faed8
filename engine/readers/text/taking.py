"""Lines of text, handed window by window to what takes them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np

from engine.readers.splits import Segment, Split
from engine.readers.store import File, Store, Stream
from engine.readers.stretch import Stretch, joined
from engine.readers.tally import Found, Tally
from engine.readers.text.batch import BATCH_BYTES
from engine.readers.text.lines import first_line, take_lines
from engine.readers.text.window import Window, open_segment, open_text

HEAD_BYTES = 256 * 1024
"""How much of a file a first look reads, or its first line where that is longer."""

MOST_FILES = 64
"""How many files a first look opens where the first ones show nothing."""


class Taker(Protocol):
    """Takes the lines of one window after the other, and says what was odd about them."""

    def take(self, block: np.ndarray, path: str, *, begin: int, final: bool) -> Tally:
        """Take the lines of *block*, which stands at the offset *begin* of a file; *final*: nothing follows there."""

    def finish(self) -> Tally:
        """Hand on what was taken; return what was found that the table has not, and what was printed."""


TakerOfLines = TypeVar("TakerOfLines", bound=Taker)

ReadSegment = Callable[[TakerOfLines, Segment, Stream, int | None], Stretch]
"""Lets a taker take what begins in a segment of a text, from the offset on that is its begin, where that is known."""


def read_lines(
    store: Store,
    encoding: str,
    split: Split,
    taker: TakerOfLines,
    begin: int | None,
    read: "ReadSegment[TakerOfLines] | None" = None,
) -> Stretch:
    """Let *taker* take the lines of *split*, in order; *begin* is the offset of its first line in its file, where known.

    *read* does it for one segment, where a format has files of other things than lines.
    """
    read_segment, stretches, misnamed = read or read_segment_of_lines, [], list[str]()
    for place, segment in enumerate(split):
        with open_segment(store, segment, encoding, misnamed) as text:
            stretch = read_segment(taker, segment, text, begin if place == 0 else None)
        if segment.size and not segment.continues:
            stretch = replace(stretch, tally=stretch.tally + Tally(path=segment.path, files=1))
        stretches.append(stretch)
    last = taker.finish()
    whole = joined(stretches).with_misnamed(misnamed)
    return replace(whole, tally=replace(whole.tally, found=last.found, said=last.said))


class Heads:
    """The first lines of a dataset's files; each file is read once, however often it is looked at."""

    __slots__ = ("_encoding", "_files", "_read", "_store")

    def __init__(self, store: Store, encoding: str, files: tuple[File, ...]) -> None:
        self._store, self._encoding, self._files = store, encoding, files[:MOST_FILES]
        self._read: dict[str, tuple[np.ndarray, bool]] = {}

    def lines(self) -> Iterator[bytes]:
        """Yield the first lines of the first files."""
        for file in self._files:
            yield from self._head(file)[0].tobytes().splitlines()

    def first_found(self, taking: Callable[[], AbstractContextManager[Taker]]) -> tuple[str, Found] | None:
        """Return the path of the first file whose first lines show columns, and those; None where none does.

        *taking* gives a taker for one file.
        """
        for file in self._files:
            block, final = self._head(file)
            with taking() as taker:
                if len(block):
                    taker.take(block, file.path, begin=0, final=final)
                found = taker.finish().found
            if found:
                return file.path, found
        return None

    def _head(self, file: File) -> tuple[np.ndarray, bool]:
        """Return the first lines of *file*, and whether nothing follows them."""
        if file.path not in self._read:
            with open_text(self._store, file.path, self._encoding, file.size) as text:
                self._read[file.path] = first_lines(Window(text, Segment(file.path, 0, file.size, file.size)))
        return self._read[file.path]


def first_lines(window: Window) -> tuple[np.ndarray, bool]:
    """Read the first lines behind *window*, and return them and whether nothing follows them."""
    while True:
        window.read(HEAD_BYTES)
        block = take_lines(window, len(window.block))
        if window.at or window.final:
            return block, window.final and window.at == len(window.block)


def read_segment_of_lines(taker: Taker, segment: Segment, text: Stream, begin: int | None) -> Stretch:
    """Let *taker* take the lines that begin in *segment* of *text*, from the offset *begin* on where that is known."""
    if begin is None:
        begin = first_line(text, segment.begin) if segment.begin else 0
    if begin is None or begin >= segment.end:
        return Stretch(segment.size if begin is None else begin, segment.size if begin is None else begin)
    return read_on(taker, segment, Window(text, segment, begin), begin)


def read_on(taker: Taker, segment: Segment, window: Window, begin: int) -> Stretch:
    """Let *taker* take the lines of *segment* from where *window* is, which is the offset *begin*."""
    tally, at = Tally(), begin
    while True:
        window.read(BATCH_BYTES)
        stop = segment.end - window.base if segment.continues else len(window.block)
        tally += _take(taker, window, stop, at)
        at = window.base + window.at
        if window.final or (segment.continues and window.base + window.at >= segment.end):
            return Stretch(begin, window.base + window.at, tally)


def _take(taker: Taker, window: Window, stop: int, begin: int) -> Tally:
    lines = take_lines(window, stop)
    final = window.final and window.at == len(window.block)
    return taker.take(lines, window.path, begin=begin, final=final) if len(lines) else Tally()
