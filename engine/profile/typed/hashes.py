"""Values of Catalyst's types noted in the registers of a distinct count, as Spark's XxHash64 hashes them; compiled."""

import numpy as np
from numba import njit

from engine.profile.distinct.hashing import register, xxhash64, xxhash64_of_int, xxhash64_of_long

_HALF = np.uint64(0xFFFFFFFF)


@njit(cache=True, nogil=True)
def register_words(words, size, registers) -> None:
    """Note the int64 *words*, each hashed by its lowest *size* bytes, 4 or 8: Spark's hashInt and hashLong."""
    if size == 8:
        for word in words:
            register(registers, xxhash64_of_long(np.uint64(word)))
    else:
        for word in words:
            register(registers, xxhash64_of_int(np.uint64(word) & _HALF))


@njit(cache=True, nogil=True)
def register_integers(integers, registers) -> None:
    """Note the rows of *integers*, whole numbers in two's complement, the lowest of their bytes first.

    Each is hashed by as few bytes as hold it, the highest first, as Java's BigInteger gives them.
    """
    width = integers.shape[1]
    data = np.empty(width, dtype=np.uint8)
    for row in range(len(integers)):
        size = width
        fill = 255 if integers[row, width - 1] & 128 else 0
        while size > 1 and integers[row, size - 1] == fill and (integers[row, size - 2] ^ fill) < 128:
            size -= 1
        for i in range(size):
            data[i] = integers[row, size - 1 - i]
        register(registers, xxhash64(data, 0, size))
