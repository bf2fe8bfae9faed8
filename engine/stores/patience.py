"""An object that is read with patience where Arrow has none.

Arrow has the store's answer written to where the bytes are to stand. Where fewer bytes were asked for than the store has
words for "try again", the words find no room, and that is taken for an error that no second request would mend.
"""

import os
import time
from typing import BinaryIO

_NO_ROOM_FOR_WORDS = "Failed to flush response stream"
_PAUSES = (0.25, 0.5, 1.0, 2.0)
"""How many seconds pass before the request is made again."""

_LARGEST_BLOCK = 4 * 1024 * 1024


class PatientFile:
    """The object that *opened* reads; what a busy store refuses is asked for again, a few times.

    Each read is a request for the bytes that it wants. *in_blocks* a request is for at least as many as all before it, up
    to 4 MiB: who decompresses asks for little at a time, and small objects are read whole at once.
    """

    __slots__ = ("_ahead", "_asked", "_at", "_in_blocks", "_opened", "mode")

    def __init__(self, opened: BinaryIO, *, in_blocks: bool = False) -> None:
        self._opened, self._in_blocks = opened, in_blocks
        self._ahead, self._at, self._asked = b"", 0, 0
        self.mode = "rb"

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._opened.closed

    def close(self) -> None:
        """Let go of the object."""
        self._opened.close()

    def seekable(self) -> bool:
        """Say that it can go on anywhere."""
        return True

    def tell(self) -> int:
        """Return the offset at which it goes on."""
        return self._opened.tell() - len(self._ahead) + self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on at *offset*."""
        offset += self.tell() if whence == os.SEEK_CUR else 0
        self._ahead, self._at = b"", 0
        return self._opened.seek(offset, os.SEEK_SET if whence == os.SEEK_CUR else whence)

    def read(self, size: int) -> bytes:
        """Return *size* bytes, or what is left; none only at the end."""
        if not self._in_blocks:
            return self._ask(size)
        missing = size - (len(self._ahead) - self._at)
        if missing > 0:
            more = self._ask(max(missing, min(self._asked, _LARGEST_BLOCK)))
            self._ahead, self._at, self._asked = self._ahead[self._at :] + more, 0, self._asked + len(more)
        begin, self._at = self._at, min(self._at + size, len(self._ahead))
        return self._ahead[begin : self._at]

    def _ask(self, size: int) -> bytes:
        for pause in _PAUSES:
            try:
                return self._opened.read(size)
            except OSError as error:
                if _NO_ROOM_FOR_WORDS not in str(error):
                    raise
            time.sleep(pause)
        return self._opened.read(size)
