"""The JSON objects of one segment of a file: the lines that begin in it, or all of a file that is one JSON text."""

from engine.readers.json_lines.document import Document, is_document
from engine.readers.json_lines.taker import JsonTaker
from engine.readers.splits import Segment
from engine.readers.store import File, Stream
from engine.readers.stretch import Stretch
from engine.readers.tally import Tally
from engine.readers.text.taking import HEAD_BYTES, first_lines, read_on, read_segment_of_lines
from engine.readers.text.window import Window


def read_segment(taker: JsonTaker, segment: Segment, text: Stream, begin: int | None) -> Stretch:
    """Let *taker* take what begins in *segment* of *text*, from the offset *begin* on where that is known.

    A file that is one JSON text is read with its first segment, and the others have nothing.
    """
    if begin:  # then what is before has lines, or has been all
        return read_segment_of_lines(taker, segment, text, begin)
    window, one_text = _begun(segment.path, segment.size, text)
    if one_text:
        tally = Tally() if segment.begin else sum(Document(taker, window).read(), Tally())
        return Stretch(segment.size if segment.begin else 0, segment.size, tally)
    if segment.begin or segment.continues:
        text.seek(0)
        return read_segment_of_lines(taker, segment, text, begin)
    return read_on(taker, segment, window, 0)


def read_head(taker: JsonTaker, file: File, text: Stream) -> None:
    """Let *taker* take the first objects of a file: those in its first HEAD_BYTES, or the first one where that is longer."""
    window, one_text = _begun(file.path, file.size, text)
    if one_text:
        next((tally for tally in Document(taker, window).read() if tally.records), None)
        return
    block, final = first_lines(window)
    if len(block):
        taker.take(block, file.path, begin=0, final=final)


def _begun(path: str, size: int, text: Stream) -> tuple[Window, bool]:
    """Return a window at the begin of a file, and whether the file is one JSON text."""
    window = Window(text, Segment(path, 0, size, size))
    window.read(HEAD_BYTES)
    return window, is_document(window.block, whole=window.final)
