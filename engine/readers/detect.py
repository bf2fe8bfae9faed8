"""Which format a dataset is in, by the first bytes of its first file and by that file's name."""

import codecs
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from engine.readers.compression import compression_named
from engine.readers.format import Head
from engine.readers.store import Store, Stream

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOK = 4096
_BLOCK = 256 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
"""The longest first line in bytes that is looked through; an endpoint takes less than that at once."""

_MOST_CONTROL = 0.1


def head_of(store: Store, *, encoding: str) -> Head | None:
    """Return the begin of the first file of *store* that has a byte, as text in *encoding*; None where none has.

    Bytes of which more than a tenth are control characters are no text. Raises DatasetError where it cannot be read.
    """
    first = next((file for file in store.files() if file.size), None)
    if first is None:
        return None
    start = _read(store, first.path, lambda stream: stream.read(_LOOK))
    return Head(
        suffix=_suffix(first.path),
        start=start,
        text=_text(start, encoding),
        first_line=lambda: (
            _read(store, first.path, _first_line).decode(encoding, "ignore").strip().removeprefix("\ufeff")
        ),
    )


def _text(start: bytes, encoding: str) -> str | None:
    text = start.decode(encoding, "ignore")
    # UTF-16 that nobody spoke of is text; the reader will say that its encoding has to be named.
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text) and not start.startswith(_WIDE_MARKS):
        return None
    return text


def _suffix(path: str) -> str:
    name = PurePosixPath(path)
    return PurePosixPath(name.stem).suffix.lower() if compression_named(path) else name.suffix.lower()


def _first_line(stream: Stream) -> bytes:
    """Return the first line that is not blank, however long; of one that is longer than any record, its beginning."""
    blocks: list[bytes] = []
    size = 0
    while size < _LONGEST_LINE and (block := stream.read(_BLOCK)):
        blocks.append(block if size else block.lstrip())
        size += len(blocks[-1])
        if b"\n" in blocks[-1]:
            break
    return b"".join(blocks).partition(b"\n")[0]


def _read(store: Store, path: str, look: Callable[[Stream], bytes]) -> bytes:
    with store.reading(path) as stream:
        return look(stream)
