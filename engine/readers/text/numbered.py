"""The line of a row, for a sentence about what stands there, where each line has rows of its own."""

from collections.abc import Callable, Iterator

from engine.readers.splits import Segment
from engine.readers.store import Store, Stream
from engine.readers.text.window import open_text

_CHUNK = 1 << 20


def line_with_row(store: Store, file: Segment, encoding: str, row: int, rows_in: Callable[[bytes], int]) -> int | None:
    """Return the line, from 1, that has the *row* of a *file*, from 0; *rows_in* says how many rows a line has.

    None where no line has it.
    """
    passed = 0
    with open_text(store, file.path, encoding, file.size) as text:
        for number, line in enumerate(_lines(text), start=1):
            passed += rows_in(line)
            if passed > row:
                return number
    return None


def _lines(text: Stream) -> Iterator[bytes]:
    rest = b""
    while chunk := text.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    yield rest
