"""What a script prints, line by line."""

import logging
from collections.abc import Iterator

from engine.scripts.child.trouble import LONGEST_LINE

MOST_LINES = 1000
"""Lines that are kept of what a script prints; the others are counted."""


class Lines:
    """Cuts a stream of bytes into lines; what is beyond the first LONGEST_LINE bytes of one is left out."""

    __slots__ = ("_cut", "_rest")

    def __init__(self) -> None:
        self._rest, self._cut = bytearray(), False

    def feed(self, data: bytes) -> Iterator[str]:
        """Yield the lines that end within *data*."""
        *whole, rest = data.split(b"\n")
        for line in whole:
            self._add(line)
            yield self._take()
        self._add(rest)

    def begun(self) -> tuple[str, ...]:
        """Return the line that has begun and has no end yet, if there is one."""
        return (self._text(),) if self._rest else ()

    def _add(self, part: bytes) -> None:
        room = LONGEST_LINE - len(self._rest)
        self._cut = self._cut or len(part) > room
        self._rest += part[:room]

    def _take(self) -> str:
        line = self._text()
        self._rest, self._cut = bytearray(), False
        return line

    def _text(self) -> str:
        return self._rest.decode("utf-8", "replace").removesuffix("\r") + (" ..." if self._cut else "")


class Kept:
    """Keeps the first MOST_LINES of what a script prints, and counts the others."""

    __slots__ = ("_lines", "_more", "_stream")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._stream, self._more = Lines(), 0

    def hear(self, data: bytes) -> None:
        """Take *data* as it was printed."""
        for line in self._stream.feed(data):
            if len(self._lines) < MOST_LINES:
                self._lines.append(line)
            else:
                self._more += 1

    def end(self) -> None:
        """Nothing more is printed."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, the last one perhaps without its end, or the first ones and how many more there are."""
        return (*self._lines, f"({self._more} more lines were printed)") if self._more else self._with_last()

    def _with_last(self) -> tuple[str, ...]:
        return (*self._lines, *self._stream.begun())


class Logged:
    """Logs the first MOST_LINES of what a script prints as they come, under the script's name, and counts the others."""

    __slots__ = ("_count", "_log", "_name", "_stream")

    lines: tuple[str, ...] = ()

    def __init__(self, log: logging.Logger, name: str) -> None:
        self._log, self._name, self._stream, self._count = log, name, Lines(), 0

    def hear(self, data: bytes) -> None:
        """Log the lines that end within *data*."""
        for line in self._stream.feed(data):
            self._take(line)

    def end(self) -> None:
        """Log the line that has no end; nothing more is printed."""
        for line in self._stream.begun():
            self._take(line)
        if self._count > MOST_LINES:
            self._log.info("%s: (%d more lines were printed)", self._name, self._count - MOST_LINES)

    def _take(self, line: str) -> None:
        self._count += 1
        if self._count <= MOST_LINES:
            self._log.info("%s: %s", self._name, line)
