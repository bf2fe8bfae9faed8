"""The lines of one split, of captured traffic or for a script, folded batch by batch."""

from dataclasses import replace
from typing import IO

from engine.readers.capture.table import CaptureTable
from engine.readers.capture.takers import Taker, taking
from engine.readers.splits import Segment, Split
from engine.readers.store import file_system
from engine.readers.stretch import Stretch, joined
from engine.readers.tally import Found, Tally
from engine.readers.text.batch import BATCH_BYTES, Fold
from engine.readers.text.lines import first_line, take_lines
from engine.readers.text.window import Window, open_text


def read_captures(table: CaptureTable, split: Split, fold: Fold, *, begin: int | None = None) -> Stretch:
    """Fold the records of *split*, in order; *begin* is the offset of its first line in its file, where known."""
    system, _ = file_system(table.source)
    stretches = []
    with taking(table, fold) as taker:
        for place, segment in enumerate(split):
            with open_text(system, segment.path, table.encoding) as text:
                stretches.append(_read_segment(taker, segment, text, begin if place == 0 else None))
        last = taker.finish()
    whole = joined(stretches)
    return replace(whole, tally=replace(whole.tally, found=last.found, said=last.said))


def read_head(table: CaptureTable, segment: Segment, size: int) -> Found:
    """Return which columns that *table* has not are in the first *size* bytes of a file, or in its first line."""
    system, _ = file_system(table.source)
    with open_text(system, segment.path, table.encoding) as text, taking(table, id) as taker:
        window = Window(text, segment)
        while not window.at and not window.final:
            window.read(size)
            _take(taker, window, len(window.block), 0)
        return taker.finish().found


def _read_segment(taker: Taker, segment: Segment, text: IO[bytes], begin: int | None) -> Stretch:
    if begin is None:
        begin = first_line(text, segment.begin) if segment.begin else 0
    if begin is None or begin >= segment.end:
        return Stretch(segment.size if begin is None else begin, segment.size if begin is None else begin)
    window, tally, at = Window(text, segment, begin), Tally(), begin
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
