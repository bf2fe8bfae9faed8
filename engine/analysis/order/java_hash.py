"""Hash codes of the Java virtual machine, as unsigned 32-bit numbers: what the order of a Scala or Spark map hangs on.

Sources: java.lang.String.hashCode; MurmurHash3, x86, 32 bits (Austin Appleby), as used by Scala 2.12 for products and
by Guava for numbers; the hash improvement of Scala 2.12's immutable HashMap.
"""

from functools import lru_cache

_MASK = 0xFFFFFFFF
_PRODUCT_SEED = 0xCAFEBABE
_INT_BYTES = 4


@lru_cache(maxsize=1 << 14)
def string_hash(text: str) -> int:
    """Return Java's hash of *text*, 0 if empty: a polynomial in 31 over UTF-16 code units; an emoji is two of them."""
    units = text.encode("utf-16-be", "surrogatepass")
    result = 0
    for high, low in zip(units[::2], units[1::2], strict=True):
        result = (31 * result + (high << 8 | low)) & _MASK
    return result


def pair_hash(first: int, second: int) -> int:
    """Return Scala's hash of a pair whose members have the hashes *first* and *second*."""
    return _finished(_mixed(_mixed(_PRODUCT_SEED, first), second), 2)


def table_hash(hash_code: int) -> int:
    """Return the number whose low bits choose the slot of *hash_code* in Spark's hash tables: its Murmur3, seed 0."""
    return _finished(_mixed(0, hash_code), _INT_BYTES)


def improved(hash_code: int) -> int:
    """Return *hash_code* as Scala's immutable HashMap spreads it; different codes stay different."""
    spread = (hash_code + (~(hash_code << 9) & _MASK)) & _MASK
    spread ^= spread >> 14
    spread = (spread + (spread << 4)) & _MASK
    return spread ^ (spread >> 10)


def signed(hash_code: int) -> int:
    """Return *hash_code* as Java's int, in [-2^31, 2^31)."""
    return hash_code - (1 << 32) if hash_code >> 31 else hash_code


def _mixed(state: int, block: int) -> int:
    """Return Murmur3's *state* after one *block* of 32 bits."""
    block = _rotated(block * 0xCC9E2D51 & _MASK, 15) * 0x1B873593 & _MASK
    return (_rotated(state ^ block, 13) * 5 + 0xE6546B64) & _MASK


def _finished(state: int, length: int) -> int:
    """Return Murmur3's hash from its last *state* and the *length* that it is given."""
    state ^= length
    state = (state ^ state >> 16) * 0x85EBCA6B & _MASK
    state = (state ^ state >> 13) * 0xC2B2AE35 & _MASK
    return state ^ state >> 16


def _rotated(number: int, bits: int) -> int:
    """Return *number* with its 32 bits turned left by *bits*."""
    return (number << bits | number >> (32 - bits)) & _MASK
