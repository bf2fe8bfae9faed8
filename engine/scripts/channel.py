"""The pipes of a script's process, written and read at the same time, so that neither side waits for the other."""

import io
import selectors
from collections.abc import Callable

from engine.scripts.child.frames import HEADER_BYTES, Header, framed, header_of
from engine.scripts.process import Process

CHUNK = 1 << 20
"""Bytes that are read or written at a time: more than a pipe holds."""

MOST_BEHIND = 64
"""So many reads of what was printed before an answer came; more may come without end."""


class Garbled(Exception):
    """Something came over the pipe of answers that is no answer."""


class Channel:
    """Sends what is asked, collects what is answered, and hands on what is printed to *hear*."""

    __slots__ = ("_got", "_hear", "_left", "_process", "_selector", "closed")

    def __init__(self, process: Process, selector: selectors.BaseSelector, hear: Callable[[bytes], None]) -> None:
        self._process, self._selector, self._hear = process, selector, hear
        self._left, self._got, self.closed = memoryview(b""), bytearray(), False
        selector.register(process.answer, selectors.EVENT_READ, self._receive)
        selector.register(process.output, selectors.EVENT_READ, self._listen)

    def send(self, kind: int, number: int, payload: bytes) -> None:
        """Begin to send a frame; `wait` goes on with it."""
        self._left = memoryview(framed(kind, number, payload))
        self._selector.register(self._process.request, selectors.EVENT_WRITE, self._write)

    def wait(self, seconds: float) -> None:
        """Write and read what can be written and read, and wait for that for so many *seconds* at most."""
        for key, _ in self._selector.select(seconds):
            key.data()

    def frame(self) -> tuple[Header, bytes] | None:
        """Return the frame that has come, None where it has not come as a whole; raises Garbled for anything else."""
        if not self.complete:
            return None
        header, end = header_of(self._got), self._end
        if header is None:
            raise Garbled
        payload = bytes(memoryview(self._got)[HEADER_BYTES:end])
        self._got = self._got[end:]
        return header, payload

    @property
    def complete(self) -> bool:
        """Whether a frame has come as a whole, or what is no frame."""
        return len(self._got) >= self._end

    @property
    def _end(self) -> int:
        """Where the frame that is coming ends, as far as that is known."""
        header = header_of(self._got) if len(self._got) >= HEADER_BYTES else None
        return HEADER_BYTES + (header.length if header else 0)

    def collect(self) -> None:
        """Read what a process that has ended has left in the pipe of answers."""
        if not self.closed:
            self._receive()

    def catch_up(self) -> None:
        """Hand on what was printed until now."""
        for _ in range(MOST_BEHIND):
            data = self._process.output.read(CHUNK)
            if not data:
                break
            self._hear(data)

    def hang_up(self) -> None:
        """Ask nothing more."""
        if self._left:
            self._selector.unregister(self._process.request)
        self._process.request.close()

    def _write(self) -> None:
        try:
            self._left = self._left[self._process.request.write(self._left[:CHUNK]) or 0 :]
        except BrokenPipeError:  # it does not listen: why, its end will tell
            self._left = memoryview(b"")
        if not self._left:
            self._selector.unregister(self._process.request)

    def _receive(self) -> None:
        data = self._read(self._process.answer)
        self.closed = data == b""
        self._got += data or b""

    def _listen(self) -> None:
        self._hear(self._read(self._process.output) or b"")

    def _read(self, end: io.FileIO) -> bytes | None:
        """Return what there is to be read, None for nothing yet, nothing at all where all writers are gone."""
        data = end.read(CHUNK)
        if data == b"":
            self._selector.unregister(end)
        return data
