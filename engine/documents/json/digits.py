"""The text of many doubles at a time, as Java writes them; compiled.

The digits are found by Schubfach: the shortest decimal that lies between the two neighbours' midpoints, of two the nearer.
Only doubles of which every Java writes the same are written here; of the others it is told which they are. Java 17 has
1. for powers of two, an interval that is half as wide on both sides, where only the lower side should be;
2. for whole numbers from 2**53 on, digits that it does not need;
3. for midpoints, and where two decimals are equally near, a rule of its own. No midpoint below 2**53 is written in 17 digits.
So sure are 0 and what is from 1E-60 to below 2**53 and none of these; Java is asked for the rest.
Source: Raffaello Giulietti, "The Schubfach way to render doubles", 2020; the tests ask the running Java.
"""

import numpy as np
from numba import njit

LONGEST = 26
"""Bytes that a double takes at most, with the ", " behind it: -1.2345678901234567E-100 and two more."""

_DEEPEST = 80
"""Powers of ten that the doubles that are sure need."""


def _power(exponent: int) -> int:
    """Return 10**exponent with 126 binary digits, rounded up as Schubfach wants it."""
    power: int = 10**exponent
    shift = power.bit_length() - 126
    return (power >> shift if shift >= 0 else power << -shift) + 1


_HIGH = np.array([_power(exponent) >> 64 for exponent in range(_DEEPEST)], dtype=np.uint64)
_LOW = np.array([_power(exponent) & (1 << 64) - 1 for exponent in range(_DEEPEST)], dtype=np.uint64)

_LEAST, _WHOLE, _LEAST_POWER = 1e-60, float(1 << 53), 2.0**-21
_U1, _U2, _U10 = np.uint64(1), np.uint64(2), np.uint64(10)
_HALF, _WORD = np.uint64(32), np.uint64(0xFFFFFFFF)
_REST = np.uint64((1 << 63) - 1)
_MANTISSA, _IMPLIED = np.uint64((1 << 52) - 1), np.uint64(1 << 52)
_ZERO, _POINT, _MINUS, _E, _COMMA, _BLANK = (ord(each) for each in "0.-E, ")


@njit(inline="always")
def _high_word(one, other) -> np.uint64:
    """Return the upper 64 of the 128 bits of a product."""
    a, b, c, d = one >> _HALF, one & _WORD, other >> _HALF, other & _WORD
    middle = a * d + (b * d >> _HALF)
    return a * c + (middle >> _HALF) + ((b * c + (middle & _WORD)) >> _HALF)


@njit(inline="always")
def _scaled(high, low, factor) -> np.uint64:
    """Return factor * (high, low) / 2**127; its last bit is set where it is not whole."""
    middle = high * factor
    carry = middle
    middle += _high_word(low, factor)
    upper = _high_word(high, factor) + (_U1 if middle < carry else np.uint64(0))
    sticky = _U1 if middle & _REST else np.uint64(0)
    return (upper << _U1 | middle >> np.uint64(63)) | sticky


@njit(inline="always")
def _power_of_ten(exponent) -> int:
    """Return the power of ten of the last digit that a double between 2**52 and 2**53 times 2**exponent may need."""
    return (exponent * 315653) >> 20


@njit(inline="always")
def _shortest(mantissa, exponent) -> tuple[np.uint64, int]:
    """Return the digits of mantissa * 2**exponent, exponent from -255 to 0, as a whole number, and its power of ten."""
    power = _power_of_ten(exponent)
    high, low = _HIGH[-power], _LOW[-power]
    shift = np.uint64(exponent + ((-power * 1741647) >> 19) + 2)
    four = mantissa << _U2
    below = _scaled(high, low, (four - _U2) << shift)
    here = _scaled(high, low, four << shift)
    above = _scaled(high, low, (four + _U2) << shift)
    floor = here >> _U2
    tens = floor // _U10 * _U10
    lower, upper = below < tens << _U2, (tens + _U10) << _U2 < above
    if lower != upper:
        return tens if lower else tens + _U10, power
    lower, upper = below < floor << _U2, (floor + _U1) << _U2 < above
    if lower != upper:
        return floor if lower else floor + _U1, power
    return floor if here < (floor << _U2) + _U2 else floor + _U1, power


@njit(inline="always")
def _length(digits) -> int:
    length, limit = 1, _U10
    while digits >= limit and length < 19:
        length += 1
        limit *= _U10
    return length


@njit(inline="always")
def _put(out, at, digits, length) -> None:
    """Write the last *length* of *digits* to out[at:]."""
    for place in range(at + length - 1, at - 1, -1):
        rest = digits // _U10
        out[place] = np.uint8(_ZERO + (digits - rest * _U10))
        digits = rest


@njit(inline="always")
def _put_number(out, at, digits, length, point) -> int:
    """Write 0.*digits* * 10**point as Java lays it out; return where the text ends."""
    if -3 < point <= 7:
        if point <= 0:
            out[at], out[at + 1] = _ZERO, _POINT
            out[at + 2 : at + 2 - point] = _ZERO
            _put(out, at + 2 - point, digits, length)
            return at + 2 - point + length
        if length <= point:
            _put(out, at, digits, length)
            out[at + length : at + point] = _ZERO
            out[at + point], out[at + point + 1] = _POINT, _ZERO
            return at + point + 2
        _put(out, at + 1, digits, length)
        for place in range(at, at + point):
            out[place] = out[place + 1]
        out[at + point] = _POINT
        return at + length + 1
    _put(out, at + 1, digits, length)
    out[at], out[at + 1] = out[at + 1], _POINT
    at += length + 1
    if length == 1:
        out[at] = _ZERO
        at += 1
    out[at] = _E
    at += 1
    power = point - 1
    if power < 0:
        out[at] = _MINUS
        at, power = at + 1, -power
    size = _length(np.uint64(power))
    _put(out, at, np.uint64(power), size)
    return at + size


@njit(inline="always")
def _exponent(bits) -> np.int64:
    """Return the power of two that the mantissa, taken for a whole number, is multiplied by."""
    return np.int64(bits >> np.uint64(52) & np.uint64(0x7FF)) - 1075


@njit(inline="always")
def _is_sure(size, bits) -> bool:
    """Return whether every Java writes the same for a double of this *size*, which is not 0."""
    if not _LEAST <= size < _WHOLE:
        return False
    mantissa = bits & _MANTISSA
    if not mantissa and size < _LEAST_POWER:
        return False
    mantissa |= _IMPLIED
    exponent = _exponent(bits)
    # Halfway between two decimals: mantissa * 2**exponent has one digit more, so that is how many binary ones there are.
    tail = _power_of_ten(exponent) - exponent - 1
    return not (tail >= 0 and mantissa & (_U2 << np.uint64(tail)) - _U1 == _U1 << np.uint64(tail))


@njit(inline="always")
def _put_double(out, at, value, bits) -> int:
    """Write *value*; return where its text ends, or -1 where it is not sure what Java writes."""
    size = abs(value)
    if value < 0 or bits >> np.uint64(63):
        out[at] = _MINUS
        at += 1
    if size == 0:
        out[at], out[at + 1], out[at + 2] = _ZERO, _POINT, _ZERO
        return at + 3
    if not _is_sure(size, bits):
        return -1
    digits, power = _shortest(bits & _MANTISSA | _IMPLIED, _exponent(bits))
    while digits // _U10 * _U10 == digits:
        digits //= _U10
        power += 1
    length = _length(digits)
    return _put_number(out, at, digits, length, length + power)


@njit(cache=True, nogil=True)
def write(values, words, out, unsure) -> tuple[int, int]:
    """Write *values* (float64; *words* are their bits) to *out* (uint8) with ", " between them, as Java writes them.

    Of one that is not sure only the ", " is written: its place among the values, and where its text belongs, go to *unsure*
    (int64, two by number of values). Return how many bytes were written, and how many are not sure. *out* has room for
    `LONGEST` a value.
    """
    at, found = 0, 0
    for place in range(len(values)):
        if place:
            out[at], out[at + 1] = _COMMA, _BLANK
            at += 2
        end = _put_double(out, at, values[place], words[place])
        if end < 0:
            unsure[found, 0], unsure[found, 1] = place, at
            found += 1
        else:
            at = end
    return at, found


@njit(cache=True, nogil=True)
def find_unsure(values, words, places) -> int:
    """Put to *places* (int64, as many as *values*) which of *values* `write` is not sure of; return how many they are."""
    found = 0
    for place in range(len(values)):
        size = abs(values[place])
        if size != 0 and not _is_sure(size, words[place]):
            places[found] = place
            found += 1
    return found
