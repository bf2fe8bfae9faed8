"""What goes over the pipes between the engine and a script's process: frames, and the records in them.

A frame is a header (a mark, whether it is a fault, its number, the length of its payload in bytes) and the payload. An
answer has the number of its request; anything else on the pipe is not from the engine's own code.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARK = b"row\n"
ANSWER, FAULT = range(2)

UNABLE = 75
"""The code with which a process ends that finds its pipes closed; few programs use it."""

_HEADER = struct.Struct("=4sBQQ")
HEADER_BYTES = _HEADER.size


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before a payload: ANSWER (of a request too) or FAULT, the frame's number, the payload's bytes."""

    kind: int
    number: int
    length: int


def framed(kind: int, number: int, payload: bytes) -> bytes:
    """Return *payload* with its header before it."""
    return _HEADER.pack(MARK, kind, number, len(payload)) + payload


def header_of(data: bytes | bytearray) -> Header | None:
    """Return the header with which *data* begins, at least HEADER_BYTES long; None for what is no header."""
    mark, kind, number, length = _HEADER.unpack_from(data)
    return Header(kind, number, length) if mark == MARK and kind in (ANSWER, FAULT) else None


def packed(texts: Sequence[bytes]) -> bytes:
    """Return *texts* as one payload: how many there are, their lengths, and then themselves."""
    return b"".join((array("Q", (len(texts), *map(len, texts))).tobytes(), *texts))


def unpacked(payload: bytes) -> Iterator[bytes]:
    """Yield the texts of a payload that `packed` made."""
    count = int.from_bytes(payload[:8], byteorder="little" if array("H", [1]).tobytes()[0] else "big")
    begin = 8 * (1 + count)
    for length in array("Q", payload[8:begin]):
        yield payload[begin : begin + length]
        begin += length
