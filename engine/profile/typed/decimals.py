"""Decimals of Arrow: their unscaled whole numbers, and the doubles nearest to them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_EXACT_INTEGER = 1 << 53
_EXACT_SCALE = 22
"""Whole numbers below the one and powers of ten up to the other are doubles themselves: their quotient is rounded once."""


def unscaled(decimals: pa.Array) -> np.ndarray:
    """Return the bytes of each of *decimals* (128 or 256 bits, none missing) times ten to its scale, the lowest first."""
    width = decimals.type.bit_width // 8
    data = np.frombuffer(decimals.buffers()[1], dtype=np.uint8)
    return data[decimals.offset * width : (decimals.offset + len(decimals)) * width].reshape(-1, width).copy()


def as_words(integers: np.ndarray) -> np.ndarray:
    """Return the lowest 64 bits of whole numbers that stand as `unscaled` gives them."""
    return np.ascontiguousarray(integers[:, :8]).view(np.int64)[:, 0]


def as_doubles(decimals: pa.Array) -> np.ndarray:
    """Return the double nearest to each of *decimals*, none of them missing, as Spark's cast to double gives it."""
    integers = unscaled(decimals)
    words, scale = as_words(integers), decimals.type.scale
    # A number that goes beyond a word has other bytes above it than its sign.
    fits = (integers[:, 8:] == np.where(words < 0, 255, 0)[:, None]).all(axis=1)
    easy = fits & (np.abs(words) <= _EXACT_INTEGER) & (0 <= scale <= _EXACT_SCALE)
    numbers: np.ndarray = words / 10.0 ** min(max(scale, 0), _EXACT_SCALE)
    if not easy.all():
        hard = np.flatnonzero(~easy)
        texts = decimals.take(pa.array(hard)).cast(pa.string())
        numbers[hard] = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
