"""An object that is read with patience where Arrow has none.

Arrow has the store's answer written to where the bytes are to stand. Where fewer bytes were asked for than the store has
words for "try again", the words find no room, and that is taken for an error that no second request would mend.
"""

import errno
import os
import time

from engine.stores.through import FileThrough, Source

NO_ROOM_FOR_WORDS = "Failed to flush response stream"
"""What Arrow says of an answer that it could not take."""

_PAUSES = (0.25, 0.5, 1.0, 2.0)
"""How many seconds pass before the request is made again."""

_LARGEST_BLOCK = 4 * 1024 * 1024


class PatientFile(FileThrough):
    """The object that *opened* reads; what a busy store refuses is asked for again, a few times.

    Each read is a request for the bytes that it wants. *in_blocks* a request is for at least as many as all before it, up
    to 4 MiB, for who decompresses asks for little at a time; that ends where somebody goes on elsewhere, who knows what
    is wanted there.
    """

    __slots__ = ("_ahead", "_asked", "_at", "_in_blocks")

    def __init__(self, opened: Source, *, in_blocks: bool = False) -> None:
        super().__init__(opened)
        self._ahead, self._at, self._asked, self._in_blocks = b"", 0, 0, in_blocks

    def seekable(self) -> bool:
        """Say that it can go on anywhere."""
        return True

    def tell(self) -> int:
        """Return the offset at which it goes on."""
        return self._raw.tell() - len(self._ahead) + self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on at *offset*."""
        offset += self.tell() if whence == os.SEEK_CUR else 0
        self._ahead, self._at, self._in_blocks = b"", 0, False
        return self._raw.seek(offset, os.SEEK_SET if whence == os.SEEK_CUR else whence)

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
        pauses = iter(_PAUSES)
        while True:
            try:
                return self._raw.read(size)
            except OSError as error:
                pause = next(pauses, None) if NO_ROOM_FOR_WORDS in str(error) else None
                if pause is None:
                    raise _numbered(error) from error
            time.sleep(pause)


def _numbered(error: OSError) -> OSError:
    """Return *error* as one of input and output: without a number it would pass for a fault in what is read."""
    return error if error.errno is not None else OSError(errno.EIO, str(error))
