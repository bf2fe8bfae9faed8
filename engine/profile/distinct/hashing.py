"""XxHash64 of a stretch of bytes, and the register that a hash falls to; compiled.

Source: the XXH64 specification of Yann Collet; Spark uses seed 42.
"""

import numpy as np
from numba import njit

from engine.profile.swar import load_half, load_word

_SEED = np.uint64(42)
_P1 = np.uint64(0x9E3779B185EBCA87)
_P2 = np.uint64(0xC2B2AE3D27D4EB4F)
_P3 = np.uint64(0x165667B19E3779F9)
_P4 = np.uint64(0x85EBCA77C2B2AE63)
_P5 = np.uint64(0x27D4EB2F165667C5)


@njit(inline="always")
def _rotate(x, by) -> np.uint64:
    return (x << np.uint64(by)) | (x >> np.uint64(64 - by))


@njit(inline="always")
def _round(acc, word) -> np.uint64:
    return _rotate(acc + word * _P2, 31) * _P1


@njit(inline="always")
def _mixed(value) -> np.uint64:
    value = (value ^ (value >> np.uint64(33))) * _P2
    value = (value ^ (value >> np.uint64(29))) * _P3
    return value ^ (value >> np.uint64(32))


@njit
def xxhash64(data, begin, end) -> np.uint64:
    """Return the 64-bit hash of data[begin:end] (uint8)."""
    at = begin
    if end - begin >= 32:
        a, b, c, d = _SEED + _P1 + _P2, _SEED + _P2, _SEED, _SEED - _P1
        while at + 32 <= end:
            a = _round(a, load_word(data, at))
            b = _round(b, load_word(data, at + 8))
            c = _round(c, load_word(data, at + 16))
            d = _round(d, load_word(data, at + 24))
            at += 32
        value = _rotate(a, 1) + _rotate(b, 7) + _rotate(c, 12) + _rotate(d, 18)
        for acc in (a, b, c, d):
            value = (value ^ _round(np.uint64(0), acc)) * _P1 + _P4
    else:
        value = _SEED + _P5
    value += np.uint64(end - begin)
    while at + 8 <= end:
        value = _rotate(value ^ _round(np.uint64(0), load_word(data, at)), 27) * _P1 + _P4
        at += 8
    if at + 4 <= end:
        value = _rotate(value ^ (load_half(data, at) * _P1), 23) * _P2 + _P3
        at += 4
    while at < end:
        value = _rotate(value ^ (np.uint64(data[at]) * _P5), 11) * _P1
        at += 1
    return _mixed(value)


@njit(inline="always")
def xxhash64_of_long(word) -> np.uint64:
    """Return the hash of the eight bytes of the uint64 *word*, the lowest first: Spark's hashLong."""
    value = _SEED + _P5 + np.uint64(8)
    return _mixed(_rotate(value ^ _round(np.uint64(0), word), 27) * _P1 + _P4)


@njit(inline="always")
def xxhash64_of_int(half) -> np.uint64:
    """Return the hash of four bytes, the lowest first, which are the uint64 *half*: Spark's hashInt."""
    value = _SEED + _P5 + np.uint64(4)
    return _mixed(_rotate(value ^ (half * _P1), 23) * _P2 + _P3)


@njit(inline="always")
def register(registers, value) -> None:
    """Note the hash *value*: its top 9 bits choose the register, the leading zeros of the others, plus one, are put to it."""
    index = value >> np.uint64(55)
    rest = (value << np.uint64(9)) | np.uint64(256)
    known = np.uint64(registers[index])
    # Most values are no news, and one shift tells.
    if known and rest >> (np.uint64(64) - known):
        return
    zeros = np.uint8(1)
    top = np.uint64(1) << np.uint64(63)
    while not rest & top:
        zeros += np.uint8(1)
        rest <<= np.uint64(1)
    if registers[index] < zeros:
        registers[index] = zeros
